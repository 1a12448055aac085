-- Clearing by the tariff's own rule, of what passes and tickets were sold for too, and its booking in the ledger.

ALTER TABLE ticketing.clearing_runs
  DROP CONSTRAINT clearing_runs_rule_check,
  -- TARIFF: by clearing_rules.txt of the tariff in force on the last day.
  ADD CONSTRAINT clearing_runs_rule_check CHECK (rule IN ('TARIFF', 'EQUAL', 'BOARDINGS', 'KM')),
  -- What the rule said, so that a run can be made again; null in runs of before.
  ADD COLUMN rules jsonb;
ALTER TABLE ticketing.clearing_lines
  ADD COLUMN covered_rides bigint NOT NULL DEFAULT 0,
  ADD COLUMN metres bigint NOT NULL DEFAULT 0,
  -- Its part of what passes and tickets were sold for.
  ADD COLUMN sold_minor bigint NOT NULL DEFAULT 0;

-- Who has what of which pass or ticket.
CREATE TABLE ticketing.clearing_sales (
  run_id bigint NOT NULL REFERENCES ticketing.clearing_runs,
  fare_product_id text NOT NULL,
  currency text NOT NULL,
  operator_id text NOT NULL,
  covered_rides bigint NOT NULL,
  sold_minor bigint NOT NULL,
  PRIMARY KEY (run_id, fare_product_id, currency, operator_id)
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.clearing_sales
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

-- Runs that are in the ledger. Of one period the last holds: it was booked as the difference to the one before.
CREATE TABLE ticketing.clearing_bookings (
  run_id bigint PRIMARY KEY REFERENCES ticketing.clearing_runs,
  supersedes bigint UNIQUE REFERENCES ticketing.clearing_bookings,
  booked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  booked_by text NOT NULL
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.clearing_bookings
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

SELECT ticketing.grant_to_app();
