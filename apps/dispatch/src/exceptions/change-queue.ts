import { setTimeout as delay } from 'node:timers/promises';
import type { ExceptionChange, ExceptionStore } from '@rukh/adapters/postgres';
import type { JournalEntry } from '@rukh/domain/dispatch';
import type { Journal } from '../journal/journal.js';
import { type Naming, tellOfException } from './tell-of-exception.js';

const RETRY_MS = 2000;
/** Beyond so many the oldest are given up: the database has been away for hours. */
const MOST_WAITING = 20_000;

/** Writes changes down in their order, and in the journal with them; while PostgreSQL is away they wait. */
export class ChangeQueue {
  #waiting: ExceptionChange[] = [];
  #running: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(
    private readonly store: ExceptionStore,
    private readonly journal: Journal,
    private readonly naming: Naming,
    private readonly onError: (error: Error) => void,
  ) {}

  add(changes: readonly ExceptionChange[]): void {
    this.#waiting.push(...changes);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.splice(0, this.#waiting.length - MOST_WAITING);
    if (this.#waiting.length > 0) this.#running ??= this.#run();
  }

  /** Resolves when what waits is written, or could not be now. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, 500);
      try {
        const entries = await this.#save(batch);
        this.#waiting = this.#waiting.slice(batch.length);
        const newest = entries.at(-1);
        if (newest) this.journal.tell(newest);
      } catch (error) {
        this.onError(error as Error);
        if (this.#stop.signal.aborted) break;
        await delay(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
    this.#running = undefined;
  }

  async #save(batch: readonly ExceptionChange[]): Promise<readonly JournalEntry[]> {
    const entries: JournalEntry[] = [];
    await this.store.save(batch, async (client) => {
      for (const change of batch) {
        const line = tellOfException(change, this.naming);
        if (line) entries.push(await this.journal.add(line, client));
      }
    });
    return entries;
  }
}
