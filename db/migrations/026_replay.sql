-- What the dispatchers' screen shows of a vehicle and history did not keep, so that a past moment is shown as it was.
-- Rukh's own: metres between the position and the line, and how full it was told to be (GTFS-realtime OccupancyStatus
-- by number). Rows of before have none. What the vehicle is called is the registry's to say: a label may be a plate.
ALTER TABLE vehicle_locations
  ADD COLUMN offset_metres real,
  ADD COLUMN occupancy_status smallint;

-- What was open at a past moment is found by when it was raised.
CREATE INDEX exceptions_raised ON dispatch.exceptions (raised_at);
