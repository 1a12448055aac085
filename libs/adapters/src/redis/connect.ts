// How Rukh talks to Redis: it fails soon and forgets, instead of queueing what is late. With ioredis' defaults a
// frozen Redis grows an unbounded queue of commands, and a lost reply sends its command twice (INCRBY then
// counts double). So: nothing is queued while there is no connection, nothing is sent again by the library,
// every command has an end, and a silent socket is given up. Whoever needs a retry decides on it knowingly.
import { Redis, type RedisOptions } from 'ioredis';

export { Redis } from 'ioredis';

export interface ConnectOptions {
  /** Shown in CLIENT LIST. */
  readonly name: string;
  /** Told of lost connections and failed attempts; the connection goes on trying by itself. */
  readonly onError?: (error: Error) => void;
}

const COMMAND_TIMEOUT_MS = 1000;
/** Longest that a blocking command may wait in the server. */
export const MAX_BLOCK_MS = 2000;

const SAFE = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 1000,
  // Replies of RESP3 come in other shapes; those of RESP2 are the documented ones.
  protocol: 2,
  disableClientInfo: true,
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 6), 1000) * (0.5 + Math.random() / 2),
} satisfies RedisOptions;

/** A connection for commands that answer at once. Connects by itself, and again whenever it is lost. */
export function connectRedis(url: string, options: ConnectOptions): Redis {
  return open(url, options, { commandTimeout: COMMAND_TIMEOUT_MS, socketTimeout: 2 * COMMAND_TIMEOUT_MS });
}

/** A connection of its own for whoever waits in the server for news, for at most MAX_BLOCK_MS at a time. */
export function connectBlockingRedis(url: string, options: ConnectOptions): Redis {
  const timeout = MAX_BLOCK_MS + COMMAND_TIMEOUT_MS;
  return open(url, options, { commandTimeout: timeout, socketTimeout: timeout + COMMAND_TIMEOUT_MS });
}

/**
 * A connection that is told what is published on a channel, and again after each loss of it. It may be silent for
 * hours, so nothing but the network ends it: who listens looks from time to time as well.
 * @returns ends it
 */
export function subscribeToRedis(
  url: string,
  options: ConnectOptions,
  channel: string,
  onMessage: () => void,
): () => void {
  const redis = open(url, options, { commandTimeout: COMMAND_TIMEOUT_MS, autoResubscribe: false });
  redis.on('message', onMessage);
  redis.on('ready', () => {
    redis.subscribe(channel).then(onMessage, (error: unknown) => options.onError?.(error as Error));
  });
  return () => {
    redis.disconnect();
  };
}

/** Resolves once the connection can take commands. @throws Error when that takes longer than the timeout */
export async function untilRedisReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      redis.off('ready', onReady);
      settle();
    };
    const onReady = (): void => {
      finish(resolve);
    };
    const timer = setTimeout(() => {
      finish(() => {
        reject(new Error(`Redis did not answer within ${timeoutMs} ms`));
      });
    }, timeoutMs);
    redis.once('ready', onReady);
  });
}

type Timeouts = Pick<RedisOptions, 'commandTimeout' | 'socketTimeout' | 'autoResubscribe'>;

function open(url: string, { name, onError }: ConnectOptions, timeouts: Timeouts): Redis {
  const redis = new Redis(url, { ...SAFE, ...timeouts, connectionName: name });
  // Without a listener ioredis prints to the console.
  redis.on('error', (error: Error) => onError?.(error));
  return redis;
}
