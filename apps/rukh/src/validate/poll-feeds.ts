import { FEED_LIMITS } from '@rukh/adapters/protobuf';
import { type FeedArrival, type Refusal, readMessage } from './feed-arrival.js';

/**
 * Feeds from the web, asked for again and again as a good consumer does: with the validators of the answer before,
 * so that a feed that has not changed is not sent again; within bounds of time and size; all at the same moment.
 */
export interface PollOptions {
  /** Undefined: once. */
  readonly everySeconds?: number;
  readonly forSeconds: number;
  /** Ends the polling early; what was found so far counts. */
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 30_000;

/** Rounds of answers, one an address, until the time is over. */
export async function* pollFeeds(
  addresses: readonly string[],
  { everySeconds, forSeconds, signal }: PollOptions,
): AsyncGenerator<readonly FeedArrival[]> {
  const pollers = addresses.map((address) => new FeedPoller(address));
  const end = Date.now() + forSeconds * 1000;
  let due = Date.now();
  for (;;) {
    const arrivals = await Promise.all(pollers.map((poller) => poller.poll(signal)));
    // What the user broke off is no fault of the server's.
    if (signal.aborted) return;
    yield arrivals;
    due += (everySeconds ?? Infinity) * 1000;
    if (due > end) return;
    await sleep(Math.max(0, due - Date.now()), signal);
  }
}

/** One address and what is known of its last answer. */
class FeedPoller {
  readonly #address: string;
  #etag: string | null = null;
  #lastModified: string | null = null;
  #bytes: Uint8Array | undefined;

  constructor(address: string) {
    this.#address = address;
  }

  async poll(signal: AbortSignal): Promise<FeedArrival> {
    const { bytes, refusal } = await this.#ask(signal).catch((error: unknown) => ({
      bytes: undefined,
      refusal: explain(error),
    }));
    const arrival = { source: this.#address, name: this.#address, atSeconds: Date.now() / 1000 };
    if (refusal) return { ...arrival, refusal };
    if (!bytes || (this.#bytes && Buffer.compare(bytes, this.#bytes) === 0)) {
      return { ...arrival, isUnchanged: true };
    }
    this.#bytes = bytes;
    return { ...arrival, ...(await readMessage(() => bytes)) };
  }

  /** The body; nothing where the server says that it has not changed. */
  async #ask(signal: AbortSignal): Promise<{ bytes?: Uint8Array; refusal?: Refusal }> {
    const headers = new Headers({ 'user-agent': 'rukh-validate' });
    if (this.#etag !== null) headers.set('if-none-match', this.#etag);
    if (this.#lastModified !== null) headers.set('if-modified-since', this.#lastModified);
    const response = await fetch(this.#address, {
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (response.status === 304) return {};
    if (response.status !== 200) {
      await response.body?.cancel();
      return {
        refusal: { reason: `http_${response.status}`, text: `The server answered ${response.status}.` },
      };
    }
    const bytes = await readBody(response);
    this.#etag = response.headers.get('etag');
    this.#lastModified = response.headers.get('last-modified');
    return { bytes };
  }
}

/** The whole body, unless it is more than a feed can be: then one byte more than that, which the decoder refuses. */
async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > FEED_LIMITS.maxBytes) break;
  }
  return Buffer.concat(chunks);
}

function explain(error: unknown): Refusal {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') {
    return { reason: 'timeout', text: `The server did not answer within ${TIMEOUT_MS / 1000} s.` };
  }
  const because = cause instanceof Error ? cause.message : message;
  return { reason: 'unreachable', text: `The server cannot be reached: ${because}` };
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish);
  });
}
