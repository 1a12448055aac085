-- How right predictions were, hour by hour: worked out by the archive from prediction_samples and stop_visits, and
-- kept long after the samples are gone. An hour is that of the arrivals. Worked out again, it is the same rows.

-- Which hours have been scored, and from what.
CREATE TABLE prediction_score_hours (
  hour timestamptz PRIMARY KEY,
  scored_at timestamptz NOT NULL,
  -- Arrivals of the hour, and samples of predictions of them.
  visits integer NOT NULL,
  samples integer NOT NULL,
  -- Samples that do not count, by reason.
  left_out jsonb NOT NULL
);

CREATE TABLE prediction_scores (
  hour timestamptz NOT NULL REFERENCES prediction_score_hours ON DELETE CASCADE,
  -- Arrivals of the hour, and those that were predicted at this horizon.
  visits integer NOT NULL,
  visits_predicted integer NOT NULL,
  -- Samples at this horizon, and of their errors (actual minus predicted, seconds): mean and median of the absolute
  -- error, its 90th percentile, the mean error, the share of at most 60 s. Null where there are none.
  predictions integer NOT NULL,
  mean_absolute_error_seconds real,
  median_absolute_error_seconds real,
  p90_absolute_error_seconds real,
  bias_seconds real,
  within_60_share real,
  -- Share of the arrivals within the published interval, and how wide it was.
  interval_coverage real,
  interval_width_seconds real,
  -- Mean change from one sample to the next.
  change_seconds real,
  -- Of the network: mean absolute errors on the rows for which every method has an answer.
  common_predictions integer,
  common_mae_seconds real,
  timetable_mae_seconds real,
  last_delay_mae_seconds real,
  constant_mae_seconds real,
  kalman_mae_seconds real,
  median_10_mae_seconds real,
  -- '' is the whole network.
  route_id text NOT NULL,
  -- Minutes from the prediction to the arrival: '0-1', '1-3', '3-6', '6-10', '10-15', '15-30', '30-60'.
  horizon text NOT NULL,
  PRIMARY KEY (route_id, hour, horizon)
);

CREATE INDEX prediction_scores_hour ON prediction_scores (hour);
