-- History under TIDES names (https://github.com/TIDES-transit/TIDES). The tables hold the columns that Rukh
-- fills, and a few of its own marked below; the views tides_* give every column of the specification, in its
-- order. On TimescaleDB these tables become hypertables; `rukh migrate` does it after the migrations, because
-- it depends on the server and on the configuration. Columns stand widest first: it saves padding in each row.
--
-- Each key is made of what the row says, never of a counter: the same event delivered twice is the same row.

CREATE TYPE tides_current_status AS ENUM ('Incoming at', 'Stopped at', 'In transit to');

CREATE TYPE tides_trip_type AS ENUM (
  'In service', 'Deadhead', 'Layover', 'Pullout', 'Pullin', 'Extra Pullout', 'Extra Pullin',
  'Deadhead To Layover', 'Deadhead From Layover', 'Other not in service'
);

-- One row a position that was judged good.
CREATE TABLE vehicle_locations (
  -- When it was measured, on our clock.
  event_timestamp timestamptz NOT NULL,
  -- Rukh's own: when it reached us.
  received_at timestamptz NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  odometer double precision,
  service_date date,
  heading real,
  speed real,
  -- Observed minus scheduled, seconds.
  schedule_deviation integer,
  trip_stop_sequence integer,
  scheduled_stop_sequence integer,
  -- Rukh's own: metres along the shape, and the probability that the trip is right.
  shape_dist_traveled real,
  confidence real,
  current_status tides_current_status,
  trip_type tides_trip_type,
  vehicle_id text NOT NULL,
  trip_id_performed text,
  trip_id_scheduled text,
  stop_id text,
  -- Rukh's own: why there is no trip.
  unassigned_reason text,
  PRIMARY KEY (vehicle_id, event_timestamp)
);

-- One row a stop passed.
CREATE TABLE stop_visits (
  -- The scheduled time is the time axis of this table: it never changes when the observed one is corrected.
  schedule_arrival_time timestamptz NOT NULL,
  schedule_departure_time timestamptz NOT NULL,
  actual_arrival_time timestamptz,
  actual_departure_time timestamptz,
  service_date date NOT NULL,
  -- Place of the stop in the trip, from 1. A stop that was passed unseen leaves a gap.
  trip_stop_sequence integer NOT NULL CHECK (trip_stop_sequence >= 1),
  scheduled_stop_sequence integer NOT NULL,
  -- Rukh's own; null where GTFS gives none.
  direction_id smallint,
  timepoint boolean NOT NULL,
  vehicle_id text NOT NULL,
  trip_id_performed text NOT NULL,
  trip_id_scheduled text NOT NULL,
  -- Rukh's own: TIDES has it in trips_performed only.
  route_id text NOT NULL,
  stop_id text NOT NULL,
  PRIMARY KEY (service_date, trip_id_performed, trip_stop_sequence, schedule_arrival_time)
);

-- One row a trip that a vehicle ran, or part of it.
CREATE TABLE trips_performed (
  schedule_trip_start timestamptz NOT NULL,
  schedule_trip_end timestamptz NOT NULL,
  -- Departure from the first stop and arrival at the last, where they were seen.
  actual_trip_start timestamptz,
  actual_trip_end timestamptz,
  -- Rukh's own: when the vehicle was first seen on the trip, when it left it, and why.
  first_seen_at timestamptz,
  ended_at timestamptz,
  service_date date NOT NULL,
  direction_id smallint,
  end_reason text,
  vehicle_id text NOT NULL,
  trip_id_performed text NOT NULL,
  trip_id_scheduled text NOT NULL,
  route_id text NOT NULL,
  route_type text,
  shape_id text,
  block_id text,
  trip_start_stop_id text NOT NULL,
  trip_end_stop_id text NOT NULL,
  PRIMARY KEY (service_date, trip_id_performed)
);

-- Rukh's own table: what passengers were told, looked at once a minute, to be compared with stop_visits.
CREATE TABLE prediction_samples (
  -- A whole interval of sampling, so that two readers of the same stream make the same row.
  made_at timestamptz NOT NULL,
  predicted_arrival_time timestamptz NOT NULL,
  service_date date NOT NULL,
  trip_stop_sequence integer NOT NULL,
  -- Half-width of the 80 % interval round the arrival.
  interval_seconds integer NOT NULL,
  -- predicted_arrival_time minus made_at.
  horizon_seconds integer NOT NULL,
  -- 0 = the trip under way, 1 = the next of the vehicle's block, ...
  trips_ahead smallint NOT NULL,
  trip_id_performed text NOT NULL,
  vehicle_id text NOT NULL,
  route_id text NOT NULL,
  stop_id text NOT NULL,
  PRIMARY KEY (trip_id_performed, trip_stop_sequence, made_at, service_date)
);
