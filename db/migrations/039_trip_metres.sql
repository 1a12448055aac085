-- How far along its trip a tap was, and where the trip ended, whole metres: for fares by distance.
ALTER TABLE ticketing.tap_contexts
  ADD COLUMN trip_metres integer,
  ADD COLUMN trip_end_metres integer;
