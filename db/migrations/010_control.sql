-- Inspection, clearing and who may see which report.

-- Inspectors sign in with a PIN, kept as scrypt makes it.
CREATE TABLE ticketing.inspectors (
  inspector_id text PRIMARY KEY CHECK (inspector_id ~ '^[A-Za-z0-9_.-]{1,64}$'),
  operator_id text NOT NULL REFERENCES ticketing.operators,
  pin_salt bytea NOT NULL CHECK (length(pin_salt) = 16),
  pin_hash bytea NOT NULL CHECK (length(pin_hash) = 32),
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE ticketing.inspector_attempts (
  inspector_id text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inspector_attempts_who ON ticketing.inspector_attempts (inspector_id, at);
CREATE TABLE ticketing.inspector_sign_ins (
  -- SHA-256 of the token that the phone has.
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  inspector_id text NOT NULL REFERENCES ticketing.inspectors,
  expires_at timestamptz NOT NULL
);

-- While one is open, the validators of the vehicle refuse with INSPECTION_LOCK.
CREATE TABLE ticketing.inspection_sessions (
  session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  vehicle_id text NOT NULL,
  inspector_id text NOT NULL REFERENCES ticketing.inspectors,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- A session that is forgotten ends by itself: no vehicle stays locked.
  expires_at timestamptz NOT NULL,
  closed_at timestamptz
);
CREATE UNIQUE INDEX inspection_sessions_open ON ticketing.inspection_sessions (vehicle_id) WHERE closed_at IS NULL;

-- Which devices are locked now: what answers to heartbeats and batches tell them.
CREATE VIEW ticketing.locked_devices AS
SELECT place.device_id, session.vehicle_id, session.session_id, session.opened_at, session.expires_at
FROM ticketing.inspection_sessions AS session
JOIN ticketing.device_assignments AS place ON place.vehicle_id = session.vehicle_id
  AND place.valid_from <= now() AND coalesce(place.valid_until, 'infinity') > now()
WHERE session.closed_at IS NULL AND session.expires_at > now();

CREATE TABLE ticketing.inspections (
  inspection_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session_id bigint NOT NULL REFERENCES ticketing.inspection_sessions,
  token_ref bytea NOT NULL CHECK (length(token_ref) = 16),
  -- When the ride may have begun at the earliest.
  ride_since timestamptz NOT NULL,
  result text NOT NULL CHECK (
    result IN ('VALID', 'NO_VALIDATION', 'EXPIRED', 'WRONG_HOLDER', 'ON_DENY_LIST', 'UNKNOWN_PENDING')
  ),
  inspected_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.inspections
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

CREATE TABLE ticketing.fines (
  fine_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  inspection_id bigint NOT NULL UNIQUE REFERENCES ticketing.inspections,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  state text NOT NULL DEFAULT 'ISSUED' CHECK (state IN ('ISSUED', 'PAID', 'VOIDED', 'TO_REFUND')),
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- The history of each fine; only added to.
CREATE TABLE ticketing.fine_events (
  fine_id bigint NOT NULL REFERENCES ticketing.fines,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL,
  -- An inspector, an office, or the service that follows taps.
  actor text NOT NULL,
  -- The tap that surfaced.
  device_id text,
  seq bigint,
  reason text NOT NULL
);
CREATE INDEX fine_events_fine ON ticketing.fine_events (fine_id, at);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.fine_events
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

-- What is known of the validators of a vehicle: until when everything that they took is here, whether numbers are
-- missing, what they say they keep. Goes by what devices say of themselves where that is kept (011).
CREATE FUNCTION ticketing.validators_of(vehicle text)
RETURNS TABLE (device_id text, known_until timestamptz, has_gap boolean, queue_length integer)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF to_regclass('ticketing.device_status') IS NOT NULL THEN
    RETURN QUERY EXECUTE $query$
      SELECT place.device_id, status.heard_at,
        coalesce(progress.missing > 0, false) OR coalesce(status.last_seq > progress.high_water_mark, status.last_seq > 0, false),
        coalesce(status.queue_length, 0)
      FROM ticketing.device_assignments AS place
      JOIN ticketing.devices AS device ON device.device_id = place.device_id AND device.kind = 'VALIDATOR'
      LEFT JOIN ticketing.device_status AS status ON status.device_id = place.device_id
      LEFT JOIN ticketing.device_progress AS progress ON progress.device_id = place.device_id
      WHERE place.vehicle_id = $1 AND place.valid_from <= now() AND coalesce(place.valid_until, 'infinity') > now()
    $query$ USING vehicle;
  ELSE
    RETURN QUERY
      SELECT place.device_id, (SELECT max(received_at) FROM ticketing.taps AS tap WHERE tap.device_id = place.device_id),
        (SELECT coalesce(max(seq) <> count(*), false) FROM ticketing.taps AS tap WHERE tap.device_id = place.device_id), 0
      FROM ticketing.device_assignments AS place
      JOIN ticketing.devices AS device ON device.device_id = place.device_id AND device.kind = 'VALIDATOR'
      WHERE place.vehicle_id = vehicle AND place.valid_from <= now() AND coalesce(place.valid_until, 'infinity') > now();
  END IF;
END
$$;

-- Who may read reports: of one operator or funding body, or of all where neither is named.
CREATE TABLE ticketing.report_tokens (
  -- SHA-256.
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  label text NOT NULL,
  operator_id text REFERENCES ticketing.operators,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

-- Keys of pseudonyms, one a month. With a key its month can be joined no more: deleting it is forgetting.
CREATE TABLE ticketing.pseudonym_keys (
  month date PRIMARY KEY,
  key bytea NOT NULL CHECK (length(key) = 32)
);

-- Clearing: what operators are due of a period's rides, each run kept; the last run of a period and rule holds.
CREATE TABLE ticketing.clearing_runs (
  run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_day date NOT NULL,
  to_day date NOT NULL CHECK (to_day >= from_day),
  rule text NOT NULL CHECK (rule IN ('EQUAL', 'BOARDINGS', 'KM')),
  rule_version integer NOT NULL,
  -- SHA-256 of the charges it was made from, in order: the same input gives the same run.
  input_hash bytea NOT NULL,
  charges bigint NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  made_by text NOT NULL
);
CREATE TABLE ticketing.clearing_lines (
  run_id bigint NOT NULL REFERENCES ticketing.clearing_runs,
  -- '' where no operator is known of a ride.
  operator_id text NOT NULL,
  currency text NOT NULL,
  rides bigint NOT NULL,
  persons bigint NOT NULL,
  -- What was charged on its vehicles, and its part of the journeys.
  charged_minor bigint NOT NULL,
  apportioned_minor bigint NOT NULL,
  -- Of what riders did not pay, what funding bodies owe for rides on its vehicles.
  funded_minor bigint NOT NULL,
  concession_rides bigint NOT NULL,
  PRIMARY KEY (run_id, operator_id, currency)
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.clearing_runs
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.clearing_lines
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
