-- What was told against what came: one row a sample whose stop was then seen to be served.
SELECT
  sample.made_at,
  sample.service_date,
  sample.trip_id_performed,
  sample.trip_stop_sequence,
  sample.route_id,
  sample.stop_id,
  sample.trips_ahead,
  sample.horizon_seconds,
  sample.interval_seconds,
  extract(epoch FROM
    sample.predicted_arrival_time - coalesce(visit.actual_arrival_time, visit.actual_departure_time)
  )::double precision AS error_seconds
FROM prediction_samples AS sample
JOIN stop_visits AS visit USING (service_date, trip_id_performed, trip_stop_sequence)
WHERE coalesce(visit.actual_arrival_time, visit.actual_departure_time) IS NOT NULL
