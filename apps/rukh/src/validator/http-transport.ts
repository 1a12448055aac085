import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { decodeReceipt } from '@rukh/adapters/protobuf';
import { BATCH_REJECTIONS, type BatchRejection, type TapReceipt } from '@rukh/domain/taps';
import type { DeviceTransport } from './device-transport.js';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 256 * 1024;

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfterSeconds: number;
  readonly body: Buffer;
}

/** What waits for a connection. */
interface Waiting extends PromiseWithResolvers<Answer> {
  body: Uint8Array;
}

/**
 * Batches over HTTPS, a request each; connections are kept. Many devices of one gateway may share it: what a device says
 * anew takes the place of what it has not got to say yet, and a request has all of its time once its turn has come. Else,
 * where the back office is slower than all of them ask, each would be given up just when it is answered, for ever.
 */
export class HttpTransport implements DeviceTransport {
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #waiting = new Map<string, Waiting>();
  #free: number;

  constructor(
    readonly baseUrl: string,
    { maxSockets = 8, timeoutMs = TIMEOUT_MS } = {},
  ) {
    const options = { keepAlive: true, maxSockets };
    this.#agent = new URL(baseUrl).protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
    this.timeoutMs = timeoutMs;
    this.#free = maxSockets;
  }

  readonly timeoutMs: number;

  async sendTaps(deviceId: string, message: Uint8Array): Promise<TapReceipt> {
    return readReceipt(await this.#post(`/api/v1/devices/${deviceId}/taps`, message));
  }

  async sendHeartbeat(deviceId: string, message: Uint8Array): Promise<TapReceipt> {
    return readReceipt(await this.#post(`/api/v1/devices/${deviceId}/heartbeat`, message));
  }

  /** There is nothing to keep up: whether the network is there shows when it is used. */
  watch(onChange: (isUp: boolean) => void): void {
    onChange(true);
  }

  close(): Promise<void> {
    for (const { reject } of this.#waiting.values()) {
      reject(new Error('the way to the back office is closed'));
    }
    this.#waiting.clear();
    this.#agent.destroy();
    return Promise.resolve();
  }

  #post(path: string, body: Uint8Array): Promise<Answer> {
    if (this.#free > 0) return this.#send(path, body);
    const waiting = this.#waiting.get(path) ?? { body, ...Promise.withResolvers<Answer>() };
    waiting.body = body;
    this.#waiting.set(path, waiting);
    return waiting.promise;
  }

  async #send(path: string, body: Uint8Array): Promise<Answer> {
    this.#free--;
    try {
      return await this.#request(path, body);
    } finally {
      this.#free++;
      this.#sendNext();
    }
  }

  #sendNext(): void {
    for (const [path, { body, resolve, reject }] of this.#waiting) {
      this.#waiting.delete(path);
      this.#send(path, body).then(resolve, reject);
      return;
    }
  }

  #request(path: string, body: Uint8Array): Promise<Answer> {
    const request = this.#agent instanceof HttpsAgent ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        new URL(path, this.baseUrl),
        {
          method: 'POST',
          agent: this.#agent,
          signal: AbortSignal.timeout(this.timeoutMs),
          headers: { 'content-type': 'application/x-protobuf', accept: 'application/x-protobuf' },
        },
        (incoming) => {
          readAnswer(incoming).then(resolve, reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('the answer is longer than any receipt');
    pieces.push(piece);
  }
  return {
    status: incoming.statusCode ?? 0,
    contentType: incoming.headers['content-type'] ?? '',
    retryAfterSeconds: Number(incoming.headers['retry-after'] ?? 0) || 0,
    body: Buffer.concat(pieces),
  };
}

/** A receipt, or a refusal that says so itself; anything else, a proxy's error page too, says nothing of our taps. */
function readReceipt({ status, contentType, retryAfterSeconds, body }: Answer): TapReceipt {
  if (status === 200 && contentType.startsWith('application/x-protobuf')) {
    return decodeReceipt('protobuf', body);
  }
  return {
    deviceId: '',
    highWaterMark: 0,
    missing: [],
    answers: [],
    serverTimeMs: 0,
    denyListVersion: 0,
    rejection: findRejection(contentType, body) ?? 'UNAVAILABLE',
    retryAfterSeconds,
  };
}

/** The title of the problem that the back office answered with. */
function findRejection(contentType: string, body: Buffer): BatchRejection | undefined {
  if (!contentType.startsWith('application/problem+json')) return undefined;
  try {
    const { title } = JSON.parse(body.toString('utf8')) as { title?: unknown };
    return BATCH_REJECTIONS.find((known) => known === title);
  } catch {
    return undefined;
  }
}
