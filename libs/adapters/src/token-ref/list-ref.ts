/**
 * The name by which devices find a medium on the deny list. A device has the token and the devices' key; the back office
 * has, once the token is forgotten, only what it wrote down. So the name is written down at first sight, sealed by a pad
 * from the back office's own key: the database together with a stolen validator still tells nobody's card number.
 */
import { createHmac } from 'node:crypto';
import type { Hmac } from './prepare-hmac.js';

const BYTES = 16;

/** HMAC-SHA-256 of the token by the devices' key, cut to 16 bytes. What a validator works out at a tap. */
export function makeListRef(deviceKey: Buffer | string, token: string): Buffer {
  return createHmac('sha256', deviceKey).update(token, 'utf8').digest().subarray(0, BYTES);
}

/**
 * A list ref as the database keeps it (`media.list_ref`), or back from that: both are the same XOR with a pad that no
 * other medium has.
 * @param hmac by the key of `makeTokenRef`
 */
export function sealListRef(hmac: Hmac, tokenRef: Uint8Array, listRef: Uint8Array): Buffer {
  const pad = hmac('rukh-list-ref-v1\n', tokenRef);
  return Buffer.from(listRef.map((byte, i) => byte ^ pad[i]!));
}
