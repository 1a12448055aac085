-- Who may work at the dispatchers' side and how they sign in; carriers, and which vehicle is whose.

-- Carriers that the schedule does not know as agencies, or under another name.
CREATE TABLE dispatch.carriers (
  carrier_id text PRIMARY KEY,
  name text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- Whose a vehicle is, and what it is. A vehicle that changes hands gets a second row; the days of its rows never meet
-- (whoever writes holds the lock of the table and looks).
CREATE TABLE dispatch.fleet (
  vehicle_id text NOT NULL,
  valid_from date NOT NULL DEFAULT '-infinity',
  -- The last day; null while it holds.
  valid_to date,
  carrier_id text NOT NULL,
  label text,
  plate text,
  is_low_floor boolean,
  -- Places in all, seats and standing.
  capacity integer CHECK (capacity > 0),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (vehicle_id, valid_from),
  CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX fleet_carrier ON dispatch.fleet (carrier_id);

CREATE TABLE dispatch.users (
  user_id text PRIMARY KEY,
  login text NOT NULL,
  name text NOT NULL,
  roles text[] NOT NULL,
  -- Carriers whose vehicles are seen; null for all.
  carrier_ids text[] CHECK (cardinality(carrier_ids) > 0),
  -- argon2id, as PHC string; null for those who sign in without a password.
  password_hash text,
  totp_secret text,
  -- The newest step of TOTP that was taken: no code works twice.
  totp_step bigint NOT NULL DEFAULT 0,
  oidc_issuer text,
  oidc_subject text,
  is_disabled boolean NOT NULL DEFAULT false,
  is_demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (oidc_issuer, oidc_subject),
  CHECK ((oidc_issuer IS NULL) = (oidc_subject IS NULL))
);
CREATE UNIQUE INDEX users_login ON dispatch.users (lower(login));

CREATE TABLE dispatch.passkeys (
  credential_id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES dispatch.users ON DELETE CASCADE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  label text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX passkeys_user ON dispatch.passkeys (user_id);

-- Who is signed in. Of the cookie only the hash is kept: who reads this table cannot sign in with it.
CREATE TABLE dispatch.sessions (
  token_hash bytea PRIMARY KEY,
  user_id text NOT NULL REFERENCES dispatch.users ON DELETE CASCADE,
  method text NOT NULL,
  started_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  -- At the latest; idle ones end before.
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON dispatch.sessions (user_id);

-- What a sign-in of two steps (passkey, OIDC) must remember between them; taken once.
CREATE TABLE dispatch.sign_in_steps (
  step_hash bytea PRIMARY KEY,
  kind text NOT NULL,
  content jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Tries of late, by a hash of what they have in common (account and address, account, address).
CREATE TABLE dispatch.sign_in_tries (
  key bytea PRIMARY KEY,
  since timestamptz NOT NULL,
  tries integer NOT NULL
);

-- Every sign-in, every failure, every change of rights.
CREATE TABLE dispatch.access_audit (
  entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL,
  -- Who did it: a user, 'admin-token', 'command-line'; null for a stranger.
  actor text,
  -- Whom or what it was done to.
  subject text,
  address text,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX access_audit_at ON dispatch.access_audit (at);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON dispatch.access_audit
  FOR EACH STATEMENT EXECUTE FUNCTION dispatch.refuse_change();

SELECT dispatch.grant_to_app();
