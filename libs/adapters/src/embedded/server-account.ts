// PostgreSQL refuses to run as root. Where Rukh itself does, PostgreSQL runs as the account `postgres`, or as
// `nobody` where there is none, and its files must stand where that account may go: a folder inside root's home
// is closed to it.
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The account to run a server as; undefined for the one we are. @throws Error when root finds no other */
export function findServerAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find(([candidate]) => candidate === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL does not run as root and there is no account "postgres" or "nobody" to run it as',
  );
}

/** Whether every account may pass through the folder and all above it. */
export function isOpenToAll(folder: string): boolean {
  for (let path = realpathSync(nearestExisting(folder)); ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/**
 * A folder for a server's files that its account can reach: the wanted one, else one under /var that belongs to
 * the wanted one alone.
 */
export function findServerFolder(wanted: string, account: ServerAccount | undefined): string {
  if (account === undefined || isOpenToAll(wanted)) return wanted;
  const name = createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 12);
  const reachable = ['/var/lib/rukh', '/var/tmp/rukh'].find((parent) => isOpenToAll(parent));
  if (reachable !== undefined) return join(reachable, name);
  throw new Error(`PostgreSQL does not run as root, and other accounts may not enter ${wanted}`);
}

function nearestExisting(folder: string): string {
  let path = resolve(folder);
  while (statSync(path, { throwIfNoEntry: false }) === undefined) path = dirname(path);
  return path;
}
