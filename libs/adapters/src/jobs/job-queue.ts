/**
 * Jobs in BullMQ. They carry ids, never data, and nothing is done because a job says so: whoever works on one looks in
 * PostgreSQL what is to be done, and the same job twice, or two workers with one job, must be harmless. What Redis
 * forgets is put in again from where it was written.
 */
import { type Job, Queue, Worker } from 'bullmq';

export interface JobQueueOptions {
  readonly redisUrl: string;
  /** Of the network; queues of several may be in one Redis. */
  readonly agency: string;
  readonly name: string;
  readonly onError?: (error: Error) => void;
}

/** A worker that dies gives its jobs up after the lock; dying often must not make a job fail. */
const LOCK_MS = 10_000;
const STALLED_MS = 5_000;
const MAX_STALLED = 100;
const COMMAND_TIMEOUT_MS = 2_000;
const ADD_TIMEOUT_MS = 3_000;

export class JobQueue {
  readonly #queue: Queue;

  constructor(options: JobQueueOptions) {
    this.#queue = new Queue(options.name, {
      prefix: prefixOf(options),
      connection: {
        ...addressOf(options.redisUrl),
        maxRetriesPerRequest: 1,
        enableOfflineQueue: false,
        commandTimeout: COMMAND_TIMEOUT_MS,
      },
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    });
    this.#queue.on('error', (error) => options.onError?.(error));
  }

  /** Puts ids in; one that waits there already is not put in twice. Rejects where Redis is away. */
  async add(ids: readonly string[]): Promise<void> {
    const added = this.#queue.addBulk(
      ids.map((id) => ({ name: 'job', data: { id }, opts: { jobId: `id-${id}` } })),
    );
    // While there is no Redis, BullMQ waits for one; whoever asks can wait better.
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`Redis did not take jobs within ${ADD_TIMEOUT_MS} ms`));
      }, ADD_TIMEOUT_MS);
    });
    added.catch(() => undefined);
    try {
      await Promise.race([added, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#queue.close().catch(() => undefined);
  }
}

export interface JobWorkerOptions extends JobQueueOptions {
  readonly concurrency: number;
  /** Works on one id. What it rejects with is told to `onError`; the outbox brings the id again. */
  readonly work: (id: string) => Promise<void>;
}

export class JobWorker {
  readonly #worker: Worker;
  readonly #running = new Set<Promise<void>>();

  constructor(options: JobWorkerOptions) {
    const { concurrency, work } = options;
    this.#worker = new Worker(options.name, (job: Job<{ id: string }>) => this.#run(work(job.data.id)), {
      prefix: prefixOf(options),
      connection: { ...addressOf(options.redisUrl), maxRetriesPerRequest: null },
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: MAX_STALLED,
    });
    this.#worker.on('error', (error) => options.onError?.(error));
    this.#worker.on('failed', (_, error) => options.onError?.(error));
  }

  /**
   * Takes no more, and waits for what is being worked on. BullMQ's own way of waiting needs Redis, which may be away for
   * good; a job that is done and that Redis was not told of comes again, and finds nothing to do.
   */
  async close(): Promise<void> {
    await this.#worker.pause(true).catch(() => undefined);
    await Promise.allSettled(this.#running);
    await this.#worker.close(true).catch(() => undefined);
  }

  async #run(work: Promise<void>): Promise<void> {
    this.#running.add(work);
    try {
      await work;
    } finally {
      this.#running.delete(work);
    }
  }
}

/** All keys of a queue in one slot of a cluster. */
function prefixOf({ agency }: JobQueueOptions): string {
  return `{rukh:${agency}:jobs}`;
}

/** BullMQ opens its own connections; its types want the parts of the address. */
function addressOf(redisUrl: string): Record<string, unknown> {
  const url = new URL(redisUrl);
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.pathname.length > 1 ? { db: Number(url.pathname.slice(1)) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
