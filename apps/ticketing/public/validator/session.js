// By what the device in a browser signs: HMAC in a session while it has one, else its own Ed25519 key (docs/validators.md).
// A browser that knows no X25519 has no sessions.
import { fromBase64url, join } from './ticket.js';
import { toBase64url } from './device.js';

const TEXT = new TextEncoder();
const SESSION_PREFIX = 'rukh-session-v1\n';
const KEY_INFO = 'rukh-session-key-v1\n';
const HMAC = { name: 'HMAC', hash: 'SHA-256' };
const TIMEOUT_MS = 10_000;
const SPREAD_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
/** When a new one is asked for: this share of the old one's time, or a little later. */
const RENEW_AT_SHARE = 0.8;
const RENEW_SPREAD = 0.15;

export class WebSigner {
  #parts;
  #session;
  #isAsking = false;
  #failures = 0;
  #dueMs;

  /** parts: {key: {keyId, sign(bytes)}, deviceId, base?, chance?} */
  constructor(parts) {
    this.#parts = { base: '', chance: Math.random, ...parts };
  }

  /** {keyId, signature} of bytes that begin with what they are signed as. */
  async sign(bytes) {
    const { key } = this.#parts;
    const session = this.#session;
    if (session !== undefined && performance.now() < session.endsAtMs) {
      return { keyId: session.id, signature: await crypto.subtle.sign('HMAC', session.key, bytes) };
    }
    return { keyId: key.keyId, signature: await key.sign(bytes) };
  }

  /** The back office took what `keyId` signed: a good moment to ask for a session. */
  noteTaken(keyId) {
    if (keyId === this.#session?.id) this.#failures = 0;
    const nowMs = performance.now();
    this.#dueMs ??= nowMs + this.#parts.chance() * SPREAD_MS;
    if (this.#isAsking || nowMs < this.#dueMs) return;
    this.#isAsking = true;
    void this.#ask();
  }

  /** Whether what was refused was a session, which is left then: the same is sent again, signed by the key. */
  noteRefused(keyId) {
    if (keyId === this.#parts.key.keyId) return false;
    if (keyId === this.#session?.id) {
      this.#session = undefined;
      this.#waitLonger(0);
    }
    return true;
  }

  async #ask() {
    try {
      const session = await this.#open();
      this.#session = session;
      const share = RENEW_AT_SHARE + this.#parts.chance() * RENEW_SPREAD;
      this.#dueMs = performance.now() + (session.endsAtMs - performance.now()) * share;
    } catch (error) {
      this.#waitLonger((error.retryAfterSeconds ?? 0) * 1000);
    }
    this.#isAsking = false;
  }

  async #open() {
    const { key, deviceId, base } = this.#parts;
    const pair = await crypto.subtle.generateKey('X25519', false, ['deriveBits']);
    const publicKey = toBase64url(await crypto.subtle.exportKey('raw', pair.publicKey));
    const signed = TEXT.encode(`${SESSION_PREFIX}${deviceId}\n${key.keyId}\n${publicKey}`);
    const answer = await fetch(`${base}/api/v1/devices/${encodeURIComponent(deviceId)}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ keyId: key.keyId, publicKey, signature: toBase64url(await key.sign(signed)) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) {
      const retryAfterSeconds = Number(answer.headers.get('retry-after') ?? 0) || 0;
      throw Object.assign(new Error('no session'), { retryAfterSeconds });
    }
    const said = await answer.json();
    // By the back office's clock alone: the browser's may be wrong by hours.
    const saidMs = Date.parse(answer.headers.get('date') ?? '') || Date.now();
    const endsAtMs = performance.now() + Math.max(0, Date.parse(said.validUntil) - saidMs);
    return { id: said.sessionId, endsAtMs, key: await unseal(pair.privateKey, said) };
  }

  #waitLonger(askedMs) {
    const bound = Math.min(LONGEST_PAUSE_MS, SPREAD_MS * 2 ** Math.min(this.#failures++, 10));
    this.#dueMs = performance.now() + askedMs + this.#parts.chance() * bound;
  }
}

/** The session's key: what was sealed, under the pad that both sides can make. */
async function unseal(privateKey, { sessionId, publicKey, sealedKey }) {
  const office = await crypto.subtle.importKey('raw', fromBase64url(publicKey), 'X25519', false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'X25519', public: office }, privateKey, 256);
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const info = join([TEXT.encode(KEY_INFO), TEXT.encode(sessionId)]);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  const pad = new Uint8Array(await crypto.subtle.deriveBits(hkdf, secret, 256));
  const key = fromBase64url(sealedKey).map((byte, i) => byte ^ pad[i]);
  return crypto.subtle.importKey('raw', key, HMAC, false, ['sign']);
}
