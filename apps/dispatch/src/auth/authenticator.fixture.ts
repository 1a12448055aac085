// A passkey as a phone keeps it: a P-256 key that signs what WebAuthn Level 2, sections 6 and 7, says it signs.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { encode } from 'cborg';

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
/** User present and verified; attested key included. */
const FLAGS = { signed: 0x05, made: 0x45 } as const;

export class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(32);
  #counter = 0;
  userHandle = '';

  constructor(readonly origin: string) {}

  make(options: { challenge: string; rp: { id: string }; user: { id: string } }): object {
    this.userHandle = options.user.id;
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const key = encode(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, 'base64url')],
        [-3, Buffer.from(y!, 'base64url')],
      ]),
    );
    const length = Buffer.from([0, this.#id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.#id, key]);
    const authData = Buffer.concat([this.#data(options.rp.id, FLAGS.made), attested]);
    const attestationObject = Buffer.from(encode({ fmt: 'none', attStmt: {}, authData }));
    return this.#wrap({
      clientDataJSON: this.#client('webauthn.create', options.challenge).toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  sign(options: { challenge: string; rpId: string }): object {
    this.#counter++;
    const authenticatorData = this.#data(options.rpId, FLAGS.signed);
    const client = this.#client('webauthn.get', options.challenge);
    const signed = Buffer.concat([authenticatorData, sha256(client)]);
    return this.#wrap({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: createSign('SHA256').update(signed).sign(this.#keys.privateKey).toString('base64url'),
      userHandle: this.userHandle,
    });
  }

  #wrap(response: object): object {
    const id = this.#id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #client(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  #data(site: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    return Buffer.concat([sha256(site), Buffer.from([flags]), counter]);
  }
}
