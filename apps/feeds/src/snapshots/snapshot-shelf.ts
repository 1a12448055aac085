import { Injectable } from '@nestjs/common';
import { FEED_NAMES, SNAPSHOT_MAX_AGE_SECONDS, type FeedName } from '@rukh/domain/realtime';
import { ServingMetrics } from '../serving-metrics.js';
import type { Snapshot } from './snapshot.js';

interface Held {
  readonly snapshot: Snapshot;
  /** When it came, on the clock that only runs forward, ms. */
  readonly since: number;
}

/**
 * The snapshots this process serves, in memory, so that no request waits for Redis and none fails with it. A
 * snapshot is replaced only by a later one, and given out only while it is honest: by the wall clock, and by a
 * clock that cannot be put back.
 */
@Injectable()
export class SnapshotShelf {
  readonly #held = new Map<FeedName, Held>();
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();

  constructor(private readonly metrics: ServingMetrics) {
    for (const feed of FEED_NAMES) metrics.snapshotAge.set({ feed }, -1);
  }

  /** False where what is held is as new. */
  put(snapshot: Snapshot): boolean {
    const held = this.#held.get(snapshot.name);
    if (held && held.snapshot.timestamp >= snapshot.timestamp) return false;
    this.#held.set(snapshot.name, { snapshot, since: performance.now() });
    const { name, body, gzip, brotli, entityCount } = snapshot;
    this.metrics.entities.set({ feed: name }, entityCount);
    this.metrics.bytes.set({ feed: name, encoding: 'identity' }, body.length);
    this.metrics.bytes.set({ feed: name, encoding: 'gzip' }, gzip.length);
    this.metrics.bytes.set({ feed: name, encoding: 'br' }, brotli.length);
    for (const listener of this.#listeners) listener(snapshot);
    return true;
  }

  /** The snapshot to serve; undefined before the first and when the last is too old. */
  find(name: FeedName, nowSeconds = Date.now() / 1000): Snapshot | undefined {
    const held = this.#held.get(name);
    if (!held) return undefined;
    const heldSeconds = (performance.now() - held.since) / 1000;
    const age = nowSeconds - held.snapshot.timestamp;
    return age <= SNAPSHOT_MAX_AGE_SECONDS && heldSeconds <= SNAPSHOT_MAX_AGE_SECONDS
      ? held.snapshot
      : undefined;
  }

  /** The last snapshot, however old: a new writer must not fall behind it. */
  findLast(name: FeedName): Snapshot | undefined {
    return this.#held.get(name)?.snapshot;
  }

  /** The highest header timestamp this process has served, 0 before the first. */
  get servedSeconds(): number {
    return Math.max(0, ...[...this.#held.values()].map(({ snapshot }) => snapshot.timestamp));
  }

  /** Told of each new snapshot; returns the function that ends it. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Brings the metric of ages up to date. */
  measureAges(nowSeconds = Date.now() / 1000): void {
    for (const [name, { snapshot }] of this.#held) {
      this.metrics.snapshotAge.set({ feed: name }, nowSeconds - snapshot.timestamp);
    }
  }
}
