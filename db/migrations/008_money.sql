-- The money of the e-ticket. Charges are what rides cost, each revision kept; the ledger is what was booked for them,
-- in double entry; pay windows are what cards are asked for. PostgreSQL is the only place that holds money: jobs in
-- Redis carry ids alone, and the outbox brings them back when Redis loses them.

CREATE INDEX tap_corrections_time ON ticketing.tap_corrections (tapped_at);

-- What cannot be priced is tried again later, and does not hold the others up.
ALTER TABLE ticketing.repricing
  ADD COLUMN failures integer NOT NULL DEFAULT 0,
  ADD COLUMN not_before timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN last_error text;
CREATE INDEX repricing_queued ON ticketing.repricing (queued_at);

-- Up to which tap pricing has followed the table.
CREATE TABLE ticketing.pricing_cursor (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  accepted_xid xid8 NOT NULL DEFAULT '0',
  device_id text NOT NULL DEFAULT '',
  seq bigint NOT NULL DEFAULT 0
);
INSERT INTO ticketing.pricing_cursor DEFAULT VALUES;

-- The tariffs that prices were made by, in time, with a hash of what each says. Where they come to say something else
-- for days that are past, those days are priced again.
CREATE TABLE ticketing.tariffs_seen (
  valid_from timestamptz PRIMARY KEY,
  valid_until timestamptz NOT NULL CHECK (valid_until > valid_from),
  tariff_version text NOT NULL,
  content_hash text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- What rides cost. A ride's highest revision holds; nothing is ever changed.
CREATE TABLE ticketing.charges (
  charge_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- '{device_id}/{seq}' of the tap that the ride began with.
  ride_ref text NOT NULL,
  revision integer NOT NULL CHECK (revision > 0),
  supersedes bigint REFERENCES ticketing.charges,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  -- Of the ride's first tap.
  tapped_at timestamptz NOT NULL,
  -- Fare day by the tariff.
  fare_date date NOT NULL,
  tariff_version text NOT NULL,
  -- VOID: there is no such ride (any more): its tap went to another ride, or its medium to another account.
  disposition text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  nominal_minor bigint NOT NULL CHECK (nominal_minor >= 0),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  -- Of the amount, what the payer is asked for; the rest came too late and is written off.
  billed_minor bigint NOT NULL CHECK (billed_minor BETWEEN 0 AND amount_minor),
  -- Ledger account that is asked.
  payer text NOT NULL,
  funded_minor bigint NOT NULL DEFAULT 0 CHECK (funded_minor >= 0),
  funding_body_id text,
  entitlement_id text,
  operator_id text,
  journey_ref text NOT NULL,
  tap_refs text[] NOT NULL CHECK (cardinality(tap_refs) > 0 OR disposition = 'VOID'),
  -- The whole of it as priced, with adjustments and reasons. json keeps its text, which two revisions are compared by.
  details json NOT NULL,
  -- Why there is this revision: TAP, LATE_TAP, CONTEXT, CORRECTION, ENTITLEMENT, TARIFF, ...
  causes text[] NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (ride_ref, revision),
  CHECK ((revision = 1) = (supersedes IS NULL))
);
CREATE INDEX charges_account ON ticketing.charges (account_id, tapped_at);
CREATE INDEX charges_time ON ticketing.charges (tapped_at);
CREATE INDEX charges_made ON ticketing.charges (made_at);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.charges
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

-- The revision of each ride that holds.
CREATE VIEW ticketing.current_charges AS
SELECT * FROM ticketing.charges AS charge WHERE NOT EXISTS (
  SELECT FROM ticketing.charges AS later
  WHERE later.ride_ref = charge.ride_ref AND later.revision > charge.revision
);

-- Local days are those of this zone.
CREATE TABLE ticketing.ledger_settings (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  time_zone text NOT NULL DEFAULT 'Europe/Kyiv'
);
INSERT INTO ticketing.ledger_settings DEFAULT VALUES;

CREATE TABLE ticketing.ledger_transactions (
  transaction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Names the event: the same event is booked once.
  idempotency_key text NOT NULL UNIQUE,
  kind text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Local day of booking; a day that is sealed takes nothing more.
  ledger_date date NOT NULL,
  posted_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  posted_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  charge_id bigint REFERENCES ticketing.charges,
  settlement_id bigint,
  refund_id bigint
);
CREATE INDEX ledger_transactions_date ON ticketing.ledger_transactions (ledger_date, transaction_id);
CREATE INDEX ledger_transactions_charge ON ticketing.ledger_transactions (charge_id) WHERE charge_id IS NOT NULL;
CREATE INDEX ledger_transactions_settlement ON ticketing.ledger_transactions (settlement_id)
  WHERE settlement_id IS NOT NULL;

-- Debit above nought, credit below.
CREATE TABLE ticketing.ledger_entries (
  transaction_id bigint NOT NULL REFERENCES ticketing.ledger_transactions,
  line smallint NOT NULL,
  account text NOT NULL CHECK (
    account ~ '^((rider|operator|funding|cash):[A-Za-z0-9_.-]{1,64}|gateway|cash|revenue|risk|write-off:(late|debt))$'
  ),
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (transaction_id, line)
);
CREATE INDEX ledger_entries_account ON ticketing.ledger_entries (account, transaction_id);

-- Sums of the entries, kept by a trigger. Accounts that every charge touches have several rows, so that processes do
-- not wait for each other; a balance is their sum.
CREATE TABLE ticketing.ledger_balance_parts (
  account text NOT NULL,
  part smallint NOT NULL,
  balance_minor bigint NOT NULL,
  entries bigint NOT NULL,
  PRIMARY KEY (account, part)
) WITH (fillfactor = 70);
CREATE VIEW ticketing.ledger_balances AS
SELECT account, sum(balance_minor)::bigint AS balance_minor, sum(entries)::bigint AS entries
FROM ticketing.ledger_balance_parts GROUP BY account;

-- Sealed days. Each seal holds that of the day before.
CREATE TABLE ticketing.ledger_days (
  ledger_date date PRIMARY KEY,
  previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  transactions bigint NOT NULL,
  entries bigint NOT NULL,
  debit_minor bigint NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.ledger_days
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.ledger_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

-- A transaction may not be put into a sealed day, whoever tries.
CREATE FUNCTION ticketing.check_day_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added JOIN ticketing.ledger_days AS day ON day.ledger_date >= added.ledger_date) THEN
    RAISE EXCEPTION 'the day is sealed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER day_open AFTER INSERT ON ticketing.ledger_transactions
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ticketing.check_day_open();

-- Entries of a transaction come in one statement, in the transaction of the database that made its head, and sum to
-- zero at the end of that statement already: stricter than a deferred check, and one query a statement.
CREATE FUNCTION ticketing.check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong bigint;
BEGIN
  SELECT added.transaction_id INTO wrong FROM added GROUP BY added.transaction_id HAVING sum(amount_minor) <> 0 LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'ledger transaction % does not sum to zero', wrong USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT FROM added JOIN ticketing.ledger_transactions AS head USING (transaction_id)
    WHERE head.posted_xid <> pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'a ledger transaction is added to' USING ERRCODE = 'restrict_violation';
  END IF;
  INSERT INTO ticketing.ledger_balance_parts AS kept (account, part, balance_minor, entries)
  SELECT account, CASE WHEN account LIKE 'rider:%' THEN 0 ELSE pg_backend_pid() % 32 END, sum(amount_minor), count(*)
  FROM added GROUP BY account ORDER BY account
  ON CONFLICT (account, part) DO UPDATE SET
    balance_minor = kept.balance_minor + excluded.balance_minor, entries = kept.entries + excluded.entries;
  RETURN NULL;
END
$$;
CREATE TRIGGER sums_to_zero AFTER INSERT ON ticketing.ledger_entries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ticketing.check_entries();

-- Books transactions, given as columns; entries name theirs by its place (from 1). What was booked before under the
-- same key is left out. The day is today's, or the first that is not sealed. The lock, shared by all who book, is what
-- sealing a day waits for.
CREATE FUNCTION ticketing.post_transactions(
  keys text[], kinds text[], currencies text[], charge_ids bigint[], settlement_ids bigint[], refund_ids bigint[],
  entry_places integer[], entry_accounts text[], entry_amounts bigint[]
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  today date;
  booked integer;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7205117801);
  SELECT greatest(
    (clock_timestamp() AT TIME ZONE (SELECT time_zone FROM ticketing.ledger_settings))::date,
    (SELECT max(ledger_date) + 1 FROM ticketing.ledger_days)
  ) INTO today;
  WITH head AS (
    INSERT INTO ticketing.ledger_transactions
      (idempotency_key, kind, currency, ledger_date, charge_id, settlement_id, refund_id)
    SELECT key, kind, currency, today, charge_id, settlement_id, refund_id
    FROM unnest(keys, kinds, currencies, charge_ids, settlement_ids, refund_ids) WITH ORDINALITY
      AS given (key, kind, currency, charge_id, settlement_id, refund_id, place)
    ORDER BY place
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING transaction_id, idempotency_key
  )
  INSERT INTO ticketing.ledger_entries (transaction_id, line, account, amount_minor)
  SELECT head.transaction_id,
    row_number() OVER (PARTITION BY head.transaction_id ORDER BY entry.line), entry.account, entry.amount
  FROM unnest(entry_places, entry_accounts, entry_amounts) WITH ORDINALITY AS entry (place, account, amount, line)
  JOIN head ON head.idempotency_key = keys[entry.place];
  GET DIAGNOSTICS booked = ROW_COUNT;
  RETURN booked;
END
$$;

-- What a card owes for a fare day, or for a part of it.
CREATE TABLE ticketing.pay_windows (
  pay_window_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  fare_date date NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  -- The medium that is asked: that of the first ride.
  token_ref bytea NOT NULL,
  currency text NOT NULL,
  state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'NO_AUTH_DONE', 'CLOSED', 'DEBT', 'DEBT_FINAL')),
  opened_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  closed_at timestamptz,
  -- Sum of its items.
  net_minor bigint NOT NULL DEFAULT 0,
  -- Taken by the gateway, less what was given back or is being given back.
  settled_minor bigint NOT NULL DEFAULT 0 CHECK (settled_minor >= 0),
  -- Given up as a loss.
  lost_minor bigint NOT NULL DEFAULT 0 CHECK (lost_minor >= 0),
  -- Attempts made to recover a debt, when the next is, and whose it is.
  recoveries integer NOT NULL DEFAULT 0,
  recover_at timestamptz,
  recover_by text CHECK (recover_by IN ('TAP', 'CARDHOLDER', 'MERCHANT')),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (account_id, fare_date, number)
);
CREATE UNIQUE INDEX pay_windows_open ON ticketing.pay_windows (account_id, fare_date) WHERE state = 'OPEN';
CREATE INDEX pay_windows_due ON ticketing.pay_windows (closes_at) WHERE state = 'OPEN';
CREATE INDEX pay_windows_debt ON ticketing.pay_windows (account_id) WHERE state = 'DEBT';
CREATE INDEX pay_windows_recovery ON ticketing.pay_windows (recover_at) WHERE state = 'DEBT';
-- What there is something to give back of, or what is owed no more.
CREATE INDEX pay_windows_unsettled ON ticketing.pay_windows (pay_window_id)
  WHERE settled_minor > greatest(net_minor, 0) OR (state = 'DEBT' AND net_minor <= 0)
    OR lost_minor > greatest(net_minor, 0);
CREATE INDEX pay_windows_sum ON ticketing.pay_windows (net_minor) WHERE state = 'OPEN';

-- What each revision of a charge, or a refund, adds to or takes off a window.
CREATE TABLE ticketing.pay_window_items (
  pay_window_id bigint NOT NULL REFERENCES ticketing.pay_windows,
  ride_ref text NOT NULL,
  charge_id bigint NOT NULL REFERENCES ticketing.charges,
  refund_id bigint,
  delta_minor bigint NOT NULL CHECK (delta_minor <> 0),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX pay_window_items_window ON ticketing.pay_window_items (pay_window_id);
CREATE INDEX pay_window_items_ride ON ticketing.pay_window_items (ride_ref);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.pay_window_items
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

CREATE TABLE ticketing.authorisations (
  authorisation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pay_window_id bigint NOT NULL REFERENCES ticketing.pay_windows,
  kind text NOT NULL CHECK (kind IN ('CARD_CHECK', 'AUTHORISATION', 'DEBT_RECOVERY')),
  -- Who began a recovery: TAP, CARDHOLDER, MERCHANT.
  begun_by text,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  status text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'APPROVED', 'DECLINED', 'FAILED')),
  gateway_ref text,
  reason text,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  answered_at timestamptz
);
CREATE INDEX authorisations_window ON ticketing.authorisations (pay_window_id);
CREATE UNIQUE INDEX authorisations_pending ON ticketing.authorisations (pay_window_id, kind) WHERE status = 'PENDING';

-- Either takes or gives back, never both.
CREATE TABLE ticketing.settlements (
  settlement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pay_window_id bigint NOT NULL REFERENCES ticketing.pay_windows,
  kind text NOT NULL CHECK (kind IN ('DEBIT', 'CREDIT')),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  authorisation_id bigint REFERENCES ticketing.authorisations,
  -- Captured though the card was declined, within the schemes' first-ride rule.
  is_at_risk boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'REJECTED', 'SETTLED', 'FAILED')),
  gateway_ref text,
  reason text,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at timestamptz
);
CREATE INDEX settlements_window ON ticketing.settlements (pay_window_id);
-- A window is taken from once; a capture that was refused may be tried again.
CREATE UNIQUE INDEX settlements_one_debit ON ticketing.settlements (pay_window_id)
  WHERE kind = 'DEBIT' AND status IN ('PENDING', 'SETTLED');
ALTER TABLE ticketing.ledger_transactions
  ADD FOREIGN KEY (settlement_id) REFERENCES ticketing.settlements;

CREATE TABLE ticketing.refunds (
  refund_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The ride's revision that held when it was asked for.
  charge_id bigint NOT NULL REFERENCES ticketing.charges,
  ride_ref text NOT NULL,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  state text NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'REJECTED', 'PAID')),
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by text,
  decided_at timestamptz,
  CHECK (state <> 'REJECTED' OR decided_by IS NOT NULL)
);
CREATE INDEX refunds_ride ON ticketing.refunds (ride_ref);
ALTER TABLE ticketing.ledger_transactions ADD FOREIGN KEY (refund_id) REFERENCES ticketing.refunds;
ALTER TABLE ticketing.pay_window_items ADD FOREIGN KEY (refund_id) REFERENCES ticketing.refunds;

-- Calls to the gateway that are still to be made, written in the transaction that wants them.
CREATE TABLE ticketing.outbox (
  outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL CHECK (topic IN ('AUTHORISE', 'SETTLE')),
  -- authorisation_id or settlement_id.
  ref_id bigint NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_error text,
  done_at timestamptz,
  -- Given up; somebody has to look at it.
  dead_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (topic, ref_id)
);
CREATE INDEX outbox_due ON ticketing.outbox (due_at) WHERE done_at IS NULL;

-- Whom money wants refused, and since when it no longer does. The deny list itself is not money's.
CREATE TABLE ticketing.deny_list_wishes (
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  cause text NOT NULL CHECK (cause IN ('DEBT', 'NEGATIVE_BALANCE', 'CARD_CHECK')),
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  lifted_at timestamptz,
  PRIMARY KEY (account_id, cause)
);
CREATE INDEX deny_list_wishes_open ON ticketing.deny_list_wishes (cause) WHERE lifted_at IS NULL;

-- The deny list has its own functions to close and open an account where it is there (007).
CREATE FUNCTION ticketing.pass_wish_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_regprocedure('ticketing.deny_account(bigint, text, text)') IS NULL THEN RETURN NULL; END IF;
  IF NEW.lifted_at IS NULL THEN
    PERFORM ticketing.deny_account(NEW.account_id, 'DEBT', 'money');
  ELSIF NOT EXISTS (
    SELECT FROM ticketing.deny_list_wishes WHERE account_id = NEW.account_id AND lifted_at IS NULL
  ) THEN
    PERFORM ticketing.undeny_account(NEW.account_id, 'DEBT', 'money');
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER pass_wish_on AFTER INSERT OR UPDATE ON ticketing.deny_list_wishes
  FOR EACH ROW EXECUTE FUNCTION ticketing.pass_wish_on();

-- What the simulated gateway was asked and what it did, in a schema of its own: it stands for a bank's books, is
-- written in transactions of its own, and the ledger is held against it by `rukh ledger verify`.
CREATE SCHEMA simulated_gateway;
CREATE TABLE simulated_gateway.operations (
  idempotency_key text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('CHECK', 'AUTHORISE', 'CAPTURE', 'CREDIT')),
  token text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency text NOT NULL,
  status text NOT NULL CHECK (status IN ('APPROVED', 'DECLINED')),
  reason text,
  gateway_ref text NOT NULL,
  -- Requests under this key, the first included.
  requests integer NOT NULL DEFAULT 1,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
