import type { FeedEntity, FeedHeader, FeedMessage } from '@rukh/domain/realtime';
import { transitRealtime } from './codecs.js';

/**
 * A feed is a header and entities one after the other, each with its tag and length. So an entity is encoded
 * once, when it changes, and a new feed is a concatenation: at 10 000 vehicles of which a fifth moved that
 * costs a tenth of encoding everything.
 */
const HEADER_TAG = 0x0a; // field 1, length-delimited
const ENTITY_TAG = 0x12; // field 2, length-delimited

/** The domain has enums by number and no undefined where absent: the same thing as the codec's own interfaces. */
interface Encoder<T> {
  encode(value: T): { finish(): Uint8Array };
}
const codec = transitRealtime as unknown as {
  FeedMessage: Encoder<FeedMessage>;
  FeedEntity: Encoder<FeedEntity>;
  FeedHeader: Encoder<FeedHeader>;
};

/** The whole message by the reference codec. */
export function encodeFeedMessage(message: FeedMessage): Uint8Array {
  return codec.FeedMessage.encode(message).finish();
}

/** One entity without tag and length: what `joinFeed` takes, to be kept until the entity changes. */
export function encodeFeedEntity(entity: FeedEntity): Uint8Array {
  return codec.FeedEntity.encode(entity).finish();
}

/** Byte for byte what encodeFeedMessage makes of the same header and entities. */
export function joinFeed(header: FeedHeader, entities: readonly Uint8Array[]): Uint8Array {
  const head = codec.FeedHeader.encode(header).finish();
  let length = sizeOf(head);
  for (const entity of entities) length += sizeOf(entity);
  const feed = new Uint8Array(length);
  let at = write(feed, 0, HEADER_TAG, head);
  for (const entity of entities) at = write(feed, at, ENTITY_TAG, entity);
  return feed;
}

function sizeOf(bytes: Uint8Array): number {
  let size = 2 + bytes.length;
  for (let rest = bytes.length >>> 7; rest > 0; rest >>>= 7) size++;
  return size;
}

/** Writes tag, length (base-128 varint) and bytes; returns where the next field begins. */
function write(feed: Uint8Array, start: number, tag: number, bytes: Uint8Array): number {
  let at = start;
  feed[at++] = tag;
  let rest = bytes.length;
  for (; rest > 0x7f; rest >>>= 7) feed[at++] = (rest & 0x7f) | 0x80;
  feed[at++] = rest;
  feed.set(bytes, at);
  return at + bytes.length;
}
