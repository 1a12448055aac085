-- trips_performed with exactly the columns of TIDES, in its order; those that Rukh does not fill are null.
SELECT
  service_date,
  trip_id_performed,
  vehicle_id,
  trip_id_scheduled,
  route_id,
  route_type,
  NULL::text AS ntd_mode,
  NULL::text AS route_type_agency,
  shape_id,
  NULL::text AS pattern_id,
  direction_id::integer AS direction_id,
  NULL::text AS operator_id,
  block_id,
  trip_start_stop_id,
  trip_end_stop_id,
  schedule_trip_start,
  schedule_trip_end,
  actual_trip_start,
  actual_trip_end,
  'In service'::text AS trip_type,
  'Scheduled'::text AS schedule_relationship
FROM trips_performed
