import type { Alert } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { Rule } from './rule.js';

/** Rules on whom an alert is for: its informed_entity selectors. */
export const alertSelectorRules: readonly Rule[] = [
  {
    id: 'E032',
    severity: 'error',
    title: 'Alert for nobody',
    meaning: 'An alert has at least one informed_entity.',
    alert: ({ alert }) => (alert.informedEntity?.length ? undefined : 'the alert has no informed_entity'),
  },
  {
    id: 'E033',
    severity: 'error',
    title: 'informed_entity that names nothing',
    meaning: 'It names an agency, route, route type, trip or stop.',
    selector: ({ selector: { agencyId, routeId, routeType, stopId, trip } }) =>
      agencyId === undefined &&
      routeId === undefined &&
      routeType === undefined &&
      stopId === undefined &&
      trip?.tripId === undefined &&
      trip?.routeId === undefined &&
      !trip?.modifiedTrip
        ? 'an informed_entity names no agency, route, route type, trip or stop'
        : undefined,
  },
  {
    id: 'E034',
    severity: 'error',
    title: 'agency_id not in the schedule',
    meaning: 'Each agency_id is in agency.txt.',
    needs: ['schedule'],
    selector: ({ selector: { agencyId }, feed }) =>
      agencyId !== undefined && !feed.facts!.agencyIds.has(agencyId)
        ? `agency_id ${agencyId} is not in agency.txt`
        : undefined,
  },
  {
    id: 'E030',
    severity: 'error',
    title: 'Alert on a trip of another route',
    meaning: 'The trip of an informed_entity belongs to its route_id in trips.txt.',
    needs: ['schedule'],
    selector: ({ selector: { routeId, trip }, feed }) => {
      const index = feed.findTrip(trip);
      if (routeId === undefined || index === undefined) return undefined;
      const scheduled = feed.schedule!.routes[feed.schedule!.trips.route[index]!]!.routeId;
      return scheduled === routeId
        ? undefined
        : `route_id is ${routeId}, but trip ${trip?.tripId} belongs to route ${scheduled}`;
    },
  },
  {
    id: 'E031',
    severity: 'error',
    title: 'Two routes in one informed_entity',
    meaning: 'route_id and trip.route_id are the same.',
    selector: ({ selector: { routeId, trip } }) =>
      routeId !== undefined && trip?.routeId !== undefined && trip.routeId !== routeId
        ? `route_id is ${routeId}, but trip.route_id is ${trip.routeId}`
        : undefined,
  },
  {
    id: 'S030',
    severity: 'error',
    title: 'Direction without a route',
    meaning: 'A direction_id is a direction of a route.',
    selector: ({ selector: { routeId, directionId } }) =>
      directionId !== undefined && routeId === undefined
        ? `an informed_entity has direction_id ${directionId} and no route_id`
        : undefined,
  },
  {
    id: 'P012',
    severity: 'warning',
    title: 'Alert on every stop of a route',
    meaning:
      'What holds for the whole line is said of the line. Found only where no stop of the route is left out.',
    needs: ['schedule'],
    alert: ({ alert, feed }) =>
      findWholeRoutes(alert, feed).map((route) => `it names every stop of route ${route}, and not the route`),
  },
];

function findWholeRoutes({ informedEntity }: Alert, feed: FeedContext): readonly string[] {
  const selectors = informedEntity ?? [];
  const stops = new Set(
    selectors.flatMap(({ stopId }) => (stopId === undefined ? [] : (feed.findStop(stopId) ?? []))),
  );
  if (stops.size === 0) return [];
  const named = new Set(selectors.map(({ routeId }) => routeId));
  return feed.schedule!.routes.flatMap(({ routeId }, route) => {
    const served = feed.facts!.routeStops()[route]!;
    const isWhole =
      served.size > 0 && served.size <= stops.size && [...served].every((stop) => stops.has(stop));
    return isWhole && !named.has(routeId) ? [routeId] : [];
  });
}
