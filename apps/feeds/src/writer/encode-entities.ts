import { encodeFeedEntity, joinFeed } from '@rukh/adapters/protobuf';
import type { FeedEntity, FeedSnapshot } from '@rukh/domain/realtime';

/** Bytes of the entities of the last snapshots: the domain gives the same object back for what did not change. */
const encoded = new WeakMap<FeedEntity, Uint8Array>();

/** The feed's bytes; each entity is encoded once in its life. */
export function encodeSnapshot({ header, entities }: FeedSnapshot): Buffer {
  const parts = entities.map((entity) => {
    let bytes = encoded.get(entity);
    if (bytes === undefined) {
      bytes = encodeFeedEntity(entity);
      encoded.set(entity, bytes);
    }
    return bytes;
  });
  const feed = joinFeed(header, parts);
  return Buffer.from(feed.buffer, feed.byteOffset, feed.byteLength);
}
