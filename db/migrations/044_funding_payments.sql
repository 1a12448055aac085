-- What funding bodies have paid, as a person of finance booked it: once for each document of the bank. What was booked by
-- mistake is taken back, and both stay; its document may then be booked anew.
CREATE TABLE ticketing.funding_payments (
  payment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  funding_body_id text NOT NULL REFERENCES ticketing.operators,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  -- The day on which the money was in the scheme's bank account.
  paid_on date NOT NULL,
  -- The bank's document, by which a payment is told from another.
  reference text NOT NULL,
  booked_by text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  taken_back_by text,
  taken_back_at timestamptz,
  taken_back_why text,
  CHECK (num_nulls(taken_back_by, taken_back_at, taken_back_why) IN (0, 3))
);
CREATE UNIQUE INDEX funding_payments_reference ON ticketing.funding_payments (
  -- Payers number their documents anew each year.
  funding_body_id, reference, (extract(year FROM paid_on))
)
  WHERE taken_back_at IS NULL;

-- Few rides are owed for by a body: its month is not looked for among all rides of the month.
CREATE INDEX charges_funded ON ticketing.charges (funding_body_id, fare_date) WHERE funding_body_id IS NOT NULL;

SELECT ticketing.grant_to_app();
