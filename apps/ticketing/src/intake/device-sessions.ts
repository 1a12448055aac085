import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  deriveSessionKey,
  makeSessionName,
  readSessionName,
  sealSession,
} from '@rukh/adapters/device-session';
import { type Hmac, prepareHmac } from '@rukh/adapters/token-ref';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';

const VALID_SECONDS = 24 * 3600;
const SIGNATURE_BYTES = 32;
/** Keys made ready. Forgetting one costs a hash. */
const MAX_KEYS = 20_000;

export interface OpenedSession {
  readonly sessionId: string;
  readonly publicKey: Buffer;
  readonly sealedKey: Buffer;
  readonly validUntilMs: number;
}

/**
 * Sessions of devices: opened by a signature of the device's key, and from then on messages are authenticated by
 * HMAC-SHA-256, which costs a fiftieth of a signature. Nothing is kept of them; every process finds the same keys.
 */
@Injectable()
export class DeviceSessions {
  readonly #officeKey: Buffer;
  readonly #hmacs = new Map<string, Hmac>();

  constructor(@Inject(TICKETING_CONFIG) config: TicketingConfig) {
    const secret = config.RUKH_TICKETING_TOKEN_KEY;
    this.#officeKey = Buffer.from(hkdfSync('sha256', secret, '', 'rukh-device-sessions-v1', 32));
  }

  /** @throws where the device's key is none */
  open(deviceId: string, keyId: string, devicePublicKey: Buffer, nowMs: number): OpenedSession {
    const validUntil = Math.floor(nowMs / 1000) + VALID_SECONDS;
    const sessionId = makeSessionName({ keyId, validUntil });
    const sealed = sealSession(
      devicePublicKey,
      sessionId,
      deriveSessionKey(this.#officeKey, deviceId, sessionId),
    );
    return { sessionId, ...sealed, validUntilMs: validUntil * 1000 };
  }

  /** The device's key by which the session was opened; undefined where this is no session, or one that is over. */
  findKeyId(sessionId: string, nowMs: number): string | undefined {
    const name = readSessionName(sessionId);
    return name && nowMs < name.validUntil * 1000 ? name.keyId : undefined;
  }

  isSigned(
    deviceId: string,
    sessionId: string,
    purpose: string,
    body: Uint8Array,
    signature: Uint8Array,
  ): boolean {
    if (signature.length !== SIGNATURE_BYTES) return false;
    return timingSafeEqual(this.#find(deviceId, sessionId)(purpose, body), signature);
  }

  #find(deviceId: string, sessionId: string): Hmac {
    const name = `${deviceId} ${sessionId}`;
    let hmac = this.#hmacs.get(name);
    if (hmac === undefined) {
      if (this.#hmacs.size >= MAX_KEYS) this.#hmacs.clear();
      hmac = prepareHmac(deriveSessionKey(this.#officeKey, deviceId, sessionId));
      this.#hmacs.set(name, hmac);
    }
    return hmac;
  }
}
