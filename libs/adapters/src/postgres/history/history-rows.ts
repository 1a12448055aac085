/**
 * Rows of history as they are written: TIDES names, times as epoch milliseconds, service days as GTFS has them
 * (YYYYMMDD). The lists of columns are what COPY sends, in its order; a spec holds them against the tables.
 */
import type { HistoryTable } from './history-settings.js';

export interface VehicleLocationRow {
  readonly event_timestamp: number;
  readonly received_at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly odometer: number | null;
  readonly service_date: string | null;
  readonly heading: number | null;
  readonly speed: number | null;
  readonly schedule_deviation: number | null;
  readonly headway_deviation: number | null;
  readonly planned_headway: number | null;
  readonly trip_stop_sequence: number | null;
  readonly scheduled_stop_sequence: number | null;
  readonly shape_dist_traveled: number | null;
  readonly confidence: number | null;
  readonly current_status: 'Incoming at' | 'Stopped at' | 'In transit to' | null;
  readonly trip_type: 'In service' | 'Deadhead' | 'Layover' | 'Other not in service' | null;
  readonly vehicle_id: string;
  readonly trip_id_performed: string | null;
  readonly trip_id_scheduled: string | null;
  readonly stop_id: string | null;
  readonly unassigned_reason: string | null;
  readonly off_route: boolean | null;
  readonly offset_metres: number | null;
  readonly occupancy_status: number | null;
}

export interface StopVisitRow {
  readonly schedule_arrival_time: number;
  readonly schedule_departure_time: number;
  readonly actual_arrival_time: number | null;
  readonly actual_departure_time: number | null;
  readonly service_date: string;
  readonly trip_stop_sequence: number;
  readonly scheduled_stop_sequence: number;
  readonly direction_id: number | null;
  readonly timepoint: boolean;
  readonly vehicle_id: string;
  readonly trip_id_performed: string;
  readonly trip_id_scheduled: string;
  readonly route_id: string;
  readonly stop_id: string;
}

export interface TripPerformedRow {
  readonly schedule_trip_start: number;
  readonly schedule_trip_end: number;
  readonly actual_trip_start: number | null;
  readonly actual_trip_end: number | null;
  readonly first_seen_at: number | null;
  readonly ended_at: number | null;
  readonly service_date: string;
  readonly direction_id: number | null;
  readonly end_reason: string | null;
  readonly vehicle_id: string;
  readonly trip_id_performed: string;
  readonly trip_id_scheduled: string;
  readonly route_id: string;
  readonly route_type: string | null;
  readonly shape_id: string | null;
  readonly block_id: string | null;
  readonly trip_start_stop_id: string;
  readonly trip_end_stop_id: string;
}

export interface PredictionSampleRow {
  readonly made_at: number;
  readonly predicted_arrival_time: number;
  readonly service_date: string;
  readonly trip_stop_sequence: number;
  readonly interval_seconds: number;
  readonly horizon_seconds: number;
  readonly trips_ahead: number;
  readonly trip_id_performed: string;
  readonly vehicle_id: string;
  readonly route_id: string;
  readonly stop_id: string;
}

export interface HistoryRows {
  readonly vehicle_locations: VehicleLocationRow;
  readonly stop_visits: StopVisitRow;
  readonly trips_performed: TripPerformedRow;
  readonly prediction_samples: PredictionSampleRow;
}

export type ColumnType =
  'timestamptz' | 'date' | 'double' | 'real' | 'integer' | 'smallint' | 'boolean' | 'text';

export interface Column<Row> {
  readonly name: keyof Row & string;
  readonly type: ColumnType;
}

type ColumnsOf<Row> = readonly Column<Row>[];

function columns<Row>(types: Readonly<Record<keyof Row & string, ColumnType>>): ColumnsOf<Row> {
  return Object.entries(types).map(([name, type]) => ({
    name: name as keyof Row & string,
    type: type as ColumnType,
  }));
}

export const HISTORY_COLUMNS: { readonly [T in HistoryTable]: ColumnsOf<HistoryRows[T]> } = {
  vehicle_locations: columns<VehicleLocationRow>({
    event_timestamp: 'timestamptz',
    received_at: 'timestamptz',
    latitude: 'double',
    longitude: 'double',
    odometer: 'double',
    service_date: 'date',
    heading: 'real',
    speed: 'real',
    schedule_deviation: 'integer',
    headway_deviation: 'integer',
    planned_headway: 'integer',
    trip_stop_sequence: 'integer',
    scheduled_stop_sequence: 'integer',
    shape_dist_traveled: 'real',
    confidence: 'real',
    current_status: 'text',
    trip_type: 'text',
    vehicle_id: 'text',
    trip_id_performed: 'text',
    trip_id_scheduled: 'text',
    stop_id: 'text',
    unassigned_reason: 'text',
    off_route: 'boolean',
    offset_metres: 'real',
    occupancy_status: 'smallint',
  }),
  stop_visits: columns<StopVisitRow>({
    schedule_arrival_time: 'timestamptz',
    schedule_departure_time: 'timestamptz',
    actual_arrival_time: 'timestamptz',
    actual_departure_time: 'timestamptz',
    service_date: 'date',
    trip_stop_sequence: 'integer',
    scheduled_stop_sequence: 'integer',
    direction_id: 'smallint',
    timepoint: 'boolean',
    vehicle_id: 'text',
    trip_id_performed: 'text',
    trip_id_scheduled: 'text',
    route_id: 'text',
    stop_id: 'text',
  }),
  trips_performed: columns<TripPerformedRow>({
    schedule_trip_start: 'timestamptz',
    schedule_trip_end: 'timestamptz',
    actual_trip_start: 'timestamptz',
    actual_trip_end: 'timestamptz',
    first_seen_at: 'timestamptz',
    ended_at: 'timestamptz',
    service_date: 'date',
    direction_id: 'smallint',
    end_reason: 'text',
    vehicle_id: 'text',
    trip_id_performed: 'text',
    trip_id_scheduled: 'text',
    route_id: 'text',
    route_type: 'text',
    shape_id: 'text',
    block_id: 'text',
    trip_start_stop_id: 'text',
    trip_end_stop_id: 'text',
  }),
  prediction_samples: columns<PredictionSampleRow>({
    made_at: 'timestamptz',
    predicted_arrival_time: 'timestamptz',
    service_date: 'date',
    trip_stop_sequence: 'integer',
    interval_seconds: 'integer',
    horizon_seconds: 'integer',
    trips_ahead: 'smallint',
    trip_id_performed: 'text',
    vehicle_id: 'text',
    route_id: 'text',
    stop_id: 'text',
  }),
};
