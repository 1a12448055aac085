import { SIGNED_AS } from '@rukh/domain/taps';
import type { DeviceKey } from './device-key.js';

/** A request that a device signs: the base64url of its JSON text, and Ed25519 over the purpose and those bytes. */
export function signRequest(
  key: DeviceKey,
  deviceId: string,
  purpose: 'check' | 'configuration',
  content: object,
): Record<'deviceId' | 'keyId' | 'body' | 'signature', string> {
  const text = JSON.stringify(content);
  return {
    deviceId,
    keyId: key.keyId,
    body: Buffer.from(text).toString('base64url'),
    signature: key.sign(`${SIGNED_AS[purpose]}${text}`).toString('base64url'),
  };
}
