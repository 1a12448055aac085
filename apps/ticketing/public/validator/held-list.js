// The deny list as a validator in a browser holds it: rising fingerprints, end to end (docs/deny-list.md).
import { isSigned } from './signed.js';
import { fromBase64url, join } from './ticket.js';

const TEXT = new TextEncoder();
const FINGERPRINT_BYTES = 8;

export const NO_LIST = { epoch: 0, version: 0, salt: new Uint8Array(), entries: new Uint8Array() };

export function countEntries({ entries }) {
  return entries.length / FINGERPRINT_BYTES;
}

/** Whether a medium stands on it. `deviceKey`: by which this device knows media, base64url. */
export async function isListed({ salt, entries }, deviceKey, token) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', fromBase64url(deviceKey), algorithm, false, ['sign']);
  const listRef = new Uint8Array(await crypto.subtle.sign('HMAC', key, TEXT.encode(token))).subarray(0, 16);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', join([salt, listRef])));
  return hasFingerprint(entries, digest.subarray(0, FINGERPRINT_BYTES));
}

/** Whether a document is of this agency and signed by one of the keys for lists. */
export async function isGenuine(document, { agency: own, listKeys }) {
  const { kind, agency, keyId, epoch, issuedAtMs, signature } = document;
  const key = listKeys.find((known) => known.keyId === keyId);
  if (key === undefined || agency !== own) return false;
  const parts = { snapshot: ['entries'], delta: ['added', 'removed'], head: [] }[kind];
  if (parts === undefined) return false;
  const bytes = parts.map((name) => fromBase64url(document[name]));
  const fields = {
    head: [document.version],
    snapshot: [document.version, document.salt],
    delta: [document.from, document.to, bytes[0]?.length],
  }[kind];
  const lines = ['rukh-deny-list-v1', kind, agency, keyId, epoch, issuedAtMs, ...fields];
  return isSigned(key.publicKey, join([TEXT.encode(`${lines.join('\n')}\n`), ...bytes]), signature);
}

/** The list after a snapshot, or after a delta to what is held. */
export function takeOver(list, document) {
  if (document.kind === 'snapshot') {
    const { epoch, version } = document;
    const salt = fromBase64url(document.salt);
    return { ...list, epoch, version, salt, entries: checkRising(fromBase64url(document.entries)) };
  }
  const removed = checkRising(fromBase64url(document.removed));
  const added = checkRising(fromBase64url(document.added));
  const kept = split(list.entries).filter(
    (one) => !hasFingerprint(removed, one) && !hasFingerprint(added, one),
  );
  return { ...list, version: document.to, entries: join([...kept, ...split(added)].sort(compare)) };
}

function at(packed, i) {
  return packed.subarray(i * FINGERPRINT_BYTES, (i + 1) * FINGERPRINT_BYTES);
}

function split(packed) {
  return Array.from({ length: packed.length / FINGERPRINT_BYTES }, (_, i) => at(packed, i));
}

function compare(a, b) {
  for (let i = 0; i < FINGERPRINT_BYTES; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

function checkRising(packed) {
  const list = split(packed);
  const isWhole = packed.length % FINGERPRINT_BYTES === 0;
  if (!isWhole || list.some((one, i) => i > 0 && compare(list[i - 1], one) >= 0))
    throw new Error('not a list');
  return packed;
}

function hasFingerprint(packed, fingerprint) {
  let low = 0;
  let high = packed.length / FINGERPRINT_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compare(at(packed, middle), fingerprint);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
