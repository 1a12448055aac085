import { type KeyObject, createPublicKey, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { DeviceKey } from '@rukh/domain/taps';

const verifyOff = promisify(verify);

/** Keys made ready; importing one costs as much as a signature. */
const MAX_KEYS = 20_000;

/** Checks signatures of devices, Ed25519 (RFC 8032), with each key imported once. */
@Injectable()
export class SignatureVerifier {
  readonly #keys = new Map<string, KeyObject>();

  /** Off the event loop: a signature takes longer than all else that is done for a single tap. */
  async isSigned(
    key: Pick<DeviceKey, 'publicKey'>,
    purpose: string,
    bytes: Uint8Array,
    signature: Uint8Array,
  ): Promise<boolean> {
    if (signature.length !== 64) return false;
    const signed = Buffer.concat([Buffer.from(purpose), bytes]);
    return verifyOff(null, signed, this.#import(key.publicKey), signature);
  }

  #import(publicKey: Uint8Array): KeyObject {
    const name = Buffer.from(publicKey).toString('base64url');
    let key = this.#keys.get(name);
    if (key === undefined) {
      if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
      key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: name }, format: 'jwk' });
      this.#keys.set(name, key);
    }
    return key;
  }
}
