// A PostgreSQL of Rukh's own, for a city that brings none: reachable only from this machine, with a password
// made at random.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { askServer } from './ask-server.js';
import { makeCluster } from './make-cluster.js';
import { findPostgresPrograms } from './postgres-programs.js';
import { endProcess, findProcessStart } from './process-facts.js';
import { readOrMakeSecret } from './secret-file.js';
import { findServerAccount, findServerFolder } from './server-account.js';
import { SupervisedChild } from './supervised-child.js';
import type { EmbeddedOptions, EmbeddedServer } from './embedded-server.js';

const USER = 'rukh';
const DATABASE = 'rukh';

/** Makes the cluster where there is none. Not started yet. */
export async function preparePostgres(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { home, port } = options;
  const account = findServerAccount();
  const folder = findServerFolder(home, account);
  const programs = findPostgresPrograms(folder, account);
  const password = readOrMakeSecret(join(home, 'secrets', 'postgres-password'));
  const dataFolder = join(folder, 'postgres', 'data');
  await makeCluster({ dataFolder, programs, account, user: USER, password, database: DATABASE });
  const child = new SupervisedChild({
    name: 'postgres',
    command: programs.postgres,
    args: ['-D', dataFolder, '-p', String(port), ...settings(options.flags ?? [])],
    cwd: dirname(dataFolder),
    ...account,
    logFile: join(home, 'logs', 'postgres.log'),
    runFolder: join(home, 'run'),
    prepare: () => clearLock(dataFolder),
    isReady: () => isPostgresReady(port, USER),
    // Fast shutdown: connections are cut, work is finished.
    stopSignal: 'SIGINT',
    stopTimeoutMs: 15_000,
    ownProcessGroup: options.ownProcessGroup ?? false,
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
  });
  const urlOf = (database: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  return { child, url: urlOf(DATABASE), filesFolder: folder };
}

function settings(flags: readonly string[]): string[] {
  const values = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=60',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=warning',
    ...flags,
  ];
  return values.flatMap((value) => ['-c', value]);
}

/**
 * A killed server leaves its lock behind. PostgreSQL sees through most of these, but not when the process id is
 * still there: as a dead process that nobody buried, or as another program's.
 */
async function clearLock(dataFolder: string): Promise<void> {
  const lock = join(dataFolder, 'postmaster.pid');
  let pid: number;
  try {
    pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  } catch {
    return;
  }
  const start = findProcessStart(pid);
  if (start !== undefined && isServerOf(pid, dataFolder)) await endProcess(pid, start, 'SIGINT', 10_000);
  rmSync(lock, { force: true });
}

function isServerOf(pid: number, dataFolder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataFolder);
  } catch {
    return false;
  }
}

/** Whether the server takes connections: it answers a start-up message by asking for the password. */
export async function isPostgresReady(port: number, user: string): Promise<boolean> {
  const parameters = Buffer.from(`user\0${user}\0database\0postgres\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + parameters.length, 0);
  // Version 3.0 of the protocol.
  head.writeUInt32BE(3 << 16, 4);
  const answer = await askServer(port, Buffer.concat([head, parameters]));
  return answer?.subarray(0, 1).toString() === 'R';
}
