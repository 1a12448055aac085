import { makeSessionPair, openSession } from '@rukh/adapters/device-session';
import { SIGNED_AS } from '@rukh/domain/taps';
import { z } from 'zod';
import type { DeviceKey } from './device-key.js';

/** A session as its device keeps it. */
export interface HeldSession {
  readonly sessionId: string;
  /** By which it signs, 32 bytes. */
  readonly key: Buffer;
  /** Of the clock by which the device tells its sessions' time, milliseconds. */
  readonly endsAtMs: number;
}

export type SessionAnswer =
  | { readonly sessionId: string; readonly sessionKey: Buffer; readonly validForMs: number }
  /** None was had; 0 where nobody said for how long. */
  | { readonly retryAfterSeconds: number };

const AT_ONCE = 4;
const TIMEOUT_MS = 10_000;

const opened = z.object({
  sessionId: z.string().min(1).max(128),
  publicKey: z.base64url(),
  sealedKey: z.base64url(),
  validUntil: z.iso.datetime(),
});

/**
 * Asks the back office for sessions. All devices of one gateway share one, and no more than a few of them ask at once:
 * the others wait in line, and sign by their keys meanwhile.
 */
export class SessionDesk {
  readonly #waiting: (() => void)[] = [];
  readonly #stop = new AbortController();
  #asking = 0;

  constructor(
    private readonly url: string,
    private readonly atOnce = AT_ONCE,
  ) {}

  /** Never throws: a device without a session is as good as one with. */
  async open(deviceId: string, key: DeviceKey): Promise<SessionAnswer> {
    if (this.#asking >= this.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#asking++;
    try {
      return await this.#ask(deviceId, key);
    } catch {
      return { retryAfterSeconds: 0 };
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#asking--;
      else next();
    }
  }

  close(): void {
    this.#stop.abort();
  }

  async #ask(deviceId: string, key: DeviceKey): Promise<SessionAnswer> {
    const pair = makeSessionPair();
    const publicKey = pair.publicKey.toString('base64url');
    const signature = key.sign(SIGNED_AS.session, Buffer.from(`${deviceId}\n${key.keyId}\n${publicKey}`));
    const answer = await fetch(new URL(`/api/v1/devices/${deviceId}/session`, this.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ keyId: key.keyId, publicKey, signature: signature.toString('base64url') }),
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      return { retryAfterSeconds: Number(answer.headers.get('retry-after') ?? 0) || 0 };
    }
    const said = opened.parse(await answer.json());
    const sessionKey = openSession(pair.privateKey, said.sessionId, {
      publicKey: Buffer.from(said.publicKey, 'base64url'),
      sealedKey: Buffer.from(said.sealedKey, 'base64url'),
    });
    return { sessionId: said.sessionId, sessionKey, validForMs: tellLife(said.validUntil, answer.headers) };
  }
}

/** By the back office's clock alone: the device's may be wrong by hours. */
function tellLife(validUntil: string, headers: Headers): number {
  const saidMs = Date.parse(headers.get('date') ?? '');
  return Math.max(0, Date.parse(validUntil) - (Number.isNaN(saidMs) ? Date.now() : saidMs));
}
