import { fromBase64url } from './ticket.js';

/** Whether the bytes were signed with Ed25519; key and signature in base64url. */
export async function isSigned(publicKey, bytes, signature) {
  const key = await crypto.subtle.importKey('raw', fromBase64url(publicKey), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, fromBase64url(signature), bytes);
}
