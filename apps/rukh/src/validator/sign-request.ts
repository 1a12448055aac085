import type { DeviceSigner } from './device-signer.js';

/** A request that a device signs: the base64url of its JSON text, and what it signed over the purpose and those bytes. */
export function signRequest(
  signer: DeviceSigner,
  deviceId: string,
  purpose: 'check' | 'configuration',
  content: object,
): Record<'deviceId' | 'keyId' | 'body' | 'signature', string> {
  const bytes = Buffer.from(JSON.stringify(content));
  const { keyId, signature } = signer.sign(purpose, bytes);
  return {
    deviceId,
    keyId,
    body: bytes.toString('base64url'),
    signature: signature.toString('base64url'),
  };
}
