import { isNullIsland, isOnEarth } from './collect-stops.js';
import type { Draft } from './draft.js';
import type { RowReader } from './row-reader.js';

/** The largest number that a signed 32-bit column holds. */
export const LARGEST_SEQUENCE = 2_147_483_647;

/** shapes.txt: the points of each shape, in any order. */
export function collectShapes(draft: Draft, row: RowReader): () => void {
  const { shapes } = draft;
  const id = row.column('shape_id');
  const lat = row.column('shape_pt_lat');
  const lon = row.column('shape_pt_lon');
  const sequenceColumn = row.column('shape_pt_sequence');
  const traveled = row.column('shape_dist_traveled');
  let lastId = '';
  let lastShape = -1;
  return () => {
    const shapeId = row.required(id, 'shape_id');
    const sequence = row.integer(sequenceColumn, 'shape_pt_sequence', 0, LARGEST_SEQUENCE);
    if (shapeId === undefined || sequence === undefined) return;
    const place = { lat: row.degrees(lat), lon: row.degrees(lon) };
    if (!isOnEarth(place.lat, place.lon)) {
      row.report('bad_coordinates', `a point of shape ${shapeId} has no place on Earth`);
      return;
    }
    if (isNullIsland(place.lat, place.lon)) {
      row.report('null_island', `a point of shape ${shapeId} lies at 0, 0 and was left out`);
      return;
    }
    if (shapeId !== lastId) {
      lastShape = findOrAddShape(draft, shapeId, row.line);
      lastId = shapeId;
    }
    shapes.shape.push(lastShape);
    shapes.lat.push(place.lat);
    shapes.lon.push(place.lon);
    shapes.sequence.push(sequence);
    shapes.traveled.push(row.distance(traveled, 'shape_dist_traveled'));
  };
}

function findOrAddShape({ shapes }: Draft, shapeId: string, line: number): number {
  let index = shapes.indexOf.get(shapeId);
  if (index === undefined) {
    index = shapes.ids.length;
    shapes.indexOf.set(shapeId, index);
    shapes.ids.push(shapeId);
    shapes.lines.push(line);
  }
  return index;
}
