import type { Findings } from '../findings/index.js';
import type { Draft } from './draft.js';
import type { RowReader } from './row-reader.js';

/** Location types 3 (node of a path) and 4 (boarding area) may lie where their station lies. */
const FIRST_TYPE_WITHOUT_PLACE = 3;

/** stops.txt: stops, platforms, stations and what belongs to them. */
export function collectStops(draft: Draft, row: RowReader): () => void {
  const { stops } = draft;
  const id = row.column('stop_id');
  const code = row.column('stop_code');
  const name = row.column('stop_name');
  const lat = row.column('stop_lat');
  const lon = row.column('stop_lon');
  const type = row.column('location_type');
  const parent = row.column('parent_station');
  return () => {
    const stopId = row.required(id, 'stop_id');
    if (stopId === undefined) return;
    if (stops.indexOf.has(stopId)) {
      row.report('duplicate_id', `stop_id "${stopId}" is there twice`);
      return;
    }
    stops.indexOf.set(stopId, stops.ids.length);
    stops.ids.push(stopId);
    stops.codes.push(row.text(code));
    stops.names.push(row.text(name));
    stops.parentIds.push(row.text(parent));
    stops.locationTypes.push(row.choice(type, 'location_type', 4, 0));
    stops.lines.push(row.line);
    const place = { lat: row.degrees(lat), lon: row.degrees(lon) };
    const needed = stops.locationTypes.at(-1)! < FIRST_TYPE_WITHOUT_PLACE;
    const good = isOnEarth(place.lat, place.lon);
    if (needed && !good) row.report('bad_coordinates', `stop ${stopId} has no place on Earth`);
    if (good && isNullIsland(place.lat, place.lon)) row.report('null_island', `stop ${stopId} lies at 0, 0`);
    stops.lat.push(good ? place.lat : NaN);
    stops.lon.push(good ? place.lon : NaN);
  };
}

export function isOnEarth(lat: number, lon: number): boolean {
  return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
}

export function isNullIsland(lat: number, lon: number): boolean {
  return Math.abs(lat) < 0.01 && Math.abs(lon) < 0.01;
}

/** Index of each stop's parent_station, -1 where there is none; a stop without a place takes its parent's. */
export function resolveParents(draft: Draft, findings: Findings): Int32Array {
  const { stops } = draft;
  return Int32Array.from(stops.ids, (stopId, stop) => {
    const parentId = stops.parentIds[stop]!;
    if (parentId === '') return -1;
    const parent = stops.indexOf.get(parentId);
    if (parent === undefined || parent === stop) {
      const message = `parent_station "${parentId}" of stop ${stopId} is not in stops.txt`;
      findings.add('unknown_parent', 'stops.txt', stops.lines[stop]!, message);
      return -1;
    }
    if (Number.isNaN(stops.lat[stop])) {
      stops.lat[stop] = stops.lat[parent]!;
      stops.lon[stop] = stops.lon[parent]!;
    }
    return parent;
  });
}
