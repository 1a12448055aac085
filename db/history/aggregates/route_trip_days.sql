-- How the trips of a route ended on each service day. A trip without an end is under way, or its vehicle was
-- last seen by an archive that was stopped.
SELECT
  time_bucket(INTERVAL '1 day', service_date) AS service_day,
  route_id,
  direction_id,
  count(*) AS trips,
  count(*) FILTER (WHERE end_reason = 'finished') AS finished_trips,
  count(*) FILTER (WHERE end_reason = 'abandoned') AS abandoned_trips,
  count(*) FILTER (WHERE end_reason = 'reassigned') AS reassigned_trips,
  count(*) FILTER (WHERE end_reason = 'lost') AS lost_trips,
  count(*) FILTER (WHERE end_reason IS NULL) AS trips_without_end
FROM trips_performed
GROUP BY time_bucket(INTERVAL '1 day', service_date), route_id, direction_id
