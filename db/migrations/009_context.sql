-- Taps in their place: whose looks are due, what is read of them by reports.

ALTER TABLE ticketing.tap_contexts
  ADD COLUMN trip_id_performed text,
  -- Place of the stop in the trip, from 1: TIDES trip_stop_sequence.
  ADD COLUMN trip_stop_sequence integer,
  -- The vehicle, and whose it was, when this was worked out: an assignment may be corrected afterwards.
  ADD COLUMN vehicle_id text,
  ADD COLUMN operator_id text;

-- Taps whose place is to be looked for, or looked at again. A row goes when nothing more is to be expected.
CREATE TABLE ticketing.context_pending (
  device_id text NOT NULL,
  seq bigint NOT NULL,
  -- When the next look is due; -infinity: as soon as may be.
  due_at timestamptz NOT NULL DEFAULT '-infinity',
  looks smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (device_id, seq)
);
CREATE INDEX context_pending_due ON ticketing.context_pending (due_at);

-- Up to which transaction taps have been taken up.
CREATE TABLE ticketing.context_cursor (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  accepted_xid xid8 NOT NULL
);
INSERT INTO ticketing.context_cursor (accepted_xid) VALUES ('0');

-- Stops served by a vehicle about a time.
CREATE INDEX stop_visits_vehicle ON stop_visits (vehicle_id, schedule_arrival_time);

-- Taps of a day. They come almost in order of time; what was offline is little.
CREATE INDEX IF NOT EXISTS taps_time ON ticketing.taps USING brin (tapped_at) WITH (pages_per_range = 32);

-- Whoever corrects a device's assignment, also in the past, has its taps of that time placed again.
CREATE FUNCTION ticketing.place_again_by_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticketing.context_pending (device_id, seq)
  SELECT tap.device_id, tap.seq FROM ticketing.taps AS tap
  WHERE (TG_OP <> 'INSERT' AND tap.device_id = OLD.device_id
      AND tap.tapped_at >= OLD.valid_from AND tap.tapped_at < coalesce(OLD.valid_until, 'infinity'))
    OR (TG_OP <> 'DELETE' AND tap.device_id = NEW.device_id
      AND tap.tapped_at >= NEW.valid_from AND tap.tapped_at < coalesce(NEW.valid_until, 'infinity'))
  ON CONFLICT (device_id, seq) DO UPDATE SET due_at = '-infinity', looks = 0;
  RETURN NULL;
END
$$;
CREATE TRIGGER place_again AFTER INSERT OR UPDATE OR DELETE ON ticketing.device_assignments
  FOR EACH ROW EXECUTE FUNCTION ticketing.place_again_by_assignment();

CREATE FUNCTION ticketing.place_again_by_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticketing.context_pending (device_id, seq) VALUES (NEW.device_id, NEW.seq)
  ON CONFLICT (device_id, seq) DO UPDATE SET due_at = '-infinity', looks = 0;
  RETURN NULL;
END
$$;
CREATE TRIGGER place_again AFTER INSERT ON ticketing.tap_corrections
  FOR EACH ROW EXECUTE FUNCTION ticketing.place_again_by_time();

-- Each tap as it is known now: its corrected time, its last context, the vehicle and operator of that moment.
CREATE VIEW ticketing.placed_taps AS
SELECT
  tap.device_id, tap.seq, tap.token_ref, tap.media_type, tap.kind, tap.reason, tap.extras, tap.outcome,
  tap.received_at, tap.accepted_xid, tap.claimed,
  CASE WHEN corrected.tapped_at IS NULL THEN tap.clock_quality ELSE 'CORRECTED' END AS clock_quality,
  coalesce(corrected.tapped_at, tap.tapped_at) AS tapped_at,
  coalesce(assigned.vehicle_id, tap.vehicle_id) AS vehicle_id,
  coalesce(assigned.operator_id, tap.operator_id) AS operator_id,
  context.revision AS context_revision, context.trip_id, context.service_date, context.trip_id_performed,
  context.route_id, context.direction_id, context.stop_id, context.stop_sequence, context.trip_stop_sequence,
  coalesce(context.source, 'NONE') AS source, coalesce(context.confidence, 0) AS confidence
FROM ticketing.taps AS tap
LEFT JOIN LATERAL (
  SELECT tapped_at FROM ticketing.tap_corrections AS c
  WHERE c.device_id = tap.device_id AND c.seq = tap.seq ORDER BY revision DESC LIMIT 1
) AS corrected ON true
LEFT JOIN LATERAL (
  SELECT * FROM ticketing.tap_contexts AS c
  WHERE c.device_id = tap.device_id AND c.seq = tap.seq ORDER BY revision DESC LIMIT 1
) AS context ON true
LEFT JOIN LATERAL (
  SELECT vehicle_id, operator_id FROM ticketing.device_assignments AS a
  WHERE a.device_id = tap.device_id AND a.valid_from <= coalesce(corrected.tapped_at, tap.tapped_at)
    AND coalesce(a.valid_until, 'infinity') > coalesce(corrected.tapped_at, tap.tapped_at)
  ORDER BY valid_from DESC LIMIT 1
) AS assigned ON true;
