/**
 * Requests that devices sign, as they sign their batches: {deviceId, keyId, body, signature}, the body being the base64url
 * of the JSON text and the signature over the purpose and those bytes, by the device's key or in a session. Devices are
 * in memory, so that a check costs one query and a device that is suspended is out within a second or so.
 */
import { Injectable } from '@nestjs/common';
import { Problem, readRequest } from '@rukh/service';
import { type BatchRejection, DEVICE_ID, SIGNED_AS } from '@rukh/domain/taps';
import { z } from 'zod';
import { BatchRefused } from '../../intake/batch-refused.js';
import { BatchOpener } from '../../intake/open-batch.js';

export type SignedRequestPurpose = 'check' | 'configuration';

export const signedRequest = z.object({
  deviceId: z.string().regex(DEVICE_ID),
  keyId: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/),
  body: z.base64url().max(4_096).describe('The JSON text that is signed'),
  signature: z.base64url().min(43).max(86),
});

@Injectable()
export class DeviceDoor {
  constructor(private readonly opener: BatchOpener) {}

  /** The body of a request, by its schema. @throws Problem 400, 401 or 403, or what the database says */
  async open<S extends z.ZodType>(
    purpose: SignedRequestPurpose,
    deviceId: string,
    request: unknown,
    schema: S,
  ): Promise<z.output<S>> {
    const { keyId, ...signed } = readRequest(signedRequest, request);
    if (signed.deviceId !== deviceId) throw new Problem(400, { detail: 'The address names another device.' });
    const body = Buffer.from(signed.body, 'base64url');
    const signature = Buffer.from(signed.signature, 'base64url');
    try {
      await this.opener.verify({ deviceId, keyId, body, signature }, SIGNED_AS[purpose], Date.now());
    } catch (error) {
      throw error instanceof BatchRefused ? explain(error.rejection) : error;
    }
    return readRequest(schema, parse(body));
  }
}

function explain(rejection: BatchRejection): Problem {
  return rejection === 'DEVICE_NOT_ACTIVE'
    ? new Problem(403, { detail: 'The device is not in use.' })
    : new Problem(401, { detail: 'No key of the device that holds now signed this.' });
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Problem(400, { detail: 'What was signed is no JSON.' });
  }
}
