import { type LatLon, METRES_PER_DEGREE, unproject } from '../geo/index.js';
import type { Schedule } from '../gtfs/index.js';

/** A box of latitudes and longitudes, degrees. A city's network does not cross the antimeridian. */
export interface ServiceArea {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/**
 * The box around all stops and lines of a schedule, widened by `marginMetres` (depots and diversions lie
 * outside the network); undefined where the schedule has no stops.
 */
export function findServiceArea(schedule: Schedule, marginMetres: number): ServiceArea | undefined {
  const box = { south: Infinity, west: Infinity, north: -Infinity, east: -Infinity };
  const { lat, lon } = schedule.stops;
  for (let i = 0; i < lat.length; i++) widen(box, { lat: lat[i]!, lon: lon[i]! });
  for (const { line } of schedule.patterns) {
    for (let i = 0; i < line.x.length; i++) {
      widen(box, unproject(schedule.projection, line.x[i]!, line.y[i]!));
    }
  }
  if (box.south > box.north) return undefined;
  const dLat = marginMetres / METRES_PER_DEGREE;
  const widest = Math.max(Math.abs(box.south), Math.abs(box.north));
  const dLon = dLat / Math.max(0.01, Math.cos((widest * Math.PI) / 180));
  return {
    south: box.south - dLat,
    west: box.west - dLon,
    north: box.north + dLat,
    east: box.east + dLon,
  };
}

export function isInArea(area: ServiceArea, { lat, lon }: LatLon): boolean {
  return lat >= area.south && lat <= area.north && lon >= area.west && lon <= area.east;
}

function widen(
  box: { south: number; west: number; north: number; east: number },
  { lat, lon }: LatLon,
): void {
  // Stops without a place are written as 0,0 or NaN in some feeds; one would stretch the box to Africa.
  if (!(Math.abs(lat) > 0.5 || Math.abs(lon) > 0.5)) return;
  box.south = Math.min(box.south, lat);
  box.north = Math.max(box.north, lat);
  box.west = Math.min(box.west, lon);
  box.east = Math.max(box.east, lon);
}
