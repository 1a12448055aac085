-- Punctuality of a route in each scheduled hour: a visit is on time from one minute early to five minutes late,
-- counted on the arrival, or on the departure where no arrival was seen (the first stop).
SELECT
  time_bucket(INTERVAL '1 hour', schedule_arrival_time) AS hour,
  route_id,
  direction_id,
  count(*) AS visits,
  count(*) FILTER (
    WHERE coalesce(actual_arrival_time - schedule_arrival_time, actual_departure_time - schedule_departure_time)
      < INTERVAL '-1 minute'
  ) AS early_visits,
  count(*) FILTER (
    WHERE coalesce(actual_arrival_time - schedule_arrival_time, actual_departure_time - schedule_departure_time)
      BETWEEN INTERVAL '-1 minute' AND INTERVAL '5 minutes'
  ) AS on_time_visits,
  count(*) FILTER (
    WHERE coalesce(actual_arrival_time - schedule_arrival_time, actual_departure_time - schedule_departure_time)
      > INTERVAL '5 minutes'
  ) AS late_visits,
  avg(extract(epoch FROM
    coalesce(actual_arrival_time - schedule_arrival_time, actual_departure_time - schedule_departure_time)
  ))::double precision AS mean_deviation_seconds
FROM stop_visits
GROUP BY time_bucket(INTERVAL '1 hour', schedule_arrival_time), route_id, direction_id
