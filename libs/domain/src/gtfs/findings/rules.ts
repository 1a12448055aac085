/**
 * Everything an import can find wrong with a GTFS, by name. Errors refuse the import, because a schedule made
 * in spite of them would promise what the file does not say; warnings tell what was repaired or left out;
 * notes are for the feed's author. The names are read by people and by tools: they do not change.
 */
export type Severity = 'error' | 'warning' | 'note';

export interface GtfsRule {
  readonly severity: Severity;
  /** What it means, one sentence. */
  readonly meaning: string;
}

const error = (meaning: string): GtfsRule => ({ severity: 'error', meaning });
const warning = (meaning: string): GtfsRule => ({ severity: 'warning', meaning });
const note = (meaning: string): GtfsRule => ({ severity: 'note', meaning });

export const GTFS_RULES = {
  // The archive and its files
  archive_unreadable: error('The archive is no zip, is cut short, is encrypted, or a size in it is a lie.'),
  archive_unsafe: error(
    'An entry of the archive has a name or a kind that no GTFS has (.., a link, a drive).',
  ),
  archive_too_large: error('The archive has too many files, or more bytes than an import may take.'),
  archive_duplicate_file: error('The archive holds the same file twice.'),
  import_exhausted: error('The import took more time or memory than it may; nothing of it was kept.'),
  csv_broken: error('The file stops being CSV: an open quote, or a record longer than 64 KiB.'),
  too_many_rows: error('The file has more rows than an import may take.'),
  wrong_encoding: warning(
    'The file is not UTF-8; the letters it spoils are shown as the replacement character.',
  ),
  unsupported_encoding: error('The file is UTF-16, and GTFS is UTF-8.'),
  missing_file: error('A file that the schedule cannot be made without is absent.'),
  empty_file: error('A required file has a header and no rows, or not even a header.'),
  missing_column: error('A required column is absent.'),
  duplicate_column: warning('A column is there twice; the first is read.'),
  wrong_field_count: warning(
    'A row has fewer or more fields than the header; missing ones are read as empty.',
  ),
  unknown_file: note('A file that GTFS does not define was ignored.'),
  unknown_column: note('A column that GTFS does not define was ignored.'),
  // Values
  missing_value: error('A required value is empty.'),
  bad_value: error('A value is not what its column may hold.'),
  bad_optional_value: warning('A value that is not needed is wrong and was read as empty.'),
  bad_time: error('A time is not of the form HH:MM:SS.'),
  bad_date: error('A date is not a day of the form YYYYMMDD.'),
  bad_time_zone: error('agency_timezone is no time zone of the IANA database.'),
  bad_coordinates: error('A latitude or longitude is absent, no number, or not on Earth.'),
  duplicate_id: error('Two rows have the same id.'),
  unknown_reference: error('A row names something that its own file does not have.'),
  // Agencies and calendars
  several_time_zones: error('Agencies have different time zones, and times of a GTFS can be of one only.'),
  no_agency_of_route: warning('A route names no agency although there are several; the first is used.'),
  calendar_backwards: warning('A service ends before it starts; only its added dates run.'),
  // Stops and shapes
  null_island: warning('A stop or shape point lies at 0, 0 in the sea.'),
  unused_stop: note('No trip calls at the stop.'),
  unused_route: note('No trip runs on the route.'),
  unused_shape: note('No trip follows the shape.'),
  unused_service: note('No trip runs on the service.'),
  unknown_shape: warning(
    'A trip names a shape that shapes.txt lacks; lines were drawn straight from stop to stop.',
  ),
  missing_shape: note('A trip has no shape; lines were drawn straight from stop to stop.'),
  short_shape: warning('A shape has fewer than two different points; lines were drawn from stop to stop.'),
  shape_backwards: warning('A shape is drawn against the order of the stops; it was turned round.'),
  shape_elsewhere: warning('Most stops lie far from the shape; lines were drawn straight from stop to stop.'),
  stop_far_from_shape: warning('A stop lies more than 200 m from the shape of a trip that calls at it.'),
  shape_not_rising: warning('shape_dist_traveled falls along the shape and was not used.'),
  // Trips and times
  no_trips: error('No trip is left that a vehicle could run.'),
  unusable_trip: warning('A trip calls at fewer than two stops and was left out.'),
  stop_time_without_stop: warning(
    'A row of stop_times.txt names no stop (an area on demand) and was left out.',
  ),
  unknown_parent: warning('A stop names a parent_station that stops.txt lacks; it is read as having none.'),
  call_at_station: warning('A trip calls at a station or entrance rather than at a stop or platform.'),
  duplicate_stop_sequence: error('Two rows of a trip have the same stop_sequence.'),
  missing_edge_time: error('The first or last stop of a trip has no time.'),
  falling_times: error('A trip leaves before it arrives, or is at a stop before it left the one before.'),
  midnight_not_passed: warning(
    'Times begin again at 00:00 within a trip; they were read as 24:00 and later.',
  ),
  timepoint_without_time: warning('A row says its time is exact and has none; it was interpolated.'),
  translation_of_nothing: note(
    'A translation names a record that its file does not have, or none; it was left out.',
  ),
  bad_frequency: error('A row of frequencies.txt has no positive headway, or ends before it starts.'),
  overlapping_frequencies: warning('Two rows of frequencies.txt overlap for the same trip.'),
  overlapping_block: warning('Two trips of a block run at the same time on the same service.'),
} as const satisfies Record<string, GtfsRule>;

export type GtfsRuleName = keyof typeof GTFS_RULES;
