/** Where each table of history has its time axis, and by what its compressed rows are grouped. */
import type { HistoryTable } from './history-settings.js';

export interface HistoryTableShape {
  readonly name: HistoryTable;
  readonly timeColumn: string;
  /** A date, or an instant. */
  readonly timeType: 'date' | 'timestamptz';
  /**
   * TimescaleDB packs up to 1,000 rows of one value of this column together. A vehicle has that many in a chunk
   * of each of these tables but trips_performed, which a route comes nearest to.
   */
  readonly segmentBy: string;
  readonly orderBy: string;
}

export const HISTORY_TABLES: readonly HistoryTableShape[] = [
  {
    name: 'vehicle_locations',
    timeColumn: 'event_timestamp',
    timeType: 'timestamptz',
    segmentBy: 'vehicle_id',
    orderBy: 'event_timestamp',
  },
  {
    name: 'stop_visits',
    timeColumn: 'schedule_arrival_time',
    timeType: 'timestamptz',
    segmentBy: 'vehicle_id',
    orderBy: 'schedule_arrival_time, trip_stop_sequence',
  },
  {
    name: 'trips_performed',
    timeColumn: 'service_date',
    timeType: 'date',
    segmentBy: 'route_id',
    orderBy: 'service_date, schedule_trip_start',
  },
  {
    name: 'prediction_samples',
    timeColumn: 'made_at',
    timeType: 'timestamptz',
    segmentBy: 'vehicle_id',
    orderBy: 'trip_id_performed, trip_stop_sequence, made_at',
  },
];
