/** What the last snapshot of a feed says about the next: whether it stands still, was of orders only, or is due again. */
import type { FeedEntity } from './feed-message.js';
import type { FeedState, PublishedFeed } from './feed-state.js';
import type { PublicationContext } from './publication-context.js';

/** Whether a feed is young enough to be answered with still. */
export function isServed(
  { options }: PublicationContext,
  feed: PublishedFeed | undefined,
  header: number,
): boolean {
  return feed !== undefined && header - feed.timestamp <= options.positionMaxAgeSeconds;
}

/** Whether all that a feed told was what was ordered: taken back, there is nothing, and that is meant. */
export function isOfOrdersOnly(feed: PublishedFeed | undefined, orderMade: FeedState['orderMade']): boolean {
  const told = feed?.entities.filter(({ tripUpdate, vehicle }) => tripUpdate ?? vehicle) ?? [];
  return told.length > 0 && told.every(({ id }) => orderMade.has(id));
}

/** Whether a feed says something new, or nothing new for so long that it has to say so. */
export function isDue(
  { options, schedule }: PublicationContext,
  before: PublishedFeed | undefined,
  entities: readonly FeedEntity[],
  header: number,
): boolean {
  if (!before || before.feedVersion !== schedule.feedVersion) return true;
  if (header - before.timestamp >= options.maxIntervalSeconds) return true;
  return (
    before.entities.length !== entities.length || entities.some((entity, i) => entity !== before.entities[i])
  );
}
