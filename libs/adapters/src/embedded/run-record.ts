// Which servers were started is written down, so that the next start finds those whose launcher was killed
// before it could stop them. Servers would otherwise hold the data and its lock.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, findProcessStart } from './process-facts.js';

export interface RunRecord {
  readonly pid: number;
  /** When that process started, as `findProcessStart` says it. */
  readonly start: string;
  readonly stopSignal: NodeJS.Signals;
}

export function writeRunRecord(folder: string, name: string, pid: number, stopSignal: NodeJS.Signals): void {
  const start = findProcessStart(pid);
  if (start === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ pid, start, stopSignal } satisfies RunRecord));
}

export function findRunRecord(folder: string, name: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

export function removeRunRecord(folder: string, name: string): void {
  rmSync(join(folder, `${name}.json`), { force: true });
}

/** Stops what an earlier launcher left running. @returns the names of what there was */
export async function stopLeftovers(folder: string, timeoutMs = 10_000): Promise<readonly string[]> {
  const names = listNames(folder);
  const found = names.filter((name) => {
    const record = findRunRecord(folder, name);
    return record !== undefined && findProcessStart(record.pid) === record.start;
  });
  await Promise.all(
    found.map(async (name) => {
      const record = findRunRecord(folder, name);
      if (record) await endProcess(record.pid, record.start, record.stopSignal, timeoutMs);
    }),
  );
  for (const name of names) removeRunRecord(folder, name);
  return found;
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
  } catch {
    return [];
  }
}
