/**
 * A feed that is read again and again. From one snapshot to the next most entities of a city are the same bytes:
 * these are not decoded again, and are given back as the same values, so that who reads them need not look twice.
 */
import type { FeedEntity, FeedMessage } from '@rukh/domain/realtime';
import { decodeFeedMessage } from './decode-feed.js';
import { splitEntities } from './split-feed.js';

interface Kept {
  readonly bytes: Uint8Array;
  readonly entity: FeedEntity;
}

export class FeedRereader {
  #kept = new Map<string, Kept>();

  /** The entities of a feed, in order. Throws a FeedRefusedError as `decodeFeedMessage` does. */
  read(feed: Uint8Array): readonly FeedEntity[] {
    const { rest, entities } = splitEntities(feed);
    const before = this.#kept;
    // Ids are unique in a feed and stand first: what follows an entity's id is compared as a whole.
    const found = entities.map((bytes) => {
      const key = keyOf(bytes);
      const kept = before.get(key);
      return { key, bytes, kept: kept && Buffer.compare(kept.bytes, bytes) === 0 ? kept : undefined };
    });
    const changed = found.filter(({ kept }) => !kept);
    const decoded = decode(
      rest,
      changed.map(({ bytes }) => bytes),
    );
    let next = 0;
    const after = new Map<string, Kept>();
    const result = found.map(({ key, bytes, kept }) => {
      const now = kept ?? { bytes, entity: decoded[next++]! };
      after.set(key, now);
      return now.entity;
    });
    this.#kept = after;
    return result;
  }
}

function decode(rest: readonly Uint8Array[], entities: readonly Uint8Array[]): FeedMessage['entity'] {
  if (entities.length === 0) return [];
  return decodeFeedMessage(Buffer.concat([...rest, ...entities])).entity;
}

/** The bytes of the entity's id (field 1, written first), else all of it. */
function keyOf(entity: Uint8Array): string {
  const bytes = Buffer.from(entity.buffer, entity.byteOffset, entity.byteLength);
  // Tag and length of the entity itself: a length of at most five bytes.
  let at = 1;
  while (at < 6 && bytes[at]! >= 0x80) at++;
  at++;
  const isId = bytes[at] === 0x0a && bytes[at + 1]! < 0x80;
  return isId ? bytes.toString('latin1', at + 2, at + 2 + bytes[at + 1]!) : bytes.toString('latin1');
}
