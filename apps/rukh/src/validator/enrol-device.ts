import { z } from 'zod';
import { DeviceHomeError, mqttAccount } from './device-home.js';
import type { DeviceKey } from './device-key.js';

const TIMEOUT_MS = 15_000;
const enrolled = z.object({
  mqtt: mqttAccount.optional(),
  // An office of the version before does not say them.
  lastSeq: z.int().min(0).default(0),
  lastBootId: z.int().min(0).default(0),
});
export type Enrolled = z.output<typeof enrolled>;

/**
 * Gives the public half of a device's key to the back office, with the code that whoever administers it was shown.
 * Answers with the device's account at the broker, where it has one, and with the last tap under its name. Throws a
 * DeviceHomeError.
 */
export async function enrolDevice(
  url: string,
  deviceId: string,
  code: string,
  key: DeviceKey,
): Promise<Enrolled> {
  const answer = await post(new URL(`/api/v1/devices/${deviceId}/enrolment`, url), {
    code,
    keyId: key.keyId,
    publicKey: key.publicKey.toString('base64url'),
    signature: key.signEnrolment(deviceId, code).toString('base64url'),
  });
  const body: unknown = await answer.json().catch(() => ({}));
  if (answer.ok) return enrolled.parse(body);
  const { detail, title } = body as { detail?: string; title?: string };
  throw new DeviceHomeError(
    `the back office did not take the key (${answer.status}): ${detail ?? title ?? 'no reason given'}`,
  );
}

/** Throws a DeviceHomeError that says where nobody answered, and why: of Node's own one reads `fetch failed`. */
async function post(address: URL, body: object): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } };
    throw new DeviceHomeError(
      `the back office at ${address.origin} does not answer: ${cause?.code ?? message}`,
    );
  }
}
