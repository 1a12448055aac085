import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SIGNED_AS } from '@rukh/domain/taps';

/** A device's Ed25519 key. It is made on the device and never leaves it; only the public half is shown to anybody. */
export class DeviceKey {
  /** Names the key: the first half of the SHA-256 of its public half. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;

  private constructor(readonly privateKey: KeyObject) {
    const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
    this.publicKey = Buffer.from(x!, 'base64url');
    this.keyId = createHash('sha256').update(this.publicKey).digest('hex').slice(0, 32);
  }

  /** Reads the key from its file, or makes one that only its owner can read. */
  static openOrMake(path: string): DeviceKey {
    if (existsSync(path)) return new DeviceKey(createPrivateKey(readFileSync(path)));
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
    return new DeviceKey(privateKey);
  }

  /** One that follows from a text alone: for simulated fleets, whose devices must be the same at each start. */
  static derive(secret: string): DeviceKey {
    const seed = createHash('sha256').update(secret).digest();
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    return new DeviceKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  }

  /** Shows that whoever has the code has the key too. */
  signEnrolment(deviceId: string, code: string): Buffer {
    return this.sign(SIGNED_AS.enrolment, Buffer.from(`${deviceId}\n${code}`));
  }

  /** @param purpose stands before the bytes, so that a signature of one kind is none of another */
  sign(purpose: string, body: Uint8Array): Buffer {
    return sign(null, Buffer.concat([Buffer.from(purpose), body]), this.privateKey);
  }
}
