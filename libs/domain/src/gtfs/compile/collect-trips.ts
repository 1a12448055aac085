import type { Draft } from './draft.js';
import type { RowReader } from './row-reader.js';

/** trips.txt: each trip's route, service, direction, shape and block. */
export function collectTrips(draft: Draft, row: RowReader): () => void {
  const { trips } = draft;
  const id = row.column('trip_id');
  const route = row.column('route_id');
  const service = row.column('service_id');
  const headsign = row.column('trip_headsign');
  const direction = row.column('direction_id');
  const block = row.column('block_id');
  const shape = row.column('shape_id');
  const wheelchair = row.column('wheelchair_accessible');
  return () => {
    const tripId = row.required(id, 'trip_id');
    const routeIndex = findReference(row, route, 'route_id', draft.routeIndexOf, 'routes.txt');
    const serviceIndex = findReference(row, service, 'service_id', draft.serviceIndexOf, 'the calendars');
    if (tripId === undefined || routeIndex < 0 || serviceIndex < 0) return;
    if (trips.indexOf.has(tripId)) {
      row.report('duplicate_id', `trip_id "${tripId}" is there twice`);
      return;
    }
    trips.indexOf.set(tripId, trips.ids.length);
    trips.ids.push(tripId);
    trips.lines.push(row.line);
    trips.route.push(routeIndex);
    trips.service.push(serviceIndex);
    trips.headsigns.push(row.text(headsign));
    trips.directionId.push(row.choice(direction, 'direction_id', 1, -1));
    trips.shape.push(findShape(draft, row, row.text(shape)));
    trips.block.push(findOrAddBlock(draft, row.text(block)));
    trips.wheelchair.push(row.choice(wheelchair, 'wheelchair_accessible', 2, 0));
  };
}

/** Index of what the value names, -1 and a finding where it is empty or unknown. */
export function findReference(
  row: RowReader,
  column: number,
  name: string,
  indexOf: ReadonlyMap<string, number>,
  where: string,
): number {
  const id = row.required(column, name);
  if (id === undefined) return -1;
  const index = indexOf.get(id);
  if (index !== undefined) return index;
  row.report('unknown_reference', `${name} "${id}" is not in ${where}`);
  return -1;
}

function findShape(draft: Draft, row: RowReader, shapeId: string): number {
  if (shapeId === '') {
    row.report('missing_shape', 'the trip has no shape');
    return -1;
  }
  const index = draft.shapes.indexOf.get(shapeId);
  if (index !== undefined) return index;
  row.report('unknown_shape', `shape_id "${shapeId}" is not in shapes.txt`);
  return -1;
}

function findOrAddBlock({ trips }: Draft, blockId: string): number {
  if (blockId === '') return -1;
  let index = trips.blockIndexOf.get(blockId);
  if (index === undefined) {
    index = trips.blockIds.length;
    trips.blockIndexOf.set(blockId, index);
    trips.blockIds.push(blockId);
  }
  return index;
}
