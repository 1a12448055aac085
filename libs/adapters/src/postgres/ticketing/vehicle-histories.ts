/** What the archive has of vehicles round the times of taps. */
import type pg from 'pg';

/** A window of one vehicle's time, epoch milliseconds. */
export interface VehicleWindow {
  readonly vehicleId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface StayRow {
  readonly vehicle_id: string;
  readonly trip_id_performed: string;
  readonly trip_id_scheduled: string;
  readonly service_date: string;
  readonly route_id: string;
  readonly direction_id: number | null;
  readonly stop_id: string;
  readonly scheduled_stop_sequence: number;
  readonly trip_stop_sequence: number;
  readonly scheduled_ms: number;
  readonly arrival_ms: number | null;
  readonly departure_ms: number | null;
}

export interface FixRow {
  readonly vehicle_id: string;
  readonly trip_id_performed: string | null;
  readonly trip_id_scheduled: string;
  readonly service_date: string;
  readonly at_ms: number;
  readonly trip_stop_sequence: number;
  readonly is_stopped: boolean;
  readonly is_waiting: boolean;
}

/** A vehicle farther off its timetable than this is not found by its scheduled times. */
const FARTHEST_OFF = '3 hours';

/** What was seen of vehicles, read within the transaction that places taps. */
export class VehicleHistories {
  constructor(private readonly client: pg.ClientBase) {}

  async listStays(windows: readonly VehicleWindow[]): Promise<StayRow[]> {
    const { rows } = await this.client.query<StayRow>(
      `SELECT DISTINCT visit.vehicle_id, trip_id_performed, trip_id_scheduled, service_date::text AS service_date,
         route_id, direction_id, stop_id, scheduled_stop_sequence, trip_stop_sequence,
         extract(epoch FROM schedule_departure_time)::float8 * 1000 AS scheduled_ms,
         extract(epoch FROM actual_arrival_time)::float8 * 1000 AS arrival_ms,
         extract(epoch FROM actual_departure_time)::float8 * 1000 AS departure_ms
       FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS asked (vehicle_id, from_at, to_at)
       JOIN stop_visits AS visit ON visit.vehicle_id = asked.vehicle_id
         AND schedule_arrival_time >= asked.from_at - interval '${FARTHEST_OFF}'
         AND schedule_arrival_time < asked.to_at + interval '${FARTHEST_OFF}'
         AND coalesce(actual_arrival_time, actual_departure_time) >= asked.from_at
         AND coalesce(actual_arrival_time, actual_departure_time) < asked.to_at`,
      toColumns(windows),
    );
    return rows;
  }

  /** Positions with a trip. */
  async listFixes(windows: readonly VehicleWindow[]): Promise<FixRow[]> {
    const { rows } = await this.client.query<FixRow>(
      `SELECT DISTINCT fix.vehicle_id, trip_id_performed, trip_id_scheduled, service_date::text AS service_date,
         extract(epoch FROM event_timestamp)::float8 * 1000 AS at_ms, trip_stop_sequence,
         coalesce(current_status = 'Stopped at', false) AS is_stopped,
         coalesce(trip_type = 'Layover', false) AS is_waiting
       FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS asked (vehicle_id, from_at, to_at)
       JOIN vehicle_locations AS fix ON fix.vehicle_id = asked.vehicle_id
         AND event_timestamp >= asked.from_at AND event_timestamp < asked.to_at
       WHERE trip_id_scheduled IS NOT NULL AND trip_stop_sequence IS NOT NULL
         AND (trip_type IS NULL OR trip_type IN ('In service', 'Layover'))`,
      toColumns(windows),
    );
    return rows;
  }
}

function toColumns(windows: readonly VehicleWindow[]): unknown[] {
  return [
    windows.map(({ vehicleId }) => vehicleId),
    windows.map(({ fromMs }) => new Date(fromMs).toISOString()),
    windows.map(({ toMs }) => new Date(toMs).toISOString()),
  ];
}
