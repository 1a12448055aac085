import type { StreamTail } from '@rukh/adapters/redis';
import { SNAPSHOT_MAX_AGE_SECONDS } from '@rukh/domain/realtime';
import type { FeedsConfig } from '../config.js';
import type { FeedBuilder } from './feed-builder.js';

/** A term of office as the elected writer. Times are of the clock that only runs forward, ms. */
export interface Term {
  readonly builder: FeedBuilder;
  readonly beganAt: number;
  tail?: StreamTail;
  /** Whether everything said up to the election is known, so that nothing older than published is published. */
  isReady: boolean;
  /** When the very first update came, when updates began to come after the last silence, and the last one. */
  heardAt: number;
  firstUpdateAt: number;
  lastUpdateAt: number;
  /** Whether anything came in since the last attempt to publish. */
  isDirty: boolean;
  triedAt: number;
  publishedAt: number;
  /** How long the last publication took, from building to storing, milliseconds. */
  tookMs: number;
}

export function createTerm(builder: FeedBuilder): Term {
  return {
    builder,
    beganAt: performance.now(),
    isReady: false,
    heardAt: Infinity,
    firstUpdateAt: Infinity,
    lastUpdateAt: -Infinity,
    isDirty: true,
    triedAt: 0,
    publishedAt: -Infinity,
    tookMs: 0,
  };
}

export function noteUpdate(term: Term): void {
  const now = performance.now();
  term.heardAt = Math.min(term.heardAt, now);
  if (now - term.lastUpdateAt > 1000 * SNAPSHOT_MAX_AGE_SECONDS) term.firstUpdateAt = now;
  term.lastUpdateAt = now;
}

/**
 * Who has nothing fresh to go on from waits for the fleet to report: half a city is not a feed. Where nobody reports,
 * what people order and write is told all the same, after twice that time.
 */
export function isWarm(term: Term, warmUpSeconds: number): boolean {
  const now = performance.now();
  // It published before anybody was heard of: what is served is then no fleet to go on from.
  const beganSilent = Math.min(term.heardAt, now) - term.beganAt >= 2000 * warmUpSeconds;
  if (beganSilent && term.heardAt === Infinity) return true;
  const isServed = Date.now() / 1000 - term.builder.servedSeconds <= SNAPSHOT_MAX_AGE_SECONDS;
  if (isServed && !beganSilent) return true;
  return now - term.firstUpdateAt >= 1000 * warmUpSeconds;
}

/** Whether it is time for another publication. */
export function isDue(term: Term, { RUKH_FEEDS_MIN_INTERVAL_SECONDS: seconds }: FeedsConfig): boolean {
  const now = performance.now();
  if (!term.isReady || (!term.isDirty && now - term.triedAt < 1000 * seconds)) return false;
  // A fleet too large for the machine gets its feed less often; half of the time stays for everything else.
  return now - term.publishedAt >= 2 * term.tookMs;
}
