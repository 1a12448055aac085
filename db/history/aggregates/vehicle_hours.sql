-- How a vehicle reported in each hour: gaps, share of positions with a trip, lag from measuring to receiving.
SELECT
  time_bucket(INTERVAL '1 hour', event_timestamp) AS hour,
  vehicle_id,
  count(*) AS positions,
  count(trip_id_performed) AS positions_with_trip,
  min(event_timestamp) AS first_at,
  max(event_timestamp) AS last_at,
  avg(speed) AS mean_speed,
  max(extract(epoch FROM received_at - event_timestamp))::double precision AS longest_lag_seconds
FROM vehicle_locations
GROUP BY time_bucket(INTERVAL '1 hour', event_timestamp), vehicle_id
