-- stop_visits with exactly the columns of TIDES, in its order; those that Rukh does not fill are null.
SELECT
  service_date,
  trip_id_performed,
  trip_stop_sequence,
  scheduled_stop_sequence,
  NULL::text AS pattern_id,
  vehicle_id,
  CASE
    WHEN actual_departure_time >= actual_arrival_time
      THEN extract(epoch FROM actual_departure_time - actual_arrival_time)::integer
  END AS dwell,
  stop_id,
  timepoint,
  schedule_arrival_time,
  schedule_departure_time,
  actual_arrival_time,
  actual_departure_time,
  NULL::integer AS distance,
  NULL::integer AS boarding_1,
  NULL::integer AS alighting_1,
  NULL::integer AS boarding_2,
  NULL::integer AS alighting_2,
  NULL::integer AS departure_load,
  NULL::timestamptz AS door_open,
  NULL::timestamptz AS door_close,
  NULL::text AS door_status,
  NULL::double precision AS ramp_deployed_time,
  NULL::boolean AS ramp_failure,
  NULL::double precision AS kneel_deployed_time,
  NULL::double precision AS lift_deployed_time,
  NULL::boolean AS bike_rack_deployed,
  NULL::integer AS bike_load,
  NULL::double precision AS revenue,
  NULL::integer AS number_of_transactions,
  'Scheduled'::text AS schedule_relationship
FROM stop_visits
