-- Where the trip of a tap ended, so that a ride without an exit can be priced as far as it can have gone.
ALTER TABLE ticketing.tap_contexts
  ADD COLUMN trip_end_stop_id text,
  -- Its place in the trip, from 1.
  ADD COLUMN trip_end_place integer;
