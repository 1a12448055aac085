import { DeviceHomeError } from './device-home.js';
import type { DeviceKey } from './device-key.js';

const TIMEOUT_MS = 15_000;

/** Gives the public half of a device's key to the back office, with the code that whoever administers it was shown. */
export async function enrolDevice(
  url: string,
  deviceId: string,
  code: string,
  key: DeviceKey,
): Promise<void> {
  const answer = await fetch(new URL(`/api/v1/devices/${deviceId}/enrolment`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, keyId: key.keyId, publicKey: key.publicKey.toString('base64url') }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string };
  throw new DeviceHomeError(
    `the back office did not take the key (${answer.status}): ${problem.detail ?? problem.title ?? 'no reason given'}`,
  );
}
