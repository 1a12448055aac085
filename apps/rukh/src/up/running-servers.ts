// Where the embedded PostgreSQL and the embedded broker are, for commands beside a running `rukh up`: their ports are others
// at each start, and their passwords are nobody's business but the owner's.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFile } from './home-folder.js';
import { isLocked } from './launcher-lock.js';

/** A file for each. */
const FILES = { database: 'database-url', broker: 'mqtt-url' } as const;
export type NotedServer = keyof typeof FILES;

/** Keeps an address with user and password, readable by the owner alone, for as long as the launcher runs. */
export function noteServer(home: string, server: NotedServer, url: string): void {
  const file = addressFile(home, server);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${url}\n`, { mode: 0o600 });
}

/** Address of a server that the Rukh which runs in this folder has embedded; undefined where none does. */
export function findRunningServer(home: string, server: NotedServer): string | undefined {
  if (!isLocked(lockFile(home))) return undefined;
  try {
    return readFileSync(addressFile(home, server), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** A server that is not embedded any more is not to be found by its last address. */
export function forgetServer(home: string, server: NotedServer): void {
  rmSync(addressFile(home, server), { force: true });
}

function addressFile(home: string, server: NotedServer): string {
  return join(home, 'secrets', FILES[server]);
}
