-- What becomes of devices and of what they send, beside the taps themselves.

-- By these a tap is dated again when more is known of its device's clock; null where a tap is older than they are.
ALTER TABLE ticketing.taps ADD COLUMN boot_id bigint;
ALTER TABLE ticketing.taps ADD COLUMN uptime_ms bigint;
ALTER TABLE ticketing.taps ADD COLUMN clock_source text;
CREATE INDEX taps_undated ON ticketing.taps (device_id, seq) WHERE clock_quality IN ('BOUNDED', 'IMPOSSIBLE');

-- What the tap becomes at its corrected time.
ALTER TABLE ticketing.tap_corrections ADD COLUMN outcome text NOT NULL DEFAULT 'ACCEPTED';
ALTER TABLE ticketing.tap_corrections ADD COLUMN clock_quality text NOT NULL DEFAULT 'CORRECTED';

-- Numbers that are settled without a tap: what was sent under them was none. Nothing of it is kept, least of all its
-- token; that the number is here lets the device drop it and count on. A good tap under the number is still taken.
CREATE TABLE ticketing.tap_tombstones (
  device_id text NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  fault text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, seq)
);

-- The same number with another content: a device that counts wrong, a restored image, or a copied key.
CREATE TABLE ticketing.tap_conflicts (
  device_id text NOT NULL,
  seq bigint NOT NULL,
  content_hash bytea NOT NULL,
  stored_hash bytea NOT NULL,
  first_at timestamptz NOT NULL DEFAULT now(),
  last_at timestamptz NOT NULL DEFAULT now(),
  times bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (device_id, seq, content_hash)
);

-- Batches that were refused whole, a row for each device, reason and hour. The bytes are not kept: they hold tokens of
-- riders, and what is not signed by a device we trust may hold anything. device_id is what the sender claimed.
CREATE TABLE ticketing.batch_rejections (
  device_id text NOT NULL,
  reason text NOT NULL,
  hour timestamptz NOT NULL,
  times bigint NOT NULL DEFAULT 1,
  bytes bigint NOT NULL,
  -- Of the latest, to compare with what the device has.
  sha256 bytea NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (device_id, reason, hour)
);
CREATE INDEX batch_rejections_hour ON ticketing.batch_rejections (hour);

-- How far a device has come. A hint that saves reading its taps from the first: what is right is in taps.
CREATE TABLE ticketing.device_progress (
  device_id text PRIMARY KEY REFERENCES ticketing.devices,
  high_water_mark bigint NOT NULL,
  last_seq bigint NOT NULL,
  missing bigint NOT NULL DEFAULT 0,
  last_tap_at timestamptz,
  noted_at timestamptz NOT NULL DEFAULT now()
);

-- When each start of a device was, on Rukh's clock.
CREATE TABLE ticketing.device_boots (
  device_id text NOT NULL REFERENCES ticketing.devices,
  boot_id bigint NOT NULL,
  started_at timestamptz NOT NULL,
  last_heard_at timestamptz NOT NULL,
  PRIMARY KEY (device_id, boot_id)
);

-- What a device said of itself last.
CREATE TABLE ticketing.device_status (
  device_id text PRIMARY KEY REFERENCES ticketing.devices,
  heard_at timestamptz NOT NULL,
  clock_offset_ms bigint NOT NULL,
  clock_source text NOT NULL,
  boot_id bigint NOT NULL,
  uptime_ms bigint NOT NULL,
  last_seq bigint NOT NULL,
  queue_length integer NOT NULL,
  deny_list_version integer NOT NULL,
  software_version text,
  config_version text,
  vehicle_id text
);

-- Codes by which a device gets its identity: it makes its own key and shows the code once. Only a digest is kept.
CREATE TABLE ticketing.device_enrolments (
  code_hash bytea PRIMARY KEY CHECK (length(code_hash) = 32),
  device_id text NOT NULL REFERENCES ticketing.devices,
  made_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- Who changed what of which device; only ever added to.
CREATE TABLE ticketing.device_changes (
  change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  device_id text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  made_by text NOT NULL,
  change text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX device_changes_device ON ticketing.device_changes (device_id, change_id);
CREATE INDEX device_changes_made ON ticketing.device_changes (made_at);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.device_changes
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

-- Taps as they are believed now: at their corrected time, on the vehicle that the device is said to have been on then,
-- also where that was corrected later.
CREATE VIEW ticketing.current_taps AS
SELECT tap.device_id, tap.seq, tap.token_ref, tap.media_type, tap.kind, tap.reason, tap.deny_list_version, tap.extras,
  tap.device_time,
  coalesce(correction.tapped_at, tap.tapped_at) AS tapped_at,
  coalesce(correction.clock_quality, tap.clock_quality) AS clock_quality,
  coalesce(correction.outcome, tap.outcome) AS outcome,
  coalesce(assignment.vehicle_id, tap.vehicle_id) AS vehicle_id,
  coalesce(assignment.operator_id, tap.operator_id) AS operator_id,
  tap.claimed, tap.received_at, tap.accepted_xid
FROM ticketing.taps AS tap
LEFT JOIN LATERAL (
  SELECT tapped_at, clock_quality, outcome FROM ticketing.tap_corrections AS made
  WHERE made.device_id = tap.device_id AND made.seq = tap.seq
  ORDER BY revision DESC LIMIT 1
) AS correction ON true
LEFT JOIN LATERAL (
  SELECT vehicle_id, operator_id FROM ticketing.device_assignments AS place
  WHERE place.device_id = tap.device_id
    AND place.valid_from <= coalesce(correction.tapped_at, tap.tapped_at)
    AND (place.valid_until IS NULL OR place.valid_until > coalesce(correction.tapped_at, tap.tapped_at))
  ORDER BY place.valid_from DESC LIMIT 1
) AS assignment ON true;

-- Placed taps go by corrections too: one that is let out of quarantine counts from then on.
CREATE OR REPLACE VIEW ticketing.placed_taps AS
SELECT
  tap.device_id, tap.seq, tap.token_ref, tap.media_type, tap.kind, tap.reason, tap.extras,
  coalesce(corrected.outcome, tap.outcome) AS outcome,
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
  SELECT tapped_at, outcome FROM ticketing.tap_corrections AS c
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
