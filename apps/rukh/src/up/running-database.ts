// Where the embedded PostgreSQL is, for commands beside a running `rukh up`: its port is another at each start
// and its password is nobody's business but the owner's.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFile } from './home-folder.js';
import { isLocked } from './launcher-lock.js';

/** Keeps the address, readable by the owner alone, for as long as the launcher runs. */
export function noteDatabase(home: string, url: string): void {
  const file = addressFile(home);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${url}\n`, { mode: 0o600 });
}

/** Address of the embedded PostgreSQL of the Rukh that runs in this folder; undefined where none does. */
export function findRunningDatabase(home: string): string | undefined {
  if (!isLocked(lockFile(home))) return undefined;
  try {
    return readFileSync(addressFile(home), 'utf8').trim();
  } catch {
    return undefined;
  }
}

function addressFile(home: string): string {
  return join(home, 'secrets', 'database-url');
}
