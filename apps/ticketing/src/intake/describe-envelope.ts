/** What a device's messages are wrapped in and answered with, over HTTP as over MQTT. */
import { DEVICE_ID, TAP_OUTCOMES } from '@rukh/domain/taps';
import { z } from 'zod';

const count = z.int().min(0);

export const deviceId = z.string().regex(DEVICE_ID);

export const signedMessage = z.object({
  deviceId,
  keyId: z.string().min(1).max(128).describe('Of a key of the device, or the id of a session'),
  batch: z.string().describe('base64url of the JSON text of a TapBatch, or of a DeviceHeartbeat'),
  signature: z
    .string()
    .describe(
      'base64url of Ed25519, in a session of HMAC-SHA-256, over "rukh-taps-v1\\n" (of a heartbeat: ' +
        '"rukh-heartbeat-v1\\n") and then the JSON text',
    ),
});

export const receipt = z.object({
  deviceId,
  highWaterMark: count.describe('All taps up to this number are durable'),
  missing: z
    .array(z.object({ from: count, to: count }))
    .describe('To be sent again; the first fifty stretches'),
  answers: z.array(z.object({ seq: count, outcome: z.enum(TAP_OUTCOMES), detail: z.string().optional() })),
  serverTimeMs: count,
  denyListVersion: count.describe('The newest'),
  isLocked: z.boolean().optional().describe('Tickets are being inspected on the vehicle'),
});
