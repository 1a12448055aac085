/** The stops whose boards show an alert: what somebody who writes one is shown before it is published. */
import type { Schedule, StopIndex } from '../gtfs/index.js';
import type { FeedEntity } from '../realtime/index.js';
import { listAlerts } from './list-alerts.js';

/**
 * In the order of stops.txt. An alert on a trip is on the boards of its stops while the trip is awaited there.
 */
export function listStopsTold(schedule: Schedule, entity: FeedEntity): StopIndex[] {
  const named = listTripsAt(schedule, entity);
  const told: StopIndex[] = [];
  for (const [stop, routes] of listRoutesAt(schedule)) {
    const interest = { stops: [stop], routes: [...routes], tripIds: new Set(named.get(stop)) };
    if (listAlerts({ schedule }, [entity], interest, '').length > 0) told.push(stop);
  }
  return told.sort((a, b) => a - b);
}

function listRoutesAt({ patterns }: Schedule): Map<StopIndex, Set<number>> {
  const routesAt = new Map<StopIndex, Set<number>>();
  for (const { route, stops } of patterns) {
    for (const stop of stops) routesAt.set(stop, (routesAt.get(stop) ?? new Set()).add(route));
  }
  return routesAt;
}

/** The trips that the alert names, by the stops that they call at. */
function listTripsAt({ trips, patterns }: Schedule, { alert }: FeedEntity): Map<StopIndex, string[]> {
  const tripsAt = new Map<StopIndex, string[]>();
  for (const { trip } of alert?.informedEntity ?? []) {
    const index = trips.indexOf.get(trip?.tripId ?? '');
    if (index === undefined) continue;
    for (const stop of patterns[trips.pattern[index]!]!.stops) {
      tripsAt.set(stop, [...(tripsAt.get(stop) ?? []), trips.ids[index]!]);
    }
  }
  return tripsAt;
}
