/**
 * How rows that may be there already are put into each table. A row's key is made of what it says, and merging
 * is the same whatever the order and however often: what is known is kept, what was unknown is filled in. So a
 * batch may be written again after any failure, a lost answer to COMMIT among them, and two archives may write
 * the same stream. Rows go in by the order of their keys, so that two writers never wait for each other in a ring.
 */
import { HISTORY_COLUMNS } from './history-rows.js';
import type { HistoryTable } from './history-settings.js';

interface Merge {
  readonly key: string;
  /** Which of several rows of one key in a batch is taken: the first by this order. */
  readonly prefer?: string;
  readonly onConflict: string;
}

const MERGES: Readonly<Record<HistoryTable, Merge>> = {
  // A position may come first bare, without what tracking says of it, and later with it: then it has a trip_type
  // or a reason for having none.
  vehicle_locations: {
    key: 'vehicle_id, event_timestamp',
    prefer: 'trip_type NULLS LAST, unassigned_reason NULLS LAST',
    onConflict: `DO UPDATE SET ${fillFrom([
      'service_date',
      'schedule_deviation',
      'headway_deviation',
      'planned_headway',
      'trip_stop_sequence',
      'scheduled_stop_sequence',
      'shape_dist_traveled',
      'confidence',
      'current_status',
      'trip_type',
      'trip_id_performed',
      'trip_id_scheduled',
      'stop_id',
      'unassigned_reason',
      'off_route',
      'offset_metres',
    ])}
    WHERE known.trip_type IS NULL AND known.unassigned_reason IS NULL
      AND (excluded.trip_type IS NOT NULL OR excluded.unassigned_reason IS NOT NULL)`,
  },
  stop_visits: {
    key: 'service_date, trip_id_performed, trip_stop_sequence, schedule_arrival_time',
    onConflict: `DO UPDATE SET
      actual_arrival_time = coalesce(known.actual_arrival_time, excluded.actual_arrival_time),
      actual_departure_time = coalesce(known.actual_departure_time, excluded.actual_departure_time)
    WHERE (known.actual_arrival_time IS NULL AND excluded.actual_arrival_time IS NOT NULL)
      OR (known.actual_departure_time IS NULL AND excluded.actual_departure_time IS NOT NULL)`,
  },
  // A trip given up as lost may be found again: the last of its ends counts.
  trips_performed: {
    key: 'service_date, trip_id_performed',
    onConflict: `DO UPDATE SET
      actual_trip_start = coalesce(known.actual_trip_start, excluded.actual_trip_start),
      actual_trip_end = coalesce(known.actual_trip_end, excluded.actual_trip_end),
      first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
      end_reason = CASE WHEN excluded.ended_at > coalesce(known.ended_at, '-infinity')
        THEN excluded.end_reason ELSE known.end_reason END,
      ended_at = greatest(known.ended_at, excluded.ended_at)
    WHERE (known.actual_trip_start IS NULL AND excluded.actual_trip_start IS NOT NULL)
      OR (known.actual_trip_end IS NULL AND excluded.actual_trip_end IS NOT NULL)
      OR excluded.first_seen_at < coalesce(known.first_seen_at, 'infinity')
      OR excluded.ended_at > coalesce(known.ended_at, '-infinity')`,
  },
  prediction_samples: {
    key: 'trip_id_performed, trip_stop_sequence, made_at, service_date',
    onConflict: 'DO NOTHING',
  },
};

/** Temporary table of the session through which rows pass, emptied at each commit. */
export function stagingStatement(table: HistoryTable): string {
  return `CREATE TEMPORARY TABLE IF NOT EXISTS staged_${table} (LIKE ${table}) ON COMMIT DELETE ROWS`;
}

export function copyStatement(table: HistoryTable, into: string = table): string {
  return `COPY ${into} (${columnNames(table)}) FROM STDIN (FORMAT binary)`;
}

/** From the staging table into the table. */
export function mergeStatement(table: HistoryTable): string {
  const { key, prefer, onConflict } = MERGES[table];
  const order = prefer === undefined ? key : `${key}, ${prefer}`;
  return `INSERT INTO ${table} AS known (${columnNames(table)})
    SELECT DISTINCT ON (${key}) ${columnNames(table)} FROM staged_${table} ORDER BY ${order}
    ON CONFLICT (${key}) ${onConflict}`;
}

function columnNames(table: HistoryTable): string {
  return HISTORY_COLUMNS[table].map(({ name }) => name).join(', ');
}

function fillFrom(names: readonly string[]): string {
  return names.map((name) => `${name} = excluded.${name}`).join(', ');
}
