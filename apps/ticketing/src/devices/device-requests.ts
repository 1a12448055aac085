/** Bodies of the administration of devices, and of what devices ask for themselves. */
import { DEVICE_ID, DEVICE_KINDS, DEVICE_STATES } from '@rukh/domain/taps';
import { z } from 'zod';
import { personText } from '../person-text.js';

const name = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, _, . or -');
const keyId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -');
const text = z.string().trim().min(1).max(200);
const reason = personText(200);
/** An instant, as milliseconds since 1970. */
const instant = z.iso
  .datetime({ offset: true })
  .transform((iso) => Date.parse(iso))
  .describe('ISO 8601 with a time zone');
/** Bytes of a length. */
const bytes = (length: number): z.ZodType<Buffer, string> =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url without padding')
    .transform((encoded) => Buffer.from(encoded, 'base64url'))
    .refine((decoded) => decoded.length === length, `must be ${length} bytes`)
    .describe(`base64url of ${length} bytes`);

export const registration = z.strictObject({
  deviceId: z.string().regex(DEVICE_ID, 'must be 1 to 32 letters, digits, _ or -'),
  kind: z.enum(DEVICE_KINDS).default('VALIDATOR'),
  operatorId: name,
  operatorName: text.optional().describe('Makes the operator where there is none of this id'),
  provisionedAt: instant.optional().describe('Taps dated before this cannot be; now where not given'),
});

export const provisioning = z.strictObject({
  // Taps of until then would all wait in quarantine.
  provisionedAt: instant
    .refine((atMs) => atMs <= Date.now(), 'must not be in the future')
    .describe('ISO 8601 with a time zone: taps dated before this cannot be'),
});

export const newKey = z.strictObject({
  keyId,
  publicKey: bytes(32),
  validFrom: instant.optional(),
  validUntil: instant.optional(),
});

export const keyRetirement = z.strictObject({
  validUntil: instant.optional().describe('Now where not given'),
});

export const stateChange = z.strictObject({ state: z.enum(DEVICE_STATES), reason });

export const newAssignment = z
  .strictObject({
    vehicleId: z.string().min(1).max(64),
    operatorId: name.optional().describe("The device's own where not given"),
    validFrom: instant.optional().describe('Now where not given; may be past'),
    validUntil: instant.optional(),
  })
  .refine(({ validFrom, validUntil }) => validUntil === undefined || validUntil > (validFrom ?? Date.now()), {
    path: ['validUntil'],
    message: 'must be after validFrom',
  });

export const newEnrolment = z.strictObject({
  validHours: z.int().min(1).max(720).default(48).describe('How long the code may be used'),
});

/** Of a tap, in an address. */
export const tapNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const correction = z.strictObject({ tappedAt: instant, reason });

export const strikeOut = z.strictObject({
  receivedFrom: instant.describe('When the device was lost, at the latest'),
  receivedUntil: instant.optional().describe('When it was revoked; now where not given'),
  reason,
});

/** More are no gap of a validator's, but a mistake. */
const MOST_LOST = 100_000;
export const lostTaps = z
  .strictObject({ from: tapNumber, until: tapNumber, reason })
  .refine(({ from, until }) => until >= from && until - from < MOST_LOST, {
    path: ['until'],
    message: `must be from on, and at most ${MOST_LOST} numbers`,
  });

export const enrolment = z.strictObject({
  code: z.string().min(1).max(64),
  keyId,
  publicKey: bytes(32),
  signature: bytes(64).describe(
    'Ed25519 by the new key over "rukh-enrolment-v1\\n", the device id, a line feed, and the code',
  ),
});

export const keyRotation = z.strictObject({
  keyId: keyId.describe('Of the key that holds now'),
  newKeyId: keyId,
  newPublicKey: bytes(32),
  signature: bytes(64).describe(
    'Ed25519 by the key that holds now over "rukh-key-v1\\n", the device id, a line feed, the new key id, a line feed, and the new public key',
  ),
  proof: bytes(64).describe('The same by the new key'),
});

export const newSession = z.strictObject({
  keyId: keyId.describe('Of a key of the device that holds now'),
  publicKey: bytes(32).describe('X25519, made for this session'),
  signature: bytes(64).describe(
    'Ed25519 by that key over "rukh-session-v1\\n", the device id, a line feed, the key id, a line feed, and publicKey as it is sent',
  ),
});

export const paging = z.strictObject({
  after: z.string().max(32).default('').describe('The last device id of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** Header of whoever changes something of a device; the administration token is nobody's name. */
export const ACTOR = {
  name: 'x-actor',
  required: false,
  description: 'Who makes the change, as it is noted; `administration` where it is not said',
};
