import type { FeedState } from './feed-state.js';

/**
 * The state as if the last publication had not been: it was built and could not be made public. What was taken
 * in since stays.
 */
export function undoPublication(state: FeedState, before: FeedState): FeedState {
  return {
    ...state,
    publishedVehicles: before.publishedVehicles,
    publishedTrips: before.publishedTrips,
    publishedAlerts: before.publishedAlerts,
    orderMade: before.orderMade,
    toldOrders: before.toldOrders,
    collapses: before.collapses,
    feeds: before.feeds,
    floorSeconds: before.floorSeconds,
    ended: new Map([...before.ended, ...state.ended]),
  };
}
