import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedSnapshots } from '@rukh/adapters/redis';
import { FEED_NAMES, type FeedMessage, type FeedName } from '@rukh/domain/realtime';
import { type Snapshot, unpackSnapshot } from '../snapshots/snapshot.js';
import type { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import type { FeedBuilder } from './feed-builder.js';

/** Of a stream without a checkpoint no more than this is read again: a position lives no longer. */
const REPLAY_SECONDS = 90;

/** Where to go on in the stream of updates. */
export interface TakenOver {
  readonly afterId: string;
  /** Whether all before this id is known; else it is a time to begin at. */
  readonly isExact: boolean;
}

/**
 * Brings a new writer to where the last one was: what it published (from Redis, or from this process's own
 * memory where Redis lost it), what it knew of the vehicles, and the highest timestamp anybody was served.
 */
export async function takeOver(
  builder: FeedBuilder,
  snapshots: FeedSnapshots,
  shelf: SnapshotShelf,
  nowSeconds: number,
): Promise<TakenOver> {
  const { floorSeconds, keys } = await snapshots.synchronise(shelf.servedSeconds);
  const messages: Partial<Record<FeedName, FeedMessage>> = {};
  for (const name of FEED_NAMES) {
    const last = await findLast(name, keys.get(name), snapshots, shelf);
    const message = last && tryDecode(last.body);
    if (message) messages[name] = message;
  }
  builder.restore(messages, nowSeconds);
  builder.raiseFloor(Math.max(floorSeconds, shelf.servedSeconds));
  const earliest = `${Math.floor((nowSeconds - REPLAY_SECONDS) * 1000)}-0`;
  const checkpoint = await snapshots.readCheckpoint();
  if (!checkpoint) return { afterId: earliest, isExact: false };
  builder.takeBatches(checkpoint.pieces, nowSeconds);
  const isExact = millisecondsOf(checkpoint.place) > millisecondsOf(earliest);
  return { afterId: isExact ? checkpoint.place : earliest, isExact };
}

async function findLast(
  name: FeedName,
  key: string | undefined,
  snapshots: FeedSnapshots,
  shelf: SnapshotShelf,
): Promise<Snapshot | undefined> {
  const stored = key === undefined ? undefined : await snapshots.find(key);
  const held = shelf.findLast(name);
  if (!stored || (held && held.timestamp > stored.timestamp)) return held;
  // What cannot be unpacked is as good as lost.
  return unpackSnapshot(name, stored).catch(() => held);
}

function tryDecode(bytes: Buffer): FeedMessage | undefined {
  try {
    return decodeFeedMessage(bytes);
  } catch {
    return undefined;
  }
}

function millisecondsOf(entryId: string): number {
  return Number(entryId.split('-')[0]);
}
