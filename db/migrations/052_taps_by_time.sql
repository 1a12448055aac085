-- Taps of a stretch of time, both its ends in it. The view of placed taps cannot be asked by time: any tap may have been given
-- another time, so that all there ever were are looked at. Here those are found by the time that they came with, or were given.
CREATE FUNCTION ticketing.placed_between(since timestamptz, until timestamptz) RETURNS SETOF ticketing.placed_taps
LANGUAGE sql STABLE AS $$
  SELECT placed.* FROM (
    SELECT device_id, seq FROM ticketing.taps WHERE tapped_at BETWEEN since AND until
    UNION
    SELECT device_id, seq FROM ticketing.tap_corrections WHERE tapped_at BETWEEN since AND until
  ) AS candidate JOIN ticketing.placed_taps AS placed USING (device_id, seq)
  WHERE placed.tapped_at BETWEEN since AND until
$$;
SELECT ticketing.grant_to_app();
