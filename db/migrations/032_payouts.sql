-- What is paid out to carriers: declared by one person, approved by another, sent to the bank as a file, and confirmed. Only
-- what is confirmed is in the ledger; what is not yet cannot be declared twice.

CREATE TABLE ticketing.payouts (
  payout_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  operator_id text NOT NULL REFERENCES ticketing.operators,
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  state text NOT NULL DEFAULT 'DECLARED' CHECK (state IN ('DECLARED', 'APPROVED', 'REJECTED', 'PAID', 'FAILED')),
  declared_by text NOT NULL,
  declared_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by text,
  decided_at timestamptz,
  -- When a file for the bank first had it.
  exported_at timestamptz,
  confirmed_by text,
  confirmed_at timestamptz,
  -- What the bank calls it, or why it failed.
  bank_note text,
  CHECK (decided_by IS DISTINCT FROM declared_by OR state = 'REJECTED'),
  CHECK ((state IN ('PAID', 'FAILED')) = (confirmed_at IS NOT NULL))
);
CREATE INDEX payouts_open ON ticketing.payouts (operator_id) WHERE state IN ('DECLARED', 'APPROVED');

-- The bank account that payouts leave. What was booked before fits the rule of before, so it is not looked at again.
ALTER TABLE ticketing.ledger_entries
  DROP CONSTRAINT ledger_entries_account_check,
  ADD CONSTRAINT ledger_entries_account_check CHECK (
    account ~ '^((rider|operator|funding|cash):[A-Za-z0-9_.-]{1,64}|gateway|bank|cash|revenue|risk|write-off:(late|debt))$'
  ) NOT VALID;

SELECT ticketing.grant_to_app();
