import { SIGNED_AS } from '@rukh/domain/taps';
import { signBySession } from '@rukh/adapters/device-session';
import type { DeviceKey } from './device-key.js';
import type { HeldSession, SessionDesk } from './session-desk.js';

/** What stands under a message: by which key or session, and the 64 or 32 bytes. */
export interface DeviceSignature {
  readonly keyId: string;
  readonly signature: Buffer;
}

export interface DeviceSignerParts {
  readonly deviceId: string;
  readonly key: DeviceKey;
  /** Undefined: the device has no way to ask for a session, and signs by its key alone. */
  readonly desk?: SessionDesk | undefined;
  /** Milliseconds of a clock that nobody sets. */
  readonly now?: () => number;
  /** From 0 to 1: when to ask is spread, so that a thousand devices do not ask at once. */
  readonly chance?: () => number;
}

type SignedPurpose = 'taps' | 'heartbeat' | 'check' | 'configuration';

/** The first question comes within this time of the first receipt. */
const SPREAD_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
/** A new session is asked for when this share of the old one's time is over, or a little later. */
const RENEW_AT_SHARE = 0.8;
const RENEW_SPREAD = 0.15;

/**
 * Signs what a device sends: in a session while it has one, and by its own Ed25519 key where it has none, where the
 * session is over, or where it was refused (docs/validators.md). A session is only ever asked for when the back office
 * has just answered, so that a device without a network asks for nothing.
 */
export class DeviceSigner {
  readonly #parts: DeviceSignerParts;
  readonly #now: () => number;
  readonly #chance: () => number;
  #session: HeldSession | undefined;
  #isAsking = false;
  #failures = 0;
  /** Not before the first answer is it known when the first question is due. */
  #dueMs: number | undefined;

  constructor(parts: DeviceSignerParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
    this.#chance = parts.chance ?? Math.random;
  }

  get key(): DeviceKey {
    return this.#parts.key;
  }

  sign(purpose: SignedPurpose, body: Uint8Array): DeviceSignature {
    const session = this.#session;
    if (session !== undefined && this.#now() < session.endsAtMs) {
      return { keyId: session.sessionId, signature: signBySession(session.key, SIGNED_AS[purpose], body) };
    }
    const { key } = this.#parts;
    return { keyId: key.keyId, signature: key.sign(SIGNED_AS[purpose], body) };
  }

  /** The back office took a message that was signed as `keyId` says. */
  noteTaken(keyId: string): void {
    if (keyId === this.#session?.sessionId) this.#failures = 0;
    const nowMs = this.#now();
    this.#dueMs ??= nowMs + this.#chance() * SPREAD_MS;
    if (this.#parts.desk === undefined || this.#isAsking || nowMs < this.#dueMs) return;
    this.#isAsking = true;
    void this.#ask(this.#parts.desk);
  }

  /**
   * The back office does not know the key that signed. Answers whether that was a session: it is left then, and the
   * message is to be sent again, signed by the key.
   */
  noteRefused(keyId: string): boolean {
    if (keyId === this.#parts.key.keyId) return false;
    if (keyId === this.#session?.sessionId) {
      this.#session = undefined;
      this.#waitLonger(0);
    }
    return true;
  }

  /** The power went: nothing of a session is on the disk. */
  forget(): void {
    this.#session = undefined;
    this.#dueMs = undefined;
  }

  async #ask(desk: SessionDesk): Promise<void> {
    const { deviceId, key } = this.#parts;
    const answer = await desk.open(deviceId, key);
    this.#isAsking = false;
    if ('retryAfterSeconds' in answer) {
      this.#waitLonger(answer.retryAfterSeconds * 1000);
      return;
    }
    const nowMs = this.#now();
    const { sessionId, sessionKey, validForMs } = answer;
    this.#session = { sessionId, key: sessionKey, endsAtMs: nowMs + validForMs };
    this.#dueMs = nowMs + validForMs * (RENEW_AT_SHARE + this.#chance() * RENEW_SPREAD);
  }

  #waitLonger(askedMs: number): void {
    const bound = Math.min(LONGEST_PAUSE_MS, SPREAD_MS * 2 ** Math.min(this.#failures++, 10));
    this.#dueMs = this.#now() + askedMs + this.#chance() * bound;
  }
}
