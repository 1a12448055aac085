/**
 * Whether a position lies in the area the timetable serves (rule E028). The area is the box round the shapes,
 * or round the stops where there are none, and a mile more: what the reference validator takes, whose mile is
 * one of degrees and so a little less to the east and west. Outside it a position is of no use to passengers
 * and likely to be a fault.
 */
import { unproject } from '../geo/index.js';
import type { Schedule } from '../gtfs/index.js';

/** Box in degrees. */
export interface ServedArea {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** A mile, in degrees of latitude (1609 m of 111 195 m), less a hair for other people's rounding. */
const MARGIN_DEGREES = 0.0144;

export function servedArea(schedule: Schedule): ServedArea {
  const box = { south: Infinity, west: Infinity, north: -Infinity, east: -Infinity };
  const { projection, patterns, stops } = schedule;
  for (const { shapeId, line } of patterns) {
    if (shapeId === '') continue;
    for (let i = 0; i < line.x.length; i++) {
      const { lat, lon } = unproject(projection, line.x[i]!, line.y[i]!);
      extend(box, lat, lon);
    }
  }
  if (box.south === Infinity) {
    for (let i = 0; i < stops.ids.length; i++) extend(box, stops.lat[i]!, stops.lon[i]!);
  }
  return {
    south: box.south - MARGIN_DEGREES,
    west: box.west - MARGIN_DEGREES,
    north: box.north + MARGIN_DEGREES,
    east: box.east + MARGIN_DEGREES,
  };
}

export function isInArea(area: ServedArea, lat: number, lon: number): boolean {
  return lat >= area.south && lat <= area.north && lon >= area.west && lon <= area.east;
}

function extend(
  box: { south: number; west: number; north: number; east: number },
  lat: number,
  lon: number,
): void {
  box.south = Math.min(box.south, lat);
  box.north = Math.max(box.north, lat);
  box.west = Math.min(box.west, lon);
  box.east = Math.max(box.east, lon);
}
