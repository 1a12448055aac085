-- To which bank account a carrier is paid out. The last row of a carrier holds; who said so stands beside it, since he may
-- not approve a payout to it.
CREATE TABLE ticketing.operator_accounts (
  change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  operator_id text NOT NULL REFERENCES ticketing.operators,
  iban text NOT NULL CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  set_by text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX operator_accounts_last ON ticketing.operator_accounts (operator_id, change_id DESC);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.operator_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

-- The account as it was when the payout was declared; null in payouts of before.
ALTER TABLE ticketing.payouts
  ADD COLUMN account_change_id bigint REFERENCES ticketing.operator_accounts;

SELECT ticketing.grant_to_app();
