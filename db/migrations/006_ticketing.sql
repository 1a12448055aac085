-- The e-ticket: who may tap with what on which device, and every tap. A schema of its own, so that what holds money
-- and people can be given to one service alone (db/roles.sql). Taps, like all that follows from them, are only ever
-- added: corrections are new rows.

CREATE SCHEMA ticketing;

-- Carriers and who else takes part in the money.
CREATE TABLE ticketing.operators (
  operator_id text PRIMARY KEY CHECK (operator_id ~ '^[A-Za-z0-9_.-]{1,64}$'),
  name text NOT NULL,
  role text NOT NULL DEFAULT 'CARRIER' CHECK (role IN ('CARRIER', 'FUNDING_BODY', 'SCHEME'))
);

CREATE TABLE ticketing.devices (
  device_id text PRIMARY KEY CHECK (device_id ~ '^[A-Za-z0-9_-]{1,32}$'),
  kind text NOT NULL DEFAULT 'VALIDATOR' CHECK (kind IN ('VALIDATOR', 'INSPECTOR', 'DRIVER_TERMINAL')),
  operator_id text NOT NULL REFERENCES ticketing.operators,
  state text NOT NULL DEFAULT 'PROVISIONED' CHECK (state IN ('PROVISIONED', 'ACTIVE', 'SUSPENDED', 'REVOKED')),
  state_reason text,
  -- Taps dated before this cannot be.
  provisioned_at timestamptz NOT NULL DEFAULT now()
);

-- Public keys, Ed25519. Several may hold at a time while a device goes over from one to the next.
CREATE TABLE ticketing.device_keys (
  device_id text NOT NULL REFERENCES ticketing.devices,
  key_id text NOT NULL CHECK (key_id ~ '^[A-Za-z0-9_-]{1,64}$'),
  public_key bytea NOT NULL CHECK (length(public_key) = 32),
  valid_from timestamptz NOT NULL DEFAULT now(),
  valid_until timestamptz,
  PRIMARY KEY (device_id, key_id)
);

-- Which vehicle a device was on, and whose vehicle that was then.
CREATE TABLE ticketing.device_assignments (
  device_id text NOT NULL REFERENCES ticketing.devices,
  vehicle_id text NOT NULL,
  operator_id text NOT NULL REFERENCES ticketing.operators,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz,
  PRIMARY KEY (device_id, valid_from),
  CHECK (valid_until > valid_from)
);

-- Who pays. Every medium that was ever tapped has an account; nobody's name is in it.
CREATE TABLE ticketing.accounts (
  account_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state text NOT NULL DEFAULT 'UNVERIFIED' CHECK (
    state IN ('UNUSED', 'UNVERIFIED', 'ACTIVE', 'DORMANT', 'SUSPENDED', 'ARCHIVED', 'CLOSED')
  ),
  -- What its media may still do while it owes money (NeTEx TravelCreditPolicy).
  credit_policy text NOT NULL DEFAULT 'BLOCK_PAY_AS_YOU_GO' CHECK (
    credit_policy IN ('ALLOW_TRAVEL', 'BLOCK_PAY_AS_YOU_GO', 'BLOCK_ALL')
  ),
  -- How it is paid: from money put in before, or through the gateway after.
  funding text NOT NULL DEFAULT 'PREPAID' CHECK (funding IN ('PREPAID', 'GATEWAY')),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What is held to a device. token_ref is an HMAC-SHA-256, cut to 16 bytes, of the token as read, by a key that is not
-- in the database: the token itself is kept nowhere.
CREATE TABLE ticketing.media (
  token_ref bytea PRIMARY KEY CHECK (length(token_ref) = 16),
  media_type text NOT NULL,
  -- fare_media_id of the tariff where the type alone does not tell it.
  fare_media_id text,
  state text NOT NULL DEFAULT 'ACTIVE' CHECK (
    state IN ('ISSUED', 'ACTIVE', 'BLOCKED', 'LOST', 'REPLACED', 'EXPIRED')
  ),
  replaced_by bytea REFERENCES ticketing.media,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Whose medium it was, from when to when: media of one rider are merged, lost ones replaced.
CREATE TABLE ticketing.media_accounts (
  token_ref bytea NOT NULL REFERENCES ticketing.media,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  valid_from timestamptz NOT NULL DEFAULT '-infinity',
  valid_until timestamptz NOT NULL DEFAULT 'infinity',
  PRIMARY KEY (token_ref, valid_from),
  CHECK (valid_until > valid_from)
);
CREATE INDEX media_accounts_account ON ticketing.media_accounts (account_id);

-- The right to a rider category for a time; who pays for it. The person's papers are kept elsewhere.
CREATE TABLE ticketing.entitlements (
  entitlement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  rider_category_id text NOT NULL,
  funding_body_id text REFERENCES ticketing.operators,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL DEFAULT 'infinity',
  -- Set where it was taken back; it then held until this moment.
  revoked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (valid_until > valid_from)
);
CREATE INDEX entitlements_account ON ticketing.entitlements (account_id);

-- Passes and carnets that were bought.
CREATE TABLE ticketing.held_products (
  held_product_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  fare_product_id text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL DEFAULT 'infinity',
  rides integer,
  state text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'REFUNDED')),
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX held_products_account ON ticketing.held_products (account_id);

-- Every tap that has a receipt, as the device said it (its token as token_ref) and on Rukh's clock.
CREATE TABLE ticketing.taps (
  device_id text NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  -- SHA-256 of the tap's canonical bytes with token_ref in place of the token.
  content_hash bytea NOT NULL,
  token_ref bytea NOT NULL,
  media_type text NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  deny_list_version integer NOT NULL,
  extras jsonb,
  device_time timestamptz NOT NULL,
  -- Corrected by what is known of the device's clock.
  tapped_at timestamptz NOT NULL,
  -- EXACT, CORRECTED, BOUNDED (by neighbours), IMPOSSIBLE.
  clock_quality text NOT NULL,
  outcome text NOT NULL,
  -- Of the device's assignment at tapped_at; else as the device claims.
  vehicle_id text,
  operator_id text,
  -- What the device claims: route_id, trip_id, stop_id, lat, lon.
  claimed jsonb,
  received_at timestamptz NOT NULL DEFAULT now(),
  -- The transaction that brought it: who follows the table reads up to pg_snapshot_xmin and misses none.
  accepted_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (device_id, seq)
);
CREATE INDEX taps_token ON ticketing.taps (token_ref, tapped_at);
CREATE INDEX taps_accepted ON ticketing.taps (accepted_xid);
CREATE INDEX taps_vehicle ON ticketing.taps (vehicle_id, tapped_at);

-- A tap's time, corrected after it was accepted; the last revision holds.
CREATE TABLE ticketing.tap_corrections (
  device_id text NOT NULL,
  seq bigint NOT NULL,
  revision integer NOT NULL CHECK (revision > 0),
  tapped_at timestamptz NOT NULL,
  reason text NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, seq, revision),
  FOREIGN KEY (device_id, seq) REFERENCES ticketing.taps
);

-- Where a tap was, by the live positions of its vehicle; worked out again when positions or a GTFS come late. The last
-- revision holds.
CREATE TABLE ticketing.tap_contexts (
  device_id text NOT NULL,
  seq bigint NOT NULL,
  revision integer NOT NULL CHECK (revision > 0),
  trip_id text,
  service_date date,
  route_id text,
  direction_id smallint,
  stop_id text,
  stop_sequence integer,
  source text NOT NULL CHECK (source IN ('DEVICE', 'AVL', 'SCHEDULE', 'MANUAL', 'NONE')),
  confidence real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  computed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, seq, revision),
  FOREIGN KEY (device_id, seq) REFERENCES ticketing.taps
);

-- Accounts to be priced again, from which moment on, and why. Filled by whoever changes something that prices depend
-- on; emptied by the pricing service.
CREATE TABLE ticketing.repricing (
  account_id bigint PRIMARY KEY REFERENCES ticketing.accounts,
  since timestamptz NOT NULL,
  causes text[] NOT NULL,
  queued_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION ticketing.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.taps
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.tap_corrections
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.tap_contexts
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
