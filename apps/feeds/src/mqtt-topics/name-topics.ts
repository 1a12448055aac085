/**
 * Names of the MQTT topics of single vehicles and trips. Vehicles have Digitransit's form (digitransit.fi, "Digitransit
 * MQTT broker"), whose levels its user interface reads by their place:
 * `/gtfsrt/vp/<feed>/<agency_id>/<agency_name>/<mode>/<route_id>/<direction_id>/<headsign>/<trip_id>/<next_stop>/
 * <start_time>/<vehicle_id>/<geohash: head, three digits>/<short_name>/<color>/`. What is not known is an empty level.
 */
import type { Schedule } from '@rukh/domain/gtfs';
import { firstDepartureSeconds } from '@rukh/domain/gtfs';
import type { TripUpdate, VehiclePositionEntity } from '@rukh/domain/realtime';
import { formatGtfsTime } from '@rukh/domain/time';

/** Digitransit's words. It knows no trolleybus, and draws what it does not know not at all. */
const MODES: Readonly<Record<number, string>> = {
  0: 'TRAM',
  1: 'SUBWAY',
  2: 'RAIL',
  3: 'BUS',
  4: 'FERRY',
  5: 'TRAM',
  6: 'GONDOLA',
  7: 'FUNICULAR',
  11: 'BUS',
  12: 'RAIL',
};

export function vehicleTopic(schedule: Schedule, feedId: string, vehicle: VehiclePositionEntity): string {
  const { trip, position, stopId, vehicle: descriptor } = vehicle;
  const route = schedule.routes[schedule.routeIndexOf.get(trip?.routeId ?? '') ?? -1];
  const agency = route && schedule.agencies[route.agency];
  const index = schedule.trips.indexOf.get(trip?.tripId ?? '');
  return topicOf([
    ...['gtfsrt', 'vp', feedId, agency?.agencyId, agency?.name],
    ...[route && (MODES[route.type] ?? 'BUS'), trip?.routeId, trip?.directionId],
    ...[index === undefined ? undefined : schedule.trips.headsigns[index], trip?.tripId, stopId],
    ...[trip?.startTime?.slice(0, 5) ?? startTime(schedule, index), descriptor?.id],
    ...(position ? geohash(position.latitude, position.longitude) : ['', '', '', '']),
    ...[route?.shortName, route?.color],
  ]);
}

/** `/gtfsrt/tu/<feed>/<agency_id>/<route_id>/<direction_id>/<trip_id>/<start_date>/<start_time>/`: for OpenTripPlanner. */
export function tripTopic(schedule: Schedule, feedId: string, { trip }: TripUpdate): string {
  const { routeId, directionId, tripId, startDate } = trip;
  const route = schedule.routes[schedule.routeIndexOf.get(routeId ?? '') ?? -1];
  const agencyId = route && schedule.agencies[route.agency]?.agencyId;
  const startsAt =
    trip.startTime?.slice(0, 5) ?? startTime(schedule, schedule.trips.indexOf.get(tripId ?? ''));
  return topicOf(['gtfsrt', 'tu', feedId, agencyId, routeId, directionId, tripId, startDate, startsAt]);
}

function startTime(schedule: Schedule, trip: number | undefined): string | undefined {
  return trip === undefined ? undefined : formatGtfsTime(firstDepartureSeconds(schedule, trip)).slice(0, 5);
}

/** Whole degrees, then the digits after the point in pairs: 49.842, 24.031 is `49;24`, `80`, `43`, `21`. */
function geohash(latitude: number, longitude: number): string[] {
  const digits = (degrees: number): string =>
    String(Math.trunc(Math.abs(degrees) * 1000) % 1000).padStart(3, '0');
  const [lat, lon] = [digits(latitude), digits(longitude)];
  return [
    `${Math.trunc(latitude)};${Math.trunc(longitude)}`,
    ...[0, 1, 2].map((place) => `${lat[place]!}${lon[place]!}`),
  ];
}

/** Signs that have a meaning in topics cannot be part of a name. */
function topicOf(levels: readonly (string | number | undefined)[]): string {
  const clean = (level: string | number | undefined): string =>
    String(level ?? '')
      // eslint-disable-next-line no-control-regex -- a topic may hold none
      .replace(/[+#/\u0000-\u001f]/g, '')
      .slice(0, 100);
  return `/${levels.map(clean).join('/')}/`;
}
