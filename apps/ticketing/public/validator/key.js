// The device's Ed25519 key, made in the browser; what signs cannot be taken out of it.
import { toBase64url } from './device.js';

const ENROLMENT_PREFIX = 'rukh-enrolment-v1\n';

export async function openKey(store) {
  let pair = await store.fact('key');
  if (pair === undefined) {
    pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    await store.putFact('key', pair);
  }
  const publicKey = await crypto.subtle.exportKey('raw', pair.publicKey);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey));
  return {
    keyId: [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    publicKey: toBase64url(publicKey),
    sign: (bytes) => crypto.subtle.sign('Ed25519', pair.privateKey, bytes),
  };
}

/**
 * Makes the key known under a device, by the code that the administration was shown; answers the last tap under its name.
 * Throws what is wrong.
 */
export async function enrol(key, deviceId, code) {
  const signed = new TextEncoder().encode(`${ENROLMENT_PREFIX}${deviceId}\n${code}`);
  const answer = await fetch(`/api/v1/devices/${encodeURIComponent(deviceId)}/enrolment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      code,
      keyId: key.keyId,
      publicKey: key.publicKey,
      signature: toBase64url(await key.sign(signed)),
    }),
  });
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? problem.title ?? String(answer.status));
}
