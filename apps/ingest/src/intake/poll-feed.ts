import {
  type FeedRefusal,
  FeedRefusedError,
  type VehicleFeed,
  decodeVehicleFeed,
} from '@rukh/adapters/protobuf';

/**
 * One conditional request for a VehiclePositions feed. What a feed's server can do wrong has a name each: the
 * polls of a city fail for days in always the same way, and the name is what an operator needs to know.
 */
export const POLL_FAILURES = ['unreachable', 'timeout', 'http_error'] as const;
export type PollFailure = (typeof POLL_FAILURES)[number] | FeedRefusal;
/** A feed without vehicles is normal: Lviv's is empty in every twelfth poll. */
export type PollOutcome = 'ok' | 'not_modified' | 'no_vehicles' | PollFailure;

/** What a server gave us to ask "anything newer than this?" with. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface PollResult {
  readonly outcome: PollOutcome;
  readonly feed?: VehicleFeed;
  readonly validators: Validators;
  /** Seconds that the server asked us to stay away. */
  readonly retryAfterSeconds?: number;
  readonly detail?: string;
}

export interface PollOptions {
  readonly url: string;
  readonly validators: Validators;
  readonly speedInKilometresPerHour: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 10_000;
/** 50 000 vehicles. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ENTITIES = 100_000;
const MAX_RETRY_AFTER_SECONDS = 300;

/** Polls once. Never throws. */
export async function pollFeed(options: PollOptions): Promise<PollResult> {
  const { url, validators, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, signal } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      headers: {
        accept: 'application/x-protobuf, application/octet-stream;q=0.9, */*;q=0.1',
        'user-agent': 'rukh',
        ...(validators.etag !== undefined && { 'if-none-match': validators.etag }),
        ...(validators.lastModified !== undefined && { 'if-modified-since': validators.lastModified }),
      },
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    });
    if (response.status === 304) return { outcome: 'not_modified', validators };
    if (!response.ok) return await refuseStatus(response, validators);
    const bytes = await readBounded(response, maxBytes);
    const limits = { maxBytes, maxEntities: MAX_ENTITIES };
    const feed = decodeVehicleFeed(bytes, {
      limits,
      speedInKilometresPerHour: options.speedInKilometresPerHour,
    });
    const outcome = feed.reports.length > 0 ? 'ok' : 'no_vehicles';
    return { outcome, feed, validators: readValidators(response) };
  } catch (error) {
    return { ...nameFailure(error, timeout), validators };
  }
}

async function refuseStatus(response: Response, validators: Validators): Promise<PollResult> {
  await response.body?.cancel();
  const retryAfterSeconds = Math.min(Number(response.headers.get('retry-after')), MAX_RETRY_AFTER_SECONDS);
  const detail = `HTTP ${response.status}`;
  return { outcome: 'http_error', detail, validators, ...(retryAfterSeconds > 0 && { retryAfterSeconds }) };
}

/** The body as it is after decompression, which is where a bomb would go off. */
async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new FeedRefusedError('too_large', `The feed is larger than the ${maxBytes} bytes that are read.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readValidators({ headers }: Response): Validators {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) };
}

function nameFailure(error: unknown, timeout: AbortSignal): { outcome: PollFailure; detail: string } {
  if (error instanceof FeedRefusedError) return { outcome: error.reason, detail: error.message };
  if (timeout.aborted) return { outcome: 'timeout', detail: 'no answer in time' };
  const { cause, message } = error as Error;
  return { outcome: 'unreachable', detail: cause instanceof Error ? cause.message : message };
}
