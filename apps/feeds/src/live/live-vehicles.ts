import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { VehicleHeadways } from '@rukh/domain/realtime';
import type { Snapshot } from '../snapshots/snapshot.js';

/**
 * A vehicle as pages get it: a row of values instead of an object, because a city's rows are sent to every page
 * every second. `null` where there is none.
 */
export const VEHICLE_FIELDS = [
  'id',
  'latitude',
  'longitude',
  'bearing',
  'speed',
  'routeId',
  'tripId',
  'directionId',
  'label',
  'timestamp',
  'stopSequence',
  'status',
  'occupancyStatus',
  'plannedHeadwaySeconds',
  'actualHeadwaySeconds',
] as const;
export type VehicleRow = readonly (string | number | null)[];

/** The vehicles of one snapshot, rows by vehicle id. */
export interface LiveVehicles {
  readonly timestamp: number;
  /** Names the snapshot, also across processes. */
  readonly version: string;
  readonly rows: ReadonlyMap<string, VehicleRow>;
}

export function readLiveVehicles({ body, besides, timestamp, version }: Snapshot): LiveVehicles {
  const headways = JSON.parse(besides ?? '{}') as VehicleHeadways;
  const rows = new Map<string, VehicleRow>();
  for (const { vehicle } of decodeFeedMessage(body).entity) {
    const id = vehicle?.vehicle?.id;
    const { position, trip } = vehicle ?? {};
    if (id === undefined || !position) continue;
    rows.set(id, [
      id,
      rounded(position.latitude, 5),
      rounded(position.longitude, 5),
      position.bearing === undefined ? null : Math.round(position.bearing),
      position.speed === undefined ? null : rounded(position.speed, 1),
      trip?.routeId ?? null,
      trip?.tripId ?? null,
      trip?.directionId ?? null,
      vehicle?.vehicle?.label ?? null,
      vehicle?.timestamp ?? null,
      vehicle?.currentStopSequence ?? null,
      vehicle?.currentStatus ?? null,
      vehicle?.occupancyStatus ?? null,
      ...(headways[id] ?? [null, null]),
    ]);
  }
  return { timestamp, version, rows };
}

/** What changed from one snapshot to the next: rows new or different, ids gone. */
export function compareVehicles(
  before: LiveVehicles,
  after: LiveVehicles,
): { changed: VehicleRow[]; gone: string[] } {
  const changed: VehicleRow[] = [];
  for (const [id, row] of after.rows) {
    const old = before.rows.get(id);
    if (!old || row.some((value, i) => value !== old[i])) changed.push(row);
  }
  return { changed, gone: [...before.rows.keys()].filter((id) => !after.rows.has(id)) };
}

function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
