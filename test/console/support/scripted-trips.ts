import type { NetworkView, TripListItem, TripsView } from '@rukh/domain/dispatch';

/** Half a day of trips, six hours back and six on; each seventeenth is cancelled. */
export function listScriptedTrips({ routes }: NetworkView, now: number): TripListItem[] {
  const hour = Math.floor(now / 3600) * 3600;
  return routes.flatMap((route, r) =>
    Array.from({ length: 12 }, (_, n): TripListItem => {
      const startAt = hour + (n - 6) * 1800 + (r % 6) * 300;
      const endAt = startAt + 1700;
      const byTime = endAt < now ? 'done' : startAt < now ? 'running' : 'planned';
      const state = (r + n) % 17 === 0 ? 'cancelled' : byTime;
      return {
        tripId: `${route.routeId}-t${n}`,
        serviceDate: '20261128',
        startTime: '10:00:00',
        routeId: route.routeId,
        directionId: n % 2,
        headsign: route.patterns[n % 2]!.headsign,
        startAt,
        endAt,
        state,
        blockId: `${route.routeId}/1`,
        ...(state === 'running' && { vehicleId: `v${r}`, deviationSeconds: 60 * ((r % 9) - 3) }),
      };
    }),
  );
}

export function answerTrips(network: NetworkView, query: URLSearchParams, now: number): TripsView {
  const [tripId, routeId, state] = [query.get('tripId'), query.get('routeId'), query.get('state')];
  const all = listScriptedTrips(network, now).filter(
    (trip) => (tripId === null || trip.tripId === tripId) && (routeId === null || trip.routeId === routeId),
  );
  const counts: Record<string, number> = {};
  for (const trip of all) counts[trip.state] = (counts[trip.state] ?? 0) + 1;
  const trips = all.filter((trip) => state === null || trip.state === state);
  return { at: now, serviceDate: '20261128', total: trips.length, counts, trips };
}
