/**
 * A Redis server for tests: on a free port, its files in a temporary folder, and a test may kill, freeze and
 * start it again. Only tests and benchmarks use this.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../embedded/index.js';

export interface ScratchRedis {
  readonly url: string;
  /** SIGKILL. What it kept on disk is there after the next start: everything with AOF, else nothing. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** SIGSTOP: connections stand, nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Ends the server and deletes its files. */
  stop(): Promise<void>;
}

export interface ScratchRedisOptions {
  /** Whether it keeps an append-only file, each command written before its reply. */
  readonly appendOnly?: boolean;
}

const START_TIMEOUT_MS = 60_000;

export async function startScratchRedis({
  appendOnly = false,
}: ScratchRedisOptions = {}): Promise<ScratchRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'rukh-redis-'));
  const scratch = new SpawnedRedis(folder, await findFreePort(), appendOnly);
  await scratch.start();
  return scratch;
}

class SpawnedRedis implements ScratchRedis {
  readonly url: string;
  #child: ChildProcess | undefined;

  constructor(
    readonly folder: string,
    readonly port: number,
    readonly appendOnly: boolean,
  ) {
    this.url = `redis://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    const persistence = this.appendOnly ? ['--appendonly', 'yes', '--appendfsync', 'always'] : [];
    const network = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const program = process.env['RUKH_REDIS_SERVER'] ?? 'redis-server';
    this.#child = spawn(program, [...network, '--save', '', ...persistence], { stdio: 'ignore' });
    await untilAnswers(this.#child, this.port);
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.#end('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
}

async function untilAnswers(child: ChildProcess, port: number): Promise<void> {
  const failure = once(child, 'error').then(([error]) => {
    throw new Error('redis-server could not be started', { cause: error });
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await Promise.race([answers(port), failure]))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('redis-server did not come up');
    await delay(10);
  }
}

/** Whether the server says PONG: while it loads its file it takes connections and refuses commands. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write('PING\r\n');
    const [data] = (await once(socket, 'data')) as [Buffer];
    return data.toString().startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
