/** What is read of the archive to place a batch of taps: of each vehicle the stretches round its taps. */
import type { FixRow, PendingTap, StayRow, VehicleWindow } from '@rukh/adapters/postgres';
import type { StopStay, TapTrip, TripFix } from '@rukh/domain/taps';

const MINUTE_MS = 60_000;
/** No placing looks farther back or ahead than this. */
export const STAYS_ROUND = { beforeMs: 75 * MINUTE_MS, afterMs: 50 * MINUTE_MS };
export const FIXES_ROUND = { beforeMs: 6 * MINUTE_MS, afterMs: 6 * MINUTE_MS };

/** Windows that hold each tap of a vehicle with its surroundings, joined where they meet. */
export function listWindows(
  taps: readonly PendingTap[],
  { beforeMs, afterMs }: { readonly beforeMs: number; readonly afterMs: number },
): VehicleWindow[] {
  const windows: { vehicleId: string; fromMs: number; toMs: number }[] = [];
  const known = taps.filter(({ vehicleId }) => vehicleId !== undefined);
  for (const { vehicleId, atMs } of known.sort(byVehicleAndTime)) {
    const last = windows.at(-1);
    if (last?.vehicleId === vehicleId && atMs - beforeMs <= last!.toMs) last!.toMs = atMs + afterMs;
    else windows.push({ vehicleId: vehicleId!, fromMs: atMs - beforeMs, toMs: atMs + afterMs });
  }
  return windows;
}

export function groupByVehicle<Row extends { readonly vehicle_id: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.vehicle_id);
    if (group) group.push(row);
    else groups.set(row.vehicle_id, [row]);
  }
  return groups;
}

export function toStay(row: StayRow): StopStay {
  return {
    trip: toTrip(row, row.trip_id_performed),
    place: row.trip_stop_sequence,
    ...(row.arrival_ms === null ? {} : { arrivalMs: row.arrival_ms }),
    ...(row.departure_ms === null ? {} : { departureMs: row.departure_ms }),
  };
}

export function toFix(row: FixRow): TripFix {
  // A trip that is only waited for is not performed yet; this is the name that it will have.
  const performedId = row.trip_id_performed ?? `${row.trip_id_scheduled}/${row.vehicle_id}`;
  return {
    trip: toTrip(row, performedId),
    atMs: row.at_ms,
    place: row.trip_stop_sequence,
    isStopped: row.is_stopped,
    isWaiting: row.is_waiting,
  };
}

function toTrip(
  row: { readonly trip_id_scheduled: string; readonly service_date: string },
  performedId: string,
): TapTrip {
  return { tripId: row.trip_id_scheduled, serviceDate: row.service_date, performedId };
}

function byVehicleAndTime(a: PendingTap, b: PendingTap): number {
  const byVehicle = a.vehicleId! < b.vehicleId! ? -1 : a.vehicleId! > b.vehicleId! ? 1 : 0;
  return byVehicle || a.atMs - b.atMs;
}
