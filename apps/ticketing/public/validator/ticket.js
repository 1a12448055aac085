// Whether a code is a good ticket, found out in a browser without a network: a COSE_Sign1 (RFC 9052) in deterministic CBOR
// (RFC 8949, 4.2). docs/tickets.md says what is in it; docs/ticket-vectors.json, which a test runs here, what is good.

const TAG_SIGN1 = 0xd2;
const ALG = 1;
const KID = 4;
const EDDSA = -8;
const ES256 = -7;
const LONGEST_BYTES = 1024;
const LONGEST_CHALLENGE = 32;
const FIELD = {
  version: 1,
  ticketId: 2,
  agency: 3,
  fareProductId: 4,
  issuedAt: 5,
  validFrom: 6,
  validUntil: 7,
  isSingleUse: 8,
  vehicleId: 9,
  zoneIds: 10,
  riderCategoryId: 11,
  holder: 12,
  endOfValidity: 13,
  validityDuration: 14,
};

/**
 * The verdict on a code. `verifier`: {agency, keys: the key set as it is fetched, rule}; `use`: {at, vehicleId, zoneId} and
 * the challenge that was shown; `judgeTicket` is the domain's. Answers {reason?, ticket?}: good where there is no reason.
 */
export async function verifyCode(judgeTicket, verifier, bytes, use) {
  const read =
    bytes.length <= LONGEST_BYTES ? await readGenuine(verifier, bytes).catch(() => undefined) : undefined;
  if (read === undefined) return { reason: 'TICKET_BAD_SIGNATURE' };
  const { ticket, presentation } = read;
  const madeAt = presentation === undefined ? {} : { madeAt: presentation.madeAt };
  const reason =
    judgeTicket(ticket, { ...use, ...madeAt }, verifier.rule) ?? judgeChallenge(read, use.challenge);
  return { reason, ticket };
}

/** A code made without the validator's challenge may be a film of one. */
function judgeChallenge({ ticket, presentation }, challenge) {
  if (ticket.holder === undefined || challenge === undefined) return undefined;
  const given = presentation?.challenge;
  return given !== undefined && sameBytes(given, challenge) ? undefined : 'TICKET_STALE_DYNAMIC';
}

/** The ticket where all signatures are right; throws or undefined elsewhere. */
async function readGenuine({ agency, keys }, bytes) {
  const outer = readSign1(bytes);
  const presentation = readPresentation(outer.payload);
  const issued = presentation === undefined ? outer : readSign1(presentation.issued);
  const key = keys.find(({ kid }) => kid === issued.kid);
  if (key === undefined || issued.alg !== EDDSA) return undefined;
  if (!(await isSigned(issued, [EDDSA, fromBase64url(key.x)]))) return undefined;
  const ticket = readTicket(issued.payload);
  const isInTime = ticket.issuedAt >= key.nbf && ticket.issuedAt < (key.exp ?? Infinity);
  if (ticket.agency !== agency || !isInTime) return undefined;
  if (presentation === undefined) return { ticket };
  // A layer over a ticket without a holder is nobody's.
  if (ticket.holder === undefined || !(await isSigned(outer, ticket.holder))) return undefined;
  return { ticket, presentation };
}

function readSign1(bytes) {
  if (bytes[0] !== TAG_SIGN1) throw new Error('not a COSE_Sign1');
  const parts = readCbor(bytes.subarray(1));
  if (!Array.isArray(parts) || parts.length !== 4) throw new Error('not a COSE_Sign1');
  const [header, unsigned, payload, signature] = parts;
  // What nobody signed must be empty: the same ticket has one form, and none can be made into another.
  if (!(unsigned instanceof Map) || unsigned.size > 0) throw new Error('an unsigned header');
  if (![header, payload, signature].every((part) => part instanceof Uint8Array)) throw new Error('not bytes');
  if (signature.length !== 64) throw new Error('bad length');
  const fields = readCbor(header);
  const alg = fields.get(ALG);
  if (alg !== EDDSA && alg !== ES256) throw new Error('unknown algorithm');
  const kid = fields.get(KID);
  return { header, payload, signature, alg, kid: kid && new TextDecoder().decode(kid) };
}

function readPresentation(payload) {
  const map = readCbor(payload);
  if (!(map instanceof Map)) throw new Error('not a ticket');
  const issued = map.get(3);
  if (!(issued instanceof Uint8Array)) return undefined;
  const madeAt = map.get(1);
  const challenge = map.get(2);
  if (!Number.isSafeInteger(madeAt)) throw new Error('the time is missing');
  if (
    challenge !== undefined &&
    !(challenge instanceof Uint8Array && challenge.length <= LONGEST_CHALLENGE)
  ) {
    throw new Error('bad challenge');
  }
  return { issued, madeAt, challenge };
}

function readTicket(payload) {
  const map = readCbor(payload);
  if (!(map instanceof Map)) throw new Error('a ticket is a map');
  const read = Object.fromEntries(Object.entries(FIELD).map(([name, key]) => [name, map.get(key)]));
  const isOptional = (value, is) => value === undefined || is(value);
  const isName = (text) => typeof text === 'string' && text.length >= 1 && text.length <= 64;
  const isTime = (value) => Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
  const { ticketId, zoneIds, holder, endOfValidity, validityDuration } = read;
  const isTicket =
    read.version === 1 &&
    ticketId instanceof Uint8Array &&
    ticketId.length === 16 &&
    [read.agency, read.fareProductId].every(isName) &&
    [read.issuedAt, read.validFrom, read.validUntil].every(isTime) &&
    isOptional(read.isSingleUse, (value) => typeof value === 'boolean') &&
    isOptional(read.vehicleId, isName) &&
    isOptional(read.riderCategoryId, isName) &&
    isOptional(
      zoneIds,
      (list) => Array.isArray(list) && list.length > 0 && list.length <= 16 && list.every(isName),
    );
  const isWhole = [holder, endOfValidity, validityDuration].every(
    (part) => (part === undefined) === (holder === undefined),
  );
  if (!isTicket || !isWhole) throw new Error('not a ticket');
  if (holder !== undefined && !(isTime(endOfValidity) && validityDuration >= 1 && validityDuration <= 3600)) {
    throw new Error('half a dynamic ticket');
  }
  return {
    ...Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)),
    ticketId: [...ticketId].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    isSingleUse: read.isSingleUse ?? false,
    ...(holder !== undefined && { dynamic: { endOfValidity, validityDuration } }),
  };
}

async function isSigned({ header, payload, signature, alg }, [algorithm, publicKey]) {
  if (alg !== algorithm) return false;
  const bytes = writeSignedBytes(header, payload);
  if (alg === EDDSA) {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return crypto.subtle.verify('Ed25519', key, signature, bytes);
  }
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('raw', uncompress(publicKey), curve, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, bytes);
}

/** Sig_structure of RFC 9052, 4.4: ["Signature1", header, h'', payload]. */
function writeSignedBytes(header, payload) {
  const context = new TextEncoder().encode('Signature1');
  return join([
    [0x84],
    head(3, context.length),
    context,
    head(2, header.length),
    header,
    [0x40],
    head(2, payload.length),
    payload,
  ]);
}

function head(major, length) {
  if (length < 24) return [(major << 5) | length];
  return length < 256 ? [(major << 5) | 24, length] : [(major << 5) | 25, length >> 8, length & 255];
}

export function join(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A point of P-256 with both its coordinates: browsers need not take a compressed one. */
function uncompress(point) {
  if (point.length !== 33 || (point[0] !== 2 && point[0] !== 3)) throw new Error('not a compressed point');
  const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  const x = BigInt(`0x${toHex(point.subarray(1))}`);
  const square = (((x * x + p - 3n) % p) * x + b) % p;
  let y = power(square, (p + 1n) / 4n, p);
  if ((y * y) % p !== square) throw new Error('not on the curve');
  if (Number(y & 1n) !== (point[0] & 1)) y = p - y;
  return join([[4], point.subarray(1), fromHex(y.toString(16).padStart(64, '0'))]);
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n, square = (square * square) % modulus) {
    if (left & 1n) result = (result * square) % modulus;
  }
  return result;
}

/** Strict: shortest forms, definite lengths, no key twice, nothing behind. */
function readCbor(bytes) {
  const { value, at } = readItem(bytes, 0, 0);
  if (at !== bytes.length) throw new Error('something behind');
  return value;
}

function readItem(bytes, from, depth) {
  if (from >= bytes.length || depth > 8) throw new Error('cut off');
  const major = bytes[from] >> 5;
  const { number, at } = readNumber(bytes, from);
  if (major === 0) return { value: number, at };
  if (major === 1) return { value: -1 - number, at };
  if (major === 2 || major === 3) {
    const part = bytes.subarray(at, at + number);
    if (part.length !== number) throw new Error('cut off');
    const value = major === 2 ? part : new TextDecoder('utf-8', { fatal: true }).decode(part);
    return { value, at: at + number };
  }
  if (major === 4) return readList(bytes, at, number, depth);
  if (major === 5) return readMap(bytes, at, number, depth);
  if (major === 7 && (number === 20 || number === 21) && at === from + 1) return { value: number === 21, at };
  throw new Error('not of a ticket');
}

function readList(bytes, from, length, depth) {
  const value = [];
  let at = from;
  for (let i = 0; i < length; i++) {
    const item = readItem(bytes, at, depth + 1);
    value.push(item.value);
    at = item.at;
  }
  return { value, at };
}

function readMap(bytes, from, length, depth) {
  const value = new Map();
  let at = from;
  for (let i = 0; i < length; i++) {
    const key = readItem(bytes, at, depth + 1);
    const item = readItem(bytes, key.at, depth + 1);
    if (value.has(key.value)) throw new Error('a key twice');
    value.set(key.value, item.value);
    at = item.at;
  }
  return { value, at };
}

function readNumber(bytes, from) {
  const small = bytes[from] & 31;
  if (small < 24) return { number: small, at: from + 1 };
  const width = { 24: 1, 25: 2, 26: 4, 27: 8 }[small];
  if (width === undefined || from + 1 + width > bytes.length) throw new Error('cut off');
  let number = 0;
  for (let i = 1; i <= width; i++) number = number * 256 + bytes[from + i];
  const least = { 1: 24, 2: 256, 4: 65_536, 8: 2 ** 32 }[width];
  if (number < least || !Number.isSafeInteger(number)) throw new Error('not the shortest form');
  return { number, at: from + 1 + width };
}

export function fromBase64url(text) {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}

function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

function sameBytes(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
