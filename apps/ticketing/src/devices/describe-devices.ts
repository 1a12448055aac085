/** What the OpenAPI document says of devices, from the schemas that check what is sent. */
import { type ApiSchema, toApiSchema } from '@rukh/service';
import { z } from 'zod';

const count = z.int().min(0);
const time = z.string().describe('ISO 8601, UTC');

const listed = z.object({
  deviceId: z.string(),
  kind: z.string(),
  operatorId: z.string(),
  state: z.string(),
  stateReason: z.string().nullable(),
  provisionedAt: time,
  vehicleId: z.string().nullable().describe('On which it is now'),
  keyIds: z.array(z.string()).describe('Keys that hold now'),
  heardAt: time.nullable(),
  clockOffsetMs: z.number().nullable().describe('How far its clock is ahead'),
  queueLength: count.nullable().describe('Taps that it keeps for want of a receipt'),
  denyListVersion: count.nullable(),
  softwareVersion: z.string().nullable(),
  configVersion: z.string().nullable(),
  lastSeq: count.describe('The highest number it has given'),
  highWaterMark: count.describe('All taps up to this number are here'),
  missing: count.describe('Taps that it has numbered and that are not here'),
  lastTapAt: time.nullable(),
  conflicts: count.describe('Numbers under which it sent two different taps'),
});

const range = z.object({ from: count, to: count });
const detailed = listed.extend({
  gaps: z.array(range).describe('Numbers that are missing, the first hundred stretches'),
  keys: z.array(
    z.object({ keyId: z.string(), publicKey: z.string(), validFrom: time, validUntil: time.nullable() }),
  ),
  assignments: z.array(
    z.object({ vehicleId: z.string(), operatorId: z.string(), validFrom: time, validUntil: time.nullable() }),
  ),
});

const change = z.object({
  changeId: count,
  madeAt: time,
  madeBy: z.string(),
  change: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export function body(
  schema: z.ZodType,
  example?: unknown,
): {
  required: boolean;
  content: Record<string, { schema: ApiSchema; example?: unknown }>;
} {
  const content = { schema: toApiSchema(schema), ...(example === undefined ? {} : { example }) };
  return { required: true, content: { 'application/json': content } };
}

function json(schema: z.ZodType): Record<string, { schema: ApiSchema }> {
  return { 'application/json': { schema: toApiSchema(schema, 'output') } };
}

export const DEVICES = json(z.object({ devices: z.array(listed) }));
export const DEVICE = json(detailed);
export const CHANGES = json(z.object({ changes: z.array(change) }));
export const DONE = json(z.object({ deviceId: z.string() }));
export const STRUCK = json(
  z.object({ deviceId: z.string(), struck: count.describe('Taps that were struck out now') }),
);
export const GIVEN_UP = json(
  z.object({
    deviceId: z.string(),
    lost: count.describe('Numbers that were missing there and are given up now'),
  }),
);
export const ENROLLED = json(
  z.object({
    deviceId: z.string(),
    lastSeq: count.describe(
      'Highest number of a tap under this name; a device without a journal goes on after it',
    ),
    lastBootId: count.describe('The start that made that tap; such a device counts its own after it'),
    mqtt: z
      .object({ username: z.string(), password: z.string() })
      .optional()
      .describe('Account at the MQTT broker, where that is the embedded one'),
  }),
);
export const ENROLMENT = json(
  z.object({ deviceId: z.string(), code: z.string().describe('Shown this once'), expiresAt: time }),
);
export const SESSION = json(
  z.object({
    sessionId: z.string().describe('Named in the place of the key id'),
    publicKey: z.string().describe("base64url of Rukh's X25519 key"),
    sealedKey: z.string().describe("base64url of the session's key, under a pad that the device can make"),
    validUntil: time,
  }),
);
export const ROTATED = json(
  z.object({
    deviceId: z.string(),
    keyId: z.string(),
    oldKeyValidUntil: time.describe('The old key holds until then'),
  }),
);
