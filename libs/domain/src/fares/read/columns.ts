/** Columns of each file of a tariff. `*` marks those that must be there. */
const SCOPE = [
  'leg_group_ids',
  'network_ids',
  'route_ids',
  'operator_ids',
  'fare_product_ids',
  'fare_media_ids',
  'rider_category_ids',
  'except_rider_category_ids',
  'within_area_ids',
  'touched_area_ids',
  'start_area_ids',
  'end_area_ids',
  'timeframe_group_ids',
] as const;
export type ScopeColumn = (typeof SCOPE)[number];

export const TARIFF_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'tariff_info.txt': [
    ...['tariff_id*', 'tariff_name', 'valid_from', 'valid_until', 'valid_until_inclusive', 'timezone'],
    ...['currency', 'fare_day_start', 'week_start', 'rounding', 'rounding_unit', 'default_rider_category_id'],
    ...['fallback_fare_product_id', 'distance_methods', 'published_at', 'base_tariff_id', 'source_url'],
    'attribution',
  ],
  'fare_media.txt': ['fare_media_id*', 'fare_media_name', 'fare_media_type', 'media_types'],
  'rider_categories.txt': [
    ...['rider_category_id*', 'rider_category_name', 'is_default_fare_category', 'eligibility_url'],
  ],
  'fare_products.txt': [
    ...['fare_product_id*', 'fare_product_name', 'rider_category_id', 'fare_media_id', 'amount*', 'currency'],
  ],
  'fare_bands.txt': [
    ...['fare_product_id*', 'rider_category_id', 'fare_media_id', 'measure*', 'from', 'to', 'from_inclusive'],
    ...['to_inclusive', 'amount*', 'per_unit_amount', 'unit'],
  ],
  'areas.txt': ['area_id*', 'area_name'],
  'stop_areas.txt': ['area_id*', 'stop_id*'],
  'networks.txt': ['network_id*', 'network_name'],
  'route_networks.txt': ['network_id*', 'route_id*'],
  'stops.txt': [
    'stop_id*',
    'stop_name',
    'stop_lat',
    'stop_lon',
    'zone_id',
    'parent_station',
    'location_type',
  ],
  'routes.txt': ['route_id*', 'network_id', 'route_short_name', 'route_long_name', 'route_type', 'agency_id'],
  'fare_distances.txt': ['from_id*', 'to_id*', 'metres', 'stops', 'zones', 'one_way'],
  'calendar.txt': [
    ...['service_id*', 'monday*', 'tuesday*', 'wednesday*', 'thursday*', 'friday*', 'saturday*', 'sunday*'],
    ...['start_date*', 'end_date*'],
  ],
  'calendar_dates.txt': ['service_id*', 'date*', 'exception_type*'],
  'timeframes.txt': ['timeframe_group_id*', 'start_time', 'end_time', 'service_id*', 'end_inclusive'],
  'fare_leg_rules.txt': [
    ...['leg_group_id', 'network_id', 'from_area_id', 'to_area_id', 'from_timeframe_group_id'],
    ...['to_timeframe_group_id', 'fare_product_id*', 'rule_priority', 'distance_type', 'min_distance'],
    ...['max_distance', 'rule_id'],
  ],
  'fare_leg_join_rules.txt': ['from_network_id*', 'to_network_id*', 'from_stop_id', 'to_stop_id', 'rule_id'],
  'fare_transfer_rules.txt': [
    ...['from_leg_group_id', 'to_leg_group_id', 'transfer_count', 'duration_limit', 'duration_limit_type'],
    ...['fare_transfer_type*', 'fare_product_id', 'duration_limit_inclusive', 'rule_id', ...SCOPE],
  ],
  'fare_attributes.txt': [
    ...[
      'fare_id*',
      'price*',
      'currency_type*',
      'payment_method',
      'transfers',
      'transfer_duration',
      'agency_id',
    ],
  ],
  'fare_rules.txt': ['fare_id*', 'route_id', 'origin_id', 'destination_id', 'contains_id'],
  'fare_transfer_windows.txt': [
    ...[
      'window_id*',
      'duration_seconds*',
      'measured_from',
      'measured_to',
      'end_inclusive',
      'max_gap_seconds',
    ],
    ...[
      'transfer_count',
      'same_route',
      'same_media',
      'consecutive',
      'opened_by',
      'effect*',
      'value',
      'credit',
    ],
    ...SCOPE,
    ...SCOPE.map((column) => `from_${column}`),
    ...SCOPE.map((column) => `to_${column}`),
  ],
  'fare_modifiers.txt': ['modifier_id*', 'kind*', 'value*', 'in_caps', ...SCOPE],
  'fare_caps.txt': [
    ...[
      'cap_id*',
      'period*',
      'period_length',
      'period_end_inclusive',
      'measure',
      'limit*',
      'effect',
      'value',
    ],
    ...['counts', 'maximum_fares', 'service_ids', ...SCOPE],
  ],
  'fare_best_value.txt': [
    ...[
      'group_id*',
      'fare_product_id*',
      'validity*',
      'seconds',
      'end_inclusive',
      'rides',
      'period',
      ...SCOPE,
    ],
  ],
  'fare_passes.txt': [
    ...['fare_product_id*', 'validity*', 'length', 'rides', 'beyond_scope', 'credit', 'extras', ...SCOPE],
  ],
  'fare_quotas.txt': [
    ...['quota_id*', 'rider_category_id*', 'period*', 'period_length', 'period_end_inclusive', 'limit*'],
    ...['counts', 'fallback_rider_category_id', ...SCOPE],
  ],
  'fare_concessions.txt': ['rider_category_id*', 'funding*', 'amount', 'transfers_funded'],
  'fare_extras.txt': [
    ...[
      'extra_kind*',
      'fare_product_id',
      'rider_category_id',
      'max_count',
      'free_count',
      'transfers',
      ...SCOPE,
    ],
  ],
  'fare_groups.txt': ['group_id*', 'fare_product_id*', 'members*', 'min_persons', 'max_persons', ...SCOPE],
  'tap_policies.txt': [
    ...[
      'policy_id*',
      'mode*',
      'passback_seconds',
      'passback_inclusive',
      'same_vehicle',
      'max_journey_seconds',
    ],
    ...['max_journey_inclusive', 'maximum_fare_product_id', 'incomplete', 'unpaired_off', 'cancel_seconds'],
    ...['cancel_inclusive', 'reentry', 'reentry_seconds', ...SCOPE],
  ],
  'tariff_overlays.txt': [
    ...['overlay_id*', 'valid_from*', 'valid_until', 'valid_until_inclusive', 'file*', 'match*', 'action*'],
    ...['field', 'value', 'except_rider_category_ids', 'note'],
  ],
};

export const SCOPE_COLUMNS: readonly ScopeColumn[] = SCOPE;
