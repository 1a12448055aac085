/**
 * When a feed is published anew, and with which header timestamp. The timestamp is the version of the feed: it
 * changes if and only if the feed does, rises strictly (rules E017, E018), and never falls below what anybody
 * was served before, whoever wrote it and whatever the clock has done since.
 */
import type { FeedOptions } from './feed-options.js';

/** While our clock is behind what was published, publishing slower than it runs lets it catch up. */
const CATCH_UP_INTERVAL_SECONDS = 5;

/** The header timestamp of a snapshot made at `nowSeconds`, when `floorSeconds` was served before. */
export function nextHeader(nowSeconds: number, floorSeconds: number): number {
  return Math.max(Math.floor(nowSeconds), floorSeconds + 1);
}

/**
 * Whether a snapshot may be made `elapsedSeconds` (of a clock that only runs forward) after the last one.
 * `floorSeconds` is the last header timestamp.
 */
export function mayPublish(
  options: FeedOptions,
  elapsedSeconds: number,
  nowSeconds: number,
  floorSeconds: number,
): boolean {
  const isBehind = Math.floor(nowSeconds) <= floorSeconds;
  return elapsedSeconds >= (isBehind ? CATCH_UP_INTERVAL_SECONDS : options.minIntervalSeconds);
}
