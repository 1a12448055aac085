/**
 * Requests that devices sign, as they sign their batches: {deviceId, keyId, body, signature}, the body being the base64url
 * of the JSON text and the signature Ed25519 over the purpose and those bytes. Keys are kept for seconds, so that a check
 * costs one query and a device that is suspended is out as soon.
 */
import { Inject, Injectable } from '@nestjs/common';
import { isSignedBy } from '@rukh/adapters/deny-list';
import { DeviceKeyReader, type DeviceKeyRow } from '@rukh/adapters/postgres';
import { Problem, readRequest } from '@rukh/service';
import { SIGNED_AS } from '@rukh/domain/taps';
import { z } from 'zod';

export type SignedRequestPurpose = 'check' | 'configuration';

export const signedRequest = z.object({
  deviceId: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
  keyId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  body: z.base64url().max(4_096).describe('The JSON text that is signed'),
  signature: z.base64url().length(86),
});

const KNOWN_MS = 2_000;
const MOST_KNOWN = 20_000;

@Injectable()
export class DeviceDoor {
  readonly #known = new Map<
    string,
    { readonly untilMs: number; readonly row: Promise<DeviceKeyRow | undefined> }
  >();

  constructor(@Inject(DeviceKeyReader) private readonly keys: DeviceKeyReader) {}

  /** The body of a request, by its schema. @throws Problem 400, 401 or 403 */
  async open<S extends z.ZodType>(
    purpose: SignedRequestPurpose,
    deviceId: string,
    request: unknown,
    schema: S,
  ): Promise<z.output<S>> {
    const signed = readRequest(signedRequest, request);
    if (signed.deviceId !== deviceId) throw new Problem(400, { detail: 'The address names another device.' });
    const bytes = Buffer.from(signed.body, 'base64url');
    const row = await this.#find(deviceId, signed.keyId);
    const isGenuine =
      row !== undefined &&
      isSignedBy(
        row.publicKey,
        Buffer.concat([Buffer.from(SIGNED_AS[purpose]), bytes]),
        Buffer.from(signed.signature, 'base64url'),
      );
    if (!isGenuine) throw new Problem(401, { detail: 'No key of the device that holds now signed this.' });
    if (row.state !== 'ACTIVE') throw new Problem(403, { detail: 'The device is not in use.' });
    return readRequest(schema, parse(bytes));
  }

  #find(deviceId: string, keyId: string): Promise<DeviceKeyRow | undefined> {
    const name = `${deviceId}/${keyId}`;
    const known = this.#known.get(name);
    if (known && known.untilMs > Date.now()) return known.row;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const row = this.keys.find(deviceId, keyId);
    this.#known.set(name, { untilMs: Date.now() + KNOWN_MS, row });
    row.catch(() => this.#known.delete(name));
    return row;
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Problem(400, { detail: 'What was signed is no JSON.' });
  }
}
