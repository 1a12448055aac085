import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptDenyList, signedConfiguration } from '@rukh/adapters/deny-list';
import { ticketKeySet } from '@rukh/adapters/tickets';
import { z } from 'zod';

const kept = z.object({
  configuration: signedConfiguration.optional(),
  ticketKeys: ticketKeySet.optional(),
  list: keptDenyList.optional(),
});
type Kept = z.output<typeof kept>;

/**
 * What a validator got from the back office, on its disk: it must go by it after a night without a network. A file that
 * is damaged counts as none, and everything is fetched again.
 */
export class OfficeShelf {
  readonly #path: string | undefined;
  #kept: Kept;

  /** @param folder undefined: nothing outlives the process, as for simulated fleets */
  constructor(folder?: string) {
    this.#path = folder === undefined ? undefined : join(folder, 'office.json');
    this.#kept = this.#path !== undefined && existsSync(this.#path) ? read(this.#path) : {};
  }

  get kept(): Kept {
    return this.#kept;
  }

  /** The new file is whole before it takes the place of the old. */
  keep(changes: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changes };
    if (this.#path === undefined) return;
    const next = `${this.#path}.next`;
    writeFileSync(next, JSON.stringify(this.#kept), { mode: 0o600, flush: true });
    renameSync(next, this.#path);
  }
}

function read(path: string): Kept {
  try {
    return kept.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
