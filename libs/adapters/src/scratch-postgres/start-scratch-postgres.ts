/**
 * A PostgreSQL server for tests: a cluster of its own in a temporary folder on a free port, which a test may kill,
 * freeze and start again. Only tests and benchmarks use this.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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
import { migrate } from '../postgres/index.js';
import { copyTemplate, findTemplateFolder } from './cluster-template.js';

export interface ScratchPostgres {
  /** Address of a database on the server, as its superuser; `postgres` where no name is given. */
  url(database?: string): string;
  /** Makes a database, empty or migrated as the server's are, and gives its address. */
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
/** Long, since the machine may be busy with everything else: a server that cannot start ends at once. */
const START_TIMEOUT_MS = 60_000;

/** A server with empty databases. */
export function startScratchPostgres(flags: readonly string[] = []): Promise<ScratchPostgres> {
  return startCopy('plain', flags, makePlain);
}

/** A server whose databases, and those made later, are migrated already. */
export function startMigratedPostgres(flags: readonly string[] = []): Promise<ScratchPostgres> {
  return startCopy('migrated', flags, makeMigrated);
}

/**
 * The address for a test of something else than a database that does not answer: on a machine that is busy with other
 * tests, a connection may take longer than a service would wait for it.
 */
export function withPatience(databaseUrl: string): string {
  return `${databaseUrl}?connect_timeout=60`;
}

interface Site {
  readonly programs: PostgresPrograms;
  readonly account: ServerAccount | undefined;
}

async function startCopy(
  template: string,
  flags: readonly string[],
  make: (dataFolder: string, site: Site) => Promise<void>,
): Promise<ScratchPostgres> {
  const account = findServerAccount();
  const temporary = await mkdtemp(join(tmpdir(), 'rukh-postgres-'));
  // The server may run as another user than the test and must reach its files.
  await chmod(temporary, 0o755);
  const folder = findServerFolder(temporary, account);
  if (folder !== temporary) await rm(temporary, { recursive: true });
  const site = { programs: findPostgresPrograms(folder, account), account };
  await copyTemplate(template, join(folder, 'data'), account, (dataFolder) => make(dataFolder, site));
  const scratch = new SpawnedPostgres(folder, await findFreePort(), site, flags);
  await scratch.start();
  return scratch;
}

async function makePlain(dataFolder: string, site: Site): Promise<void> {
  await makeCluster({ dataFolder, ...site, user: USER, password: PASSWORD, database: 'scratch' });
}

/** All that a new database gets it has from `template1`. */
async function makeMigrated(dataFolder: string, site: Site): Promise<void> {
  await copyTemplate('plain', dataFolder, site.account, (folder) => makePlain(folder, site));
  const server = new SpawnedPostgres(
    dirname(dataFolder),
    await findFreePort(),
    site,
    [],
    basename(dataFolder),
  );
  await server.start();
  await migrate(server.url('template1'));
  const client = new pg.Client(server.url('template1'));
  await client.connect();
  await client.query('DROP DATABASE postgres');
  await client.query('CREATE DATABASE postgres');
  await client.end();
  await server.end();
}

class SpawnedPostgres implements ScratchPostgres {
  #child: ChildProcess | undefined;

  get #dataFolder(): string {
    return join(this.folder, this.dataName);
  }

  constructor(
    readonly folder: string,
    readonly port: number,
    readonly site: Site,
    readonly flags: readonly string[],
    readonly dataName = 'data',
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
    await rm(join(this.#dataFolder, 'postmaster.pid'), { force: true });
  }

  async start(): Promise<void> {
    const { programs, account } = this.site;
    const network = ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'];
    // What is killed here are processes: what they have written outlives them without waiting for a disk.
    const disk = findTemplateFolder() === undefined ? [] : ['-c', 'fsync=off'];
    const args = ['-D', this.#dataFolder, '-p', String(this.port), ...network, ...disk, ...this.flags];
    const child = spawn(programs.postgres, args, { stdio: 'ignore', cwd: this.folder, ...account });
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
    // Nobody will read its files again.
    await this.end('SIGQUIT');
    await rm(this.folder, { recursive: true, force: true });
  }

  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #signal(signal: NodeJS.Signals): Promise<number[]> {
    const pidFile = await readFile(join(this.#dataFolder, 'postmaster.pid'), 'utf8');
    const postmaster = Number(pidFile.split('\n')[0]);
    const pids = [postmaster, ...(await listChildren(postmaster))];
    for (const pid of pids) signalIfThere(pid, signal);
    return pids;
  }
}

/** A connection may end, and its process with it, between the list and the signal. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
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
