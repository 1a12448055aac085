import type { Frequency, Schedule, TripIndex } from '../gtfs/index.js';
import { ServiceDays } from '../time/index.js';
import { type ServedArea, servedArea } from './check-area.js';
import type { FeedEntity } from './feed-message.js';
import { DEFAULT_FEED_OPTIONS, type FeedOptions } from './feed-options.js';

/**
 * What building a feed reads and never changes: the schedule in force, with what is worked out of it once, and
 * the limits.
 */
export interface PublicationContext {
  readonly schedule: Schedule;
  readonly days: ServiceDays;
  readonly options: FeedOptions;
  readonly area: ServedArea;
  /** The rows of frequencies.txt of each trip that has any. */
  readonly frequencies: ReadonlyMap<TripIndex, readonly Frequency[]>;
  /** Entities that broke no rule with this schedule: what was looked at once is not looked at again. */
  readonly passed: WeakSet<FeedEntity>;
}

export function createPublicationContext(
  schedule: Schedule,
  options: Partial<FeedOptions> = {},
): PublicationContext {
  const frequencies = new Map<TripIndex, Frequency[]>();
  for (const row of schedule.frequencies) {
    const rows = frequencies.get(row.trip);
    if (rows) rows.push(row);
    else frequencies.set(row.trip, [row]);
  }
  return {
    schedule,
    days: new ServiceDays(schedule.timeZone),
    options: { ...DEFAULT_FEED_OPTIONS, ...options },
    area: servedArea(schedule),
    frequencies,
    passed: new WeakSet(),
  };
}
