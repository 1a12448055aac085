/**
 * Arrays as PostgreSQL's binary protocol has them, for statements that take a column at a time. As text each element is
 * quoted here and parsed there, which costs more than all the rest of an insert.
 */
const OID = { int8: 20, text: 25, bytea: 17, timestamptz: 1184 } as const;
/** 2000-01-01 UTC. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const HEADER_BYTES = 20;

export function encodeInts(values: readonly (number | null)[]): Buffer {
  return encodeLongs(OID.int8, values, 1, 0);
}

/** @param values milliseconds since 1970 */
export function encodeTimes(values: readonly (number | null)[]): Buffer {
  return encodeLongs(OID.timestamptz, values, 1000, POSTGRES_EPOCH_MS);
}

export function encodeTexts(values: readonly (string | null)[]): Buffer {
  let bytes = HEADER_BYTES;
  for (const value of values) bytes += 4 + (value === null ? 0 : value.length * 3);
  const buffer = begin(OID.text, values, bytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    const length = value === null ? -1 : buffer.write(value, at + 4, 'utf8');
    buffer.writeInt32BE(length, at);
    at += 4 + Math.max(0, length);
  }
  return buffer.subarray(0, at);
}

export function encodeByteas(values: readonly Uint8Array[]): Buffer {
  let bytes = HEADER_BYTES;
  for (const value of values) bytes += 4 + value.length;
  const buffer = begin(OID.bytea, values, bytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(value.length, at);
    buffer.set(value, at + 4);
    at += 4 + value.length;
  }
  return buffer;
}

/** Whole numbers up to 2^53 in two halves: exact, and without the cost of a BigInt. */
function encodeLongs(oid: number, values: readonly (number | null)[], factor: number, epoch: number): Buffer {
  const buffer = begin(oid, values, HEADER_BYTES + values.length * 12);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? -1 : 8, at);
    if (value === null) continue;
    const long = Math.round((value - epoch) * factor);
    if (!Number.isSafeInteger(long)) throw new RangeError('a number is too large to store');
    at = buffer.writeInt32BE(Math.floor(long / 0x1_0000_0000), at);
    at = buffer.writeUInt32BE(long >>> 0, at);
  }
  return buffer.subarray(0, at);
}

/** One dimension, counted from 1. */
function begin(oid: number, values: readonly unknown[], bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}
