/**
 * A PostgreSQL server for tests: a new cluster in a temporary folder on a free port, which a test may kill,
 * freeze and start again. Only tests and benchmarks use this.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import {
  type PostgresPrograms,
  type ServerAccount,
  findFreePort,
  findPostgresPrograms,
  findServerAccount,
  findServerFolder,
  isPostgresReady,
  makeCluster,
} from '../embedded/index.js';

export interface ScratchPostgres {
  /** Address of a database on the server, as its superuser; `postgres` where no name is given. */
  url(database?: string): string;
  /** Makes an empty database and gives its address. */
  createDatabase(name: string): Promise<string>;
  /** SIGKILL to every process of the server at once: the power of the database is cut, the disk is not. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** SIGSTOP to every process: connections stand, nothing answers. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends the server and deletes its files. */
  stop(): Promise<void>;
}

const USER = 'postgres';
const PASSWORD = 'scratch';
const START_TIMEOUT_MS = 20_000;

export async function startScratchPostgres(flags: readonly string[] = []): Promise<ScratchPostgres> {
  const account = findServerAccount();
  const temporary = await mkdtemp(join(tmpdir(), 'rukh-postgres-'));
  // The server may run as another user than the test and must reach its files.
  await chmod(temporary, 0o755);
  const folder = findServerFolder(temporary, account);
  if (folder !== temporary) await rm(temporary, { recursive: true });
  const programs = findPostgresPrograms(folder, account);
  const names = { user: USER, password: PASSWORD, database: 'scratch' };
  await makeCluster({ dataFolder: join(folder, 'data'), programs, account, ...names });
  const scratch = new SpawnedPostgres(folder, await findFreePort(), programs, account, flags);
  await scratch.start();
  return scratch;
}

class SpawnedPostgres implements ScratchPostgres {
  #child: ChildProcess | undefined;

  constructor(
    readonly folder: string,
    readonly port: number,
    readonly programs: PostgresPrograms,
    readonly account: ServerAccount | undefined,
    readonly flags: readonly string[],
  ) {}

  url(database = 'postgres'): string {
    return `postgres://${USER}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  async createDatabase(name: string): Promise<string> {
    const client = new pg.Client(this.url());
    await client.connect();
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    await client.end();
    return this.url(name);
  }

  async kill(): Promise<void> {
    const pids = await this.#signal('SIGKILL');
    await Promise.all(pids.map(waitUntilGone));
    await rm(join(this.folder, 'data', 'postmaster.pid'), { force: true });
  }

  async start(): Promise<void> {
    const network = ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'];
    const args = ['-D', join(this.folder, 'data'), '-p', String(this.port), ...network, ...this.flags];
    const child = spawn(this.programs.postgres, args, { stdio: 'ignore', cwd: this.folder, ...this.account });
    await once(child, 'spawn');
    this.#child = child;
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await isPostgresReady(this.port, USER))) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error('PostgreSQL did not come up');
      await delay(20);
    }
  }

  async freeze(): Promise<void> {
    await this.#signal('SIGSTOP');
  }

  async thaw(): Promise<void> {
    await this.#signal('SIGCONT');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #signal(signal: NodeJS.Signals): Promise<number[]> {
    const pidFile = await readFile(join(this.folder, 'data', 'postmaster.pid'), 'utf8');
    const postmaster = Number(pidFile.split('\n')[0]);
    const pids = [postmaster, ...(await listChildren(postmaster))];
    for (const pid of pids) process.kill(pid, signal);
    return pids;
  }
}

/** Children of a process, from /proc; elsewhere none, and the signal reaches only the first process. */
async function listChildren(parent: number): Promise<number[]> {
  const names = await readdir('/proc').catch((): string[] => []);
  const children: number[] = [];
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    if (status.includes(`\nPPid:\t${parent}\n`)) children.push(Number(name));
  }
  return children;
}

async function waitUntilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 200 && (await isRunning(pid)); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A zombie, which nobody may ever reap in a container without an init process, counts as gone. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return status !== '' && !status.includes('\nState:\tZ');
}
