-- Media over their life, what their riders may, the deny list in versions, and signed tickets. What changes a right is
-- also written to the audit, which is only ever added to.

-- Under which name devices know a medium on the deny list (docs/deny-list.md), sealed by the key of token_ref: whoever
-- has the database and a validator's key still cannot try card numbers. Noted by whoever has the token in hand; a medium
-- may come into media later.
CREATE TABLE ticketing.list_refs (
  token_ref bytea PRIMARY KEY CHECK (length(token_ref) = 16),
  list_ref bytea NOT NULL CHECK (length(list_ref) = 16)
);

CREATE TABLE ticketing.audit (
  audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Who: the administration, the rider's page, a service.
  actor text NOT NULL,
  action text NOT NULL,
  token_ref bytea,
  account_id bigint,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_token ON ticketing.audit (token_ref) WHERE token_ref IS NOT NULL;
CREATE INDEX audit_account ON ticketing.audit (account_id) WHERE account_id IS NOT NULL;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.audit
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

-- Asks for an account to be priced again from a moment on.
CREATE FUNCTION ticketing.reprice(account bigint, from_time timestamptz, cause text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ticketing.repricing (account_id, since, causes) VALUES (account, from_time, ARRAY[cause])
  ON CONFLICT (account_id) DO UPDATE SET
    since = least(repricing.since, excluded.since),
    causes = ARRAY(SELECT DISTINCT unnest(repricing.causes || excluded.causes) ORDER BY 1)
$$;

-- The code printed on a card that opens the rider's page, as scrypt makes it.
CREATE TABLE ticketing.media_codes (
  token_ref bytea PRIMARY KEY REFERENCES ticketing.media ON DELETE CASCADE,
  salt bytea NOT NULL CHECK (length(salt) = 16),
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32)
);
-- Wrong codes of the last while: a card's page is shut for some minutes after some of them.
CREATE TABLE ticketing.rider_attempts (
  token_ref bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX rider_attempts_token ON ticketing.rider_attempts (token_ref, at);
CREATE TABLE ticketing.rider_sessions (
  -- SHA-256 of what is in the cookie.
  session_hash bytea PRIMARY KEY CHECK (length(session_hash) = 32),
  token_ref bytea NOT NULL REFERENCES ticketing.media ON DELETE CASCADE,
  language text NOT NULL DEFAULT 'uk',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX rider_sessions_token ON ticketing.rider_sessions (token_ref);

-- Passes as they are sold. One that is activated stands in held_products too, which is what prices go by.
CREATE TABLE ticketing.travel_rights (
  travel_right_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  fare_product_id text NOT NULL,
  -- How long it holds from its activation; null: for ever, as for a number of rides.
  duration interval,
  rides integer CHECK (rides > 0),
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  state text NOT NULL DEFAULT 'UNUSED' CHECK (state IN ('UNUSED', 'ACTIVATED', 'REFUNDED')),
  sold_at timestamptz NOT NULL DEFAULT now(),
  activated_at timestamptz,
  held_product_id bigint REFERENCES ticketing.held_products,
  -- The rider asked for his money; whoever decides about money answers.
  refund_wished_at timestamptz,
  CHECK ((state = 'ACTIVATED') <= (held_product_id IS NOT NULL))
);
CREATE INDEX travel_rights_account ON ticketing.travel_rights (account_id);

-- Whom validators refuse. An entry holds for one medium, for all media of an account, or for all whose concession a
-- funding body pays. Entries are closed, never deleted.
CREATE TABLE ticketing.deny_list_entries (
  entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scope text NOT NULL CHECK (scope IN ('TOKEN', 'ACCOUNT', 'FUNDING_BODY')),
  token_ref bytea REFERENCES ticketing.media,
  account_id bigint REFERENCES ticketing.accounts,
  funding_body_id text REFERENCES ticketing.operators,
  reason text NOT NULL CHECK (
    reason IN ('DEBT', 'LOST', 'REPLACED', 'FRAUD', 'FUNDING_BODY', 'BLOCKED_BY_RIDER', 'EXPIRED', 'ADMINISTRATION')
  ),
  valid_from timestamptz NOT NULL DEFAULT now(),
  valid_until timestamptz NOT NULL DEFAULT 'infinity',
  -- False for one that holds from a later day, until it does.
  is_begun boolean NOT NULL DEFAULT true,
  added_by text NOT NULL,
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed_at timestamptz,
  removed_by text,
  CHECK ((scope = 'TOKEN') = (token_ref IS NOT NULL)),
  CHECK ((scope = 'ACCOUNT') = (account_id IS NOT NULL)),
  CHECK ((scope = 'FUNDING_BODY') = (funding_body_id IS NOT NULL)),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE UNIQUE INDEX deny_list_entries_token ON ticketing.deny_list_entries (token_ref, reason)
  WHERE removed_at IS NULL AND scope = 'TOKEN';
CREATE UNIQUE INDEX deny_list_entries_account ON ticketing.deny_list_entries (account_id, reason)
  WHERE removed_at IS NULL AND scope = 'ACCOUNT';
CREATE UNIQUE INDEX deny_list_entries_body ON ticketing.deny_list_entries (funding_body_id, reason)
  WHERE removed_at IS NULL AND scope = 'FUNDING_BODY';
CREATE INDEX deny_list_entries_to_begin ON ticketing.deny_list_entries (valid_from)
  WHERE removed_at IS NULL AND NOT is_begun;
CREATE INDEX deny_list_entries_bounds ON ticketing.deny_list_entries (valid_until)
  WHERE removed_at IS NULL AND valid_until < 'infinity';

-- Media for which the list may have to change: emptied by whoever publishes it. Several rows for one are all right.
CREATE TABLE ticketing.deny_list_changes (
  change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_ref bytea NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A salt of the fingerprints holds for an epoch; a device of another epoch takes a snapshot.
CREATE TABLE ticketing.deny_list_epochs (
  epoch integer PRIMARY KEY CHECK (epoch > 0),
  salt bytea NOT NULL CHECK (length(salt) = 16),
  first_version integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE ticketing.deny_list_versions (
  version integer PRIMARY KEY CHECK (version > 0),
  epoch integer NOT NULL REFERENCES ticketing.deny_list_epochs,
  -- Fingerprints of 8 bytes, one after another, rising.
  added bytea NOT NULL DEFAULT '',
  removed bytea NOT NULL DEFAULT '',
  -- The oldest change that is in it.
  changed_at timestamptz NOT NULL,
  published_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Which media were in which versions: [added_version, removed_version).
CREATE TABLE ticketing.deny_listed (
  token_ref bytea NOT NULL,
  added_version integer NOT NULL,
  removed_version integer CHECK (removed_version > added_version),
  fingerprint bytea NOT NULL CHECK (length(fingerprint) = 8),
  PRIMARY KEY (token_ref, added_version)
);
CREATE UNIQUE INDEX deny_listed_now ON ticketing.deny_listed (token_ref) WHERE removed_version IS NULL;

INSERT INTO ticketing.deny_list_epochs (epoch, salt, first_version)
  VALUES (1, decode(replace(gen_random_uuid()::text, '-', ''), 'hex'), 1);
-- Version 0 is that of a device without a list.
INSERT INTO ticketing.deny_list_versions (version, epoch, changed_at) VALUES (1, 1, clock_timestamp());

-- Whether validators are to refuse a medium now, and why; no row: they are not.
CREATE FUNCTION ticketing.deny_reasons(medium bytea) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT reason FROM ticketing.deny_list_entries
  WHERE scope = 'TOKEN' AND token_ref = medium AND removed_at IS NULL
    AND valid_from <= clock_timestamp() AND valid_until > clock_timestamp()
  UNION
  SELECT entry.reason FROM ticketing.media_accounts AS owner
  JOIN ticketing.deny_list_entries AS entry ON entry.scope = 'ACCOUNT' AND entry.account_id = owner.account_id
  WHERE owner.token_ref = medium AND now() >= owner.valid_from AND now() < owner.valid_until
    AND entry.removed_at IS NULL
    AND entry.valid_from <= clock_timestamp() AND entry.valid_until > clock_timestamp()
  UNION
  SELECT entry.reason FROM ticketing.media_accounts AS owner
  JOIN ticketing.entitlements AS given USING (account_id)
  JOIN ticketing.deny_list_entries AS entry
    ON entry.scope = 'FUNDING_BODY' AND entry.funding_body_id = given.funding_body_id
  WHERE owner.token_ref = medium AND now() >= owner.valid_from AND now() < owner.valid_until
    AND given.valid_from <= now() AND least(given.valid_until, given.revoked_at) > now()
    AND entry.removed_at IS NULL
    AND entry.valid_from <= clock_timestamp() AND entry.valid_until > clock_timestamp()
$$;

CREATE FUNCTION ticketing.note_deny_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.scope = 'TOKEN' THEN
    INSERT INTO ticketing.deny_list_changes (token_ref) VALUES (NEW.token_ref);
  ELSIF NEW.scope = 'ACCOUNT' THEN
    INSERT INTO ticketing.deny_list_changes (token_ref)
    SELECT DISTINCT token_ref FROM ticketing.media_accounts WHERE account_id = NEW.account_id;
  ELSE
    INSERT INTO ticketing.deny_list_changes (token_ref)
    SELECT DISTINCT owner.token_ref FROM ticketing.entitlements AS given
    JOIN ticketing.media_accounts AS owner USING (account_id)
    WHERE given.funding_body_id = NEW.funding_body_id;
  END IF;
  NOTIFY ticketing_deny_list;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_deny_change AFTER INSERT OR UPDATE ON ticketing.deny_list_entries
  FOR EACH ROW EXECUTE FUNCTION ticketing.note_deny_change();

-- A medium that comes to another account comes under its entries, or out of them.
CREATE FUNCTION ticketing.note_owner_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ticketing.deny_list_entries WHERE scope <> 'TOKEN' AND removed_at IS NULL) THEN
    INSERT INTO ticketing.deny_list_changes (token_ref) VALUES (NEW.token_ref);
    NOTIFY ticketing_deny_list;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_owner_change AFTER INSERT OR UPDATE ON ticketing.media_accounts
  FOR EACH ROW EXECUTE FUNCTION ticketing.note_owner_change();

CREATE FUNCTION ticketing.note_entitlement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM ticketing.deny_list_entries
    WHERE scope = 'FUNDING_BODY' AND funding_body_id = NEW.funding_body_id AND removed_at IS NULL
  ) THEN
    INSERT INTO ticketing.deny_list_changes (token_ref)
    SELECT token_ref FROM ticketing.media_accounts WHERE account_id = NEW.account_id;
    NOTIFY ticketing_deny_list;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_entitlement_change AFTER INSERT OR UPDATE ON ticketing.entitlements
  FOR EACH ROW EXECUTE FUNCTION ticketing.note_entitlement_change();

-- A medium that is refused becomes known by its name on the list.
CREATE FUNCTION ticketing.note_list_ref() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticketing.deny_list_changes (token_ref)
  SELECT token_ref FROM noted WHERE EXISTS (SELECT FROM ticketing.deny_reasons(noted.token_ref));
  IF FOUND THEN NOTIFY ticketing_deny_list; END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_list_ref AFTER INSERT ON ticketing.list_refs REFERENCING NEW TABLE AS noted
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.note_list_ref();

-- The four below are for any transaction that finds a reason to refuse, or that it is gone; they may be called again.
-- Each answers whether it changed something.
CREATE FUNCTION ticketing.deny(medium bytea, why text, who text DEFAULT 'service') RETURNS boolean LANGUAGE sql AS $$
  WITH made AS (
    INSERT INTO ticketing.deny_list_entries (scope, token_ref, reason, added_by) VALUES ('TOKEN', medium, why, who)
    ON CONFLICT (token_ref, reason) WHERE removed_at IS NULL AND scope = 'TOKEN' DO NOTHING RETURNING 1
  ), kept AS (
    INSERT INTO ticketing.audit (actor, action, token_ref, details)
    SELECT who, 'DENY', medium, jsonb_build_object('reason', why) FROM made
  ) SELECT EXISTS (SELECT FROM made)
$$;
CREATE FUNCTION ticketing.undeny(medium bytea, why text, who text DEFAULT 'service') RETURNS boolean LANGUAGE sql AS $$
  WITH closed AS (
    UPDATE ticketing.deny_list_entries SET removed_at = clock_timestamp(), removed_by = who
    WHERE scope = 'TOKEN' AND token_ref = medium AND reason = why AND removed_at IS NULL RETURNING 1
  ), kept AS (
    INSERT INTO ticketing.audit (actor, action, token_ref, details)
    SELECT who, 'UNDENY', medium, jsonb_build_object('reason', why) FROM closed
  ) SELECT EXISTS (SELECT FROM closed)
$$;
CREATE FUNCTION ticketing.deny_account(account bigint, why text, who text DEFAULT 'service') RETURNS boolean
LANGUAGE sql AS $$
  WITH made AS (
    INSERT INTO ticketing.deny_list_entries (scope, account_id, reason, added_by)
    VALUES ('ACCOUNT', account, why, who)
    ON CONFLICT (account_id, reason) WHERE removed_at IS NULL AND scope = 'ACCOUNT' DO NOTHING RETURNING 1
  ), kept AS (
    INSERT INTO ticketing.audit (actor, action, account_id, details)
    SELECT who, 'DENY', account, jsonb_build_object('reason', why) FROM made
  ) SELECT EXISTS (SELECT FROM made)
$$;
CREATE FUNCTION ticketing.undeny_account(account bigint, why text, who text DEFAULT 'service') RETURNS boolean
LANGUAGE sql AS $$
  WITH closed AS (
    UPDATE ticketing.deny_list_entries SET removed_at = clock_timestamp(), removed_by = who
    WHERE scope = 'ACCOUNT' AND account_id = account AND reason = why AND removed_at IS NULL RETURNING 1
  ), kept AS (
    INSERT INTO ticketing.audit (actor, action, account_id, details)
    SELECT who, 'UNDENY', account, jsonb_build_object('reason', why) FROM closed
  ) SELECT EXISTS (SELECT FROM closed)
$$;

-- What validators go by beside the list: how old it may be, windows of tickets. The highest version holds.
CREATE TABLE ticketing.validator_configurations (
  version integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body jsonb NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  published_by text NOT NULL
);

-- Public keys of the back office, Ed25519. The private ones are in the services' configuration alone.
CREATE TABLE ticketing.office_keys (
  purpose text NOT NULL CHECK (purpose IN ('TICKET', 'LIST')),
  key_id text NOT NULL CHECK (key_id ~ '^[A-Za-z0-9_-]{1,32}$'),
  public_key bytea NOT NULL CHECK (length(public_key) = 32),
  -- What it signed is good when signed within these.
  valid_from timestamptz NOT NULL DEFAULT now(),
  valid_until timestamptz NOT NULL DEFAULT 'infinity',
  PRIMARY KEY (purpose, key_id)
);

-- Signed tickets that were sold. Its token is the ticket's id in hexadecimal digits, its medium the one of that token.
CREATE TABLE ticketing.tickets (
  token_ref bytea PRIMARY KEY REFERENCES ticketing.media,
  layer text NOT NULL CHECK (layer IN ('STATIC', 'DYNAMIC')),
  channel text NOT NULL CHECK (channel IN ('APP', 'DRIVER', 'PAPER')),
  fare_product_id text NOT NULL,
  vehicle_id text,
  single_use boolean NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  sold_by text NOT NULL,
  sold_at timestamptz NOT NULL DEFAULT now(),
  CHECK (valid_until > valid_from)
);

-- Taps of tickets that do not go together: of one use twice, or farther apart than anybody travels.
CREATE TABLE ticketing.ticket_flags (
  token_ref bytea NOT NULL,
  device_id text NOT NULL,
  seq bigint NOT NULL,
  flag text NOT NULL CHECK (flag IN ('SECOND_USE', 'OTHER_VEHICLE', 'IMPOSSIBLE_TRAVEL')),
  -- The tap that it does not go with.
  first_device_id text NOT NULL,
  first_seq bigint NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, seq, flag)
);
CREATE INDEX ticket_flags_made ON ticketing.ticket_flags (made_at);
-- Up to which transaction taps were looked at for that.
CREATE TABLE ticketing.ticket_watch (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  seen_xid xid8 NOT NULL
);
INSERT INTO ticketing.ticket_watch (seen_xid) VALUES ('0');
