/**
 * The files of GTFS: which are read, in what order (a row may name only what was read before), which columns
 * each must have, and which it may have. From the GTFS Schedule Reference, revised 2026.
 */
export interface GtfsTable {
  readonly file: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const table = (file: string, required: string, optional: string): GtfsTable => ({
  file,
  required: required === '' ? [] : required.split(' '),
  optional: optional === '' ? [] : optional.split(' '),
});

/** In the order in which they must be read. */
export const GTFS_TABLES = [
  table(
    'agency.txt',
    'agency_name agency_timezone',
    'agency_id agency_url agency_lang agency_phone agency_fare_url agency_email cemv_support',
  ),
  table(
    'feed_info.txt',
    'feed_publisher_name',
    'feed_publisher_url feed_lang default_lang feed_start_date feed_end_date feed_version feed_contact_email ' +
      'feed_contact_url',
  ),
  table(
    'calendar.txt',
    'service_id monday tuesday wednesday thursday friday saturday sunday start_date end_date',
    'service_name',
  ),
  table('calendar_dates.txt', 'service_id date exception_type', 'holiday_name'),
  table(
    'routes.txt',
    'route_id route_type',
    'agency_id route_short_name route_long_name route_desc route_url route_color route_text_color ' +
      'route_sort_order continuous_pickup continuous_drop_off network_id cemv_support',
  ),
  table(
    'stops.txt',
    'stop_id stop_lat stop_lon',
    'stop_code stop_name tts_stop_name stop_desc zone_id stop_url location_type parent_station stop_timezone ' +
      'wheelchair_boarding level_id platform_code stop_access',
  ),
  table('shapes.txt', 'shape_id shape_pt_lat shape_pt_lon shape_pt_sequence', 'shape_dist_traveled'),
  table(
    'trips.txt',
    'route_id service_id trip_id',
    'trip_headsign trip_short_name direction_id block_id shape_id wheelchair_accessible bikes_allowed ' +
      'cars_allowed safe_duration_factor safe_duration_offset',
  ),
  table(
    'stop_times.txt',
    'trip_id stop_id stop_sequence',
    'arrival_time departure_time location_group_id location_id stop_headsign start_pickup_drop_off_window ' +
      'end_pickup_drop_off_window pickup_type drop_off_type continuous_pickup continuous_drop_off ' +
      'shape_dist_traveled timepoint pickup_booking_rule_id drop_off_booking_rule_id mean_duration_factor ' +
      'mean_duration_offset safe_duration_factor safe_duration_offset',
  ),
  table('frequencies.txt', 'trip_id start_time end_time headway_secs', 'exact_times'),
  // Nothing of it is required: of a feed whose translations cannot be read the names are told as they stand.
  table(
    'translations.txt',
    '',
    'table_name field_name language translation record_id record_sub_id field_value',
  ),
] as const satisfies readonly GtfsTable[];

/** Without these nothing can be made; of the two calendars one is enough. */
export const REQUIRED_FILES: readonly string[] = [
  'agency.txt',
  'routes.txt',
  'stops.txt',
  'trips.txt',
  'stop_times.txt',
];

/** Files that GTFS defines and that Rukh has no use for yet: not read, and not called unknown. */
const OTHER_FILES =
  'fare_attributes.txt fare_rules.txt timeframes.txt rider_categories.txt fare_media.txt fare_products.txt ' +
  'fare_leg_rules.txt fare_leg_join_rules.txt fare_transfer_rules.txt areas.txt stop_areas.txt networks.txt ' +
  'route_networks.txt transfers.txt pathways.txt levels.txt location_groups.txt location_group_stops.txt ' +
  'locations.geojson booking_rules.txt attributions.txt';

const KNOWN_FILES: ReadonlySet<string> = new Set([
  ...GTFS_TABLES.map(({ file }) => file),
  ...OTHER_FILES.split(' '),
]);

/** Whether GTFS defines a file of this name. */
export function isGtfsFile(name: string): boolean {
  return KNOWN_FILES.has(name);
}

/** The files that an import reads, in the order in which it must read them. */
export function listFilesToRead(): readonly string[] {
  return GTFS_TABLES.map(({ file }) => file);
}

/** The table read from a file, or undefined where the file is not read. */
export function findTable(file: string): GtfsTable | undefined {
  return GTFS_TABLES.find((table) => table.file === file);
}
