/**
 * Names that TIDES has for columns of a truth (stop_visits, vehicle_locations), so that an archive can be scored by as it is. The
 * scheduled trip comes before the performed one, which many archives name after the vehicle too.
 */
export const TIDES_NAMES: readonly (readonly [theirs: string, ours: string])[] = [
  ['trip_id_scheduled', 'trip_id'],
  ['trip_id_performed', 'trip_id'],
  ['service_date', 'start_date'],
  ['scheduled_stop_sequence', 'stop_sequence'],
  ['actual_arrival_time', 'arrival_ts'],
  ['schedule_arrival_time', 'scheduled_ts'],
  ['event_timestamp', 'ts'],
];

/** Columns by our names, where a file has none of that name. */
export function renameColumns(columns: readonly string[]): readonly string[] {
  const renamed = [...columns];
  for (const [theirs, ours] of TIDES_NAMES) {
    const at = renamed.indexOf(theirs);
    if (at >= 0 && !renamed.includes(ours)) renamed[at] = ours;
  }
  return renamed;
}

/** A service day as GTFS writes it; TIDES has 2026-02-16. */
export function readServiceDate(text: string | undefined): string {
  if (text === undefined) return '';
  return text.length === TIDES_DATE_LENGTH ? text.replaceAll('-', '') : text;
}

const TIDES_DATE_LENGTH = '2026-02-16'.length;
