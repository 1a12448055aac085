/**
 * Under which name a token is kept. The token as a device read it (card number, gateway token, id of a ticket) is
 * stored nowhere: from the name nobody finds it without the key, and the key is not in the database.
 */
import { createHmac } from 'node:crypto';
import { prepareHmac } from './prepare-hmac.js';

const BYTES = 16;

/** HMAC-SHA-256 of the token's UTF-8 bytes by `key`, cut to 16 bytes. The same token has the same name for ever. */
export function makeTokenRef(key: Buffer | string, token: string): Buffer {
  return createHmac('sha256', key).update(token, 'utf8').digest().subarray(0, BYTES);
}

/** `makeTokenRef` with a key made ready, for whoever names thousands of tokens a second. */
export function prepareTokenRef(key: Buffer | string): (token: string) => Buffer {
  const hmac = prepareHmac(key);
  return (token) => hmac(token).subarray(0, BYTES);
}
