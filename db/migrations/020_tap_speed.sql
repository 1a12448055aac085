-- What each tap costs on its way in: the indexes of ticketing.taps that only rare jobs read.

-- Nobody looks for taps by vehicle here: those who do go by the vehicle's devices, or by the day (placed_taps).
DROP INDEX ticketing.taps_vehicle;

-- Taps are forgotten in the order of their time, which is nearly that of the table (taps_time). Up to where that is
-- done is kept; what came later than a day after its tap, and so perhaps behind that mark, has an index of its own.
DROP INDEX ticketing.taps_linked;
CREATE INDEX taps_linked_late ON ticketing.taps (tapped_at)
  WHERE NOT is_unlinked AND received_at - tapped_at > interval '1 day';
CREATE TABLE ticketing.unlinking_mark (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  -- Every tap of before, but for late ones, is unlinked.
  done_until timestamptz NOT NULL
);
INSERT INTO ticketing.unlinking_mark (done_until) VALUES ('-infinity');

-- As before: forgets whose some taps were, and answers how many taps it were. The services may change no tap; this they
-- may ask for, so it runs with the rights of the tables' owner.
CREATE OR REPLACE FUNCTION ticketing.unlink_taps(before timestamptz, secret text, most integer, only_media bytea[] DEFAULT NULL)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mark timestamptz;
  forgotten integer;
BEGIN
  IF length(secret) < 32 THEN RAISE EXCEPTION 'the secret is too short'; END IF;
  PERFORM set_config('ticketing.unlinking', 'on', true);
  IF only_media IS NOT NULL THEN
    WITH due AS (
      SELECT device_id, seq FROM ticketing.taps
      WHERE NOT is_unlinked AND tapped_at < before AND token_ref = ANY (only_media)
      ORDER BY tapped_at LIMIT most
    )
    UPDATE ticketing.taps AS tap SET is_unlinked = true,
      token_ref = substr(sha256(convert_to(secret, 'UTF8') || tap.token_ref), 1, 16)
    FROM due WHERE tap.device_id = due.device_id AND tap.seq = due.seq;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
  ELSE
    -- A day of overlap: who inserted while the mark was set may have come in behind it.
    SELECT done_until - interval '1 day' INTO mark FROM ticketing.unlinking_mark FOR UPDATE;
    WITH late AS (
      SELECT device_id, seq FROM ticketing.taps
      WHERE NOT is_unlinked AND received_at - tapped_at > interval '1 day' AND tapped_at < before
      ORDER BY tapped_at LIMIT most
    ), timely AS (
      SELECT device_id, seq FROM ticketing.taps
      WHERE NOT is_unlinked AND tapped_at >= mark AND tapped_at < before
      ORDER BY tapped_at LIMIT most
    ), due AS (
      SELECT device_id, seq FROM (SELECT * FROM late UNION SELECT * FROM timely) AS both_kinds LIMIT most
    )
    UPDATE ticketing.taps AS tap SET is_unlinked = true,
      token_ref = substr(sha256(convert_to(secret, 'UTF8') || tap.token_ref), 1, 16)
    FROM due WHERE tap.device_id = due.device_id AND tap.seq = due.seq;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    IF forgotten < most THEN
      UPDATE ticketing.unlinking_mark SET done_until = greatest(done_until, before);
    END IF;
  END IF;
  PERFORM set_config('ticketing.unlinking', 'off', true);
  RETURN forgotten;
END
$$;

REVOKE EXECUTE ON FUNCTION ticketing.unlink_taps FROM PUBLIC;
DO $$
BEGIN
  IF to_regrole('rukh_app') IS NOT NULL THEN
    GRANT EXECUTE ON FUNCTION ticketing.unlink_taps TO rukh_app;
  END IF;
END
$$;
SELECT ticketing.grant_to_app();
