-- Vehicles of routes that run by headway: how much longer than planned it is since the vehicle before, and, Rukh's own,
-- the planned headway, seconds. Actual is planned and deviation. Rows of before have none.
ALTER TABLE vehicle_locations
  ADD COLUMN headway_deviation integer,
  ADD COLUMN planned_headway integer;
