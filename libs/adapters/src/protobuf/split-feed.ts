/**
 * Cuts a feed into smaller feeds with the same header, between entities, without reading them. Printing or
 * decoding a whole city's trip updates takes a good part of a second: in pieces, other work gets its turn
 * between them.
 */
const ENTITY_TAG = 0x12; // field 2, length-delimited
const LENGTH_DELIMITED = 2;

/** The entities of a feed, each with its tag, and what is beside them; throws a RangeError where the bytes are no feed. */
export function splitEntities(feed: Uint8Array): { rest: Uint8Array[]; entities: Uint8Array[] } {
  const rest: Uint8Array[] = [];
  const entities: Uint8Array[] = [];
  for (const { isEntity, start, end } of listFields(feed)) {
    (isEntity ? entities : rest).push(feed.subarray(start, end));
  }
  return { rest, entities };
}

/** Pieces of about `pieceBytes`, at least one; throws a RangeError where the bytes are no feed. */
export function splitFeed(feed: Uint8Array, pieceBytes: number): Uint8Array[] {
  const others: Uint8Array[] = [];
  const entities: Field[] = [];
  for (const field of listFields(feed)) {
    if (field.isEntity) entities.push(field);
    else others.push(feed.subarray(field.start, field.end));
  }
  return groupEntities(entities, pieceBytes).map((group) =>
    Buffer.concat([...others, ...group.map(({ start, end }) => feed.subarray(start, end))]),
  );
}

/** Number of entities of a feed; throws a RangeError where the bytes are none. */
export function countEntities(feed: Uint8Array): number {
  let count = 0;
  for (const { isEntity } of listFields(feed)) if (isEntity) count++;
  return count;
}

interface Field {
  readonly isEntity: boolean;
  readonly start: number;
  readonly end: number;
}

function* listFields(feed: Uint8Array): Generator<Field> {
  for (let start = 0; start < feed.length;) {
    const tag = readVarint(feed, start);
    if ((tag.value & 7) !== LENGTH_DELIMITED) throw new RangeError('Not a feed: a field is of another type');
    const length = readVarint(feed, tag.next);
    const end = length.next + length.value;
    if (end > feed.length) throw new RangeError('Not a feed: it ends in the middle of a field');
    yield { isEntity: tag.value === ENTITY_TAG, start, end };
    start = end;
  }
}

function groupEntities(entities: readonly Field[], pieceBytes: number): Field[][] {
  const groups: Field[][] = [[]];
  let size = 0;
  for (const entity of entities) {
    if (size >= pieceBytes) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(entity);
    size += entity.end - entity.start;
  }
  return groups;
}

/** A base-128 varint of at most 32 bits. */
function readVarint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, shift = 0; at < bytes.length && shift < 35; at++, shift += 7) {
    value += (bytes[at]! & 0x7f) * 2 ** shift;
    if (bytes[at]! < 0x80) return { value, next: at + 1 };
  }
  throw new RangeError('Not a feed: a length is not a number');
}
