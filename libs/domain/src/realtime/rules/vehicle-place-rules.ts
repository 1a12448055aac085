import {
  METRES_PER_DEGREE,
  type LatLon,
  type Polyline,
  createPolyline,
  nearestOnLine,
  projectX,
  projectY,
} from '../../geo/index.js';
import type { Schedule } from '../../gtfs/index.js';
import { decodePolyline } from './decode-polyline.js';
import type { Rule, VehicleContext } from './rule.js';
import { isOnEarth } from './vehicle-rules.js';

/**
 * Rules on where a vehicle is. The reference validator measures the 200 m from a shape in degrees, the same number
 * of them east and north, which at 50 degrees north makes 128 m of the 200 to the east. E029 must count as it
 * does, because others will check our feed with it; P015 measures in metres what E029 lets pass.
 */
const SHAPE_LIMIT_METRES = 200;
const SHAPE_LIMIT_DEGREES = 200 / 111_195.08; // mean Earth radius 6 371.0087714 km · π / 180

export const vehiclePlaceRules: readonly Rule[] = [
  {
    id: 'E028',
    severity: 'error',
    title: 'Vehicle outside the network',
    meaning:
      'Vehicles are within 1,609 m of the rectangle around all shapes (around all stops, where there are no shapes).',
    needs: ['schedule'],
    vehicle: (vehicle) => {
      const place = placeOf(vehicle);
      return place && !vehicle.feed.facts!.covers(place)
        ? `its position (${place.lat}, ${place.lon}) is more than 1609 m outside the network`
        : undefined;
    },
  },
  {
    id: 'E029',
    severity: 'error',
    title: 'Vehicle far from the shape of its trip',
    meaning:
      "A vehicle is within 200 m of its trip's shape, unless an alert says DETOUR of its trip or route, or the feed gives the trip another shape.",
    needs: ['schedule'],
    vehicle: (vehicle) =>
      isFarInDegrees(vehicle)
        ? `it is more than ${SHAPE_LIMIT_METRES} m (in degrees) from the trip's shape`
        : undefined,
  },
  {
    id: 'P015',
    severity: 'warning',
    title: 'Vehicle more than 200 metres from the shape of its trip',
    meaning: 'As E029, measured in metres, and from the Shape entity where the feed gives the trip one.',
    needs: ['schedule'],
    vehicle: (vehicle) => {
      const place = placeOf(vehicle);
      if (!place || !vehicle.feed.facts!.covers(place) || isOnDetour(vehicle) || isFarInDegrees(vehicle)) {
        return undefined;
      }
      const line = givenLine(vehicle) ?? scheduledLine(vehicle);
      if (!line) return undefined;
      const { projection } = vehicle.feed.schedule!;
      const metres = nearestOnLine(
        line,
        projectX(projection, place.lon),
        projectY(projection, place.lat),
      ).distanceMetres;
      return metres > SHAPE_LIMIT_METRES ? `it is ${Math.round(metres)} m from the trip's shape` : undefined;
    },
  },
];

function placeOf({ vehicle: { position } }: VehicleContext): LatLon | undefined {
  if (!position || !isOnEarth(position.latitude, position.longitude)) return undefined;
  return { lat: position.latitude, lon: position.longitude };
}

function isFarInDegrees(vehicle: VehicleContext): boolean {
  const place = placeOf(vehicle);
  const line = scheduledLine(vehicle);
  if (!place || !line || !vehicle.feed.facts!.covers(place) || givenLine(vehicle)) return false;
  return !isWithinDegrees(line, place, vehicle.feed.schedule!) && !isOnDetour(vehicle);
}

function isOnDetour({ vehicle: { trip }, feed, tripIndex }: VehicleContext): boolean {
  const { trips, routes } = feed.detours;
  if (trip?.tripId !== undefined && trips.has(trip.tripId)) return true;
  const { schedule } = feed;
  const route =
    tripIndex === undefined ? undefined : schedule!.routes[schedule!.trips.route[tripIndex]!]!.routeId;
  return routes.has(trip?.routeId ?? '') || routes.has(route ?? '');
}

/** The trip's shape; undefined where shapes.txt has none for it. */
function scheduledLine({ feed: { schedule }, tripIndex }: VehicleContext): Polyline | undefined {
  if (tripIndex === undefined) return undefined;
  const pattern = schedule!.patterns[schedule!.trips.pattern[tripIndex]!]!;
  return pattern.shapeId === '' ? undefined : pattern.line;
}

/** The shape that the feed gives the trip: one of its own, or another one of the schedule. */
function givenLine({ vehicle: { trip }, feed }: VehicleContext): Polyline | undefined {
  const shapeId = feed.detours.shapeOf.get(trip?.tripId ?? '');
  if (shapeId === undefined) return undefined;
  const { projection, patterns } = feed.schedule!;
  const points = decodePolyline(feed.realtimeShapes.get(shapeId)?.encodedPolyline ?? '') ?? [];
  if (points.length < 2) return patterns.find((pattern) => pattern.shapeId === shapeId)?.line;
  return createPolyline(
    points.map(({ lon }) => projectX(projection, lon)),
    points.map(({ lat }) => projectY(projection, lat)),
  );
}

/** Whether some segment of the line is near, measured as if a degree were equally long in both directions. */
function isWithinDegrees(line: Polyline, { lat, lon }: LatLon, { projection }: Schedule): boolean {
  const px = lon - projection.originLon;
  const py = lat - projection.originLat;
  const limitSquared = SHAPE_LIMIT_DEGREES ** 2;
  let ax = line.x[0]! / projection.metresPerDegreeLon - px;
  let ay = line.y[0]! / METRES_PER_DEGREE - py;
  for (let i = 1; i < line.x.length; i++) {
    const bx = line.x[i]! / projection.metresPerDegreeLon - px;
    const by = line.y[i]! / METRES_PER_DEGREE - py;
    const dx = bx - ax;
    const dy = by - ay;
    const squared = dx * dx + dy * dy;
    const t = squared > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared)) : 0;
    if ((ax + t * dx) ** 2 + (ay + t * dy) ** 2 <= limitSquared) return true;
    ax = bx;
    ay = by;
  }
  return false;
}
