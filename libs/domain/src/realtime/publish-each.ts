/**
 * What would be published of one state with each of several sets of orders, as a preview compares them. What tracking
 * and prediction say no order touches, so it is made once for all sets that lead the same runs another way; entities
 * that read the same in two of the feeds are then the same objects.
 */
import { forgetSilent } from './forget-silent.js';
import type { FeedState } from './feed-state.js';
import { type PlainFeed, makePlainFeed } from './make-plain-feed.js';
import type { PublicationContext } from './publication-context.js';
import { type Publication, publishFeeds } from './publish-feeds.js';
import type { ServiceOrder } from './service-order.js';

/** @param nowSeconds the wall clock, epoch seconds @returns one publication for each set */
export function publishEach(
  context: PublicationContext,
  state: FeedState,
  sets: readonly (readonly ServiceOrder[])[],
  nowSeconds: number,
): Publication[] {
  const heard = forgetSilent(state, nowSeconds);
  const made = new Map<string, PlainFeed>();
  const makeOnce: typeof makePlainFeed = (_context, _state, detoured, clock) => {
    const key = [...detoured].sort().join('\n');
    const plain = made.get(key) ?? makePlainFeed(context, heard, detoured, clock);
    made.set(key, plain);
    return plain;
  };
  return sets.map((orders) => publishFeeds(context, { ...heard, orders }, nowSeconds, makeOnce).publication);
}
