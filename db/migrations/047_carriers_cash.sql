-- Cash that carriers took on board stands on cash:{operator} and is owed by them: a payout sets it off, or they hand it in.
-- Payouts of before set nothing off.
ALTER TABLE ticketing.payouts
  ADD COLUMN set_off_minor bigint NOT NULL DEFAULT 0 CHECK (set_off_minor >= 0),
  DROP CONSTRAINT payouts_amount_minor_check,
  ADD CONSTRAINT payouts_amount_minor_check CHECK (amount_minor >= 0 AND amount_minor + set_off_minor > 0);

-- What carriers have handed in, as a person of finance booked it from the bank's statement: once for each document. What was
-- booked by mistake is taken back, and both stay.
CREATE TABLE ticketing.cash_hand_ins (
  hand_in_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  operator_id text NOT NULL REFERENCES ticketing.operators,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  -- The day on which the money was in the scheme's bank account.
  paid_on date NOT NULL,
  -- The bank's document, by which a hand-in is told from another.
  reference text NOT NULL,
  booked_by text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  taken_back_by text,
  taken_back_at timestamptz,
  taken_back_why text,
  CHECK (num_nulls(taken_back_by, taken_back_at, taken_back_why) IN (0, 3))
);
CREATE UNIQUE INDEX cash_hand_ins_reference ON ticketing.cash_hand_ins (
  operator_id, reference, (extract(year FROM paid_on))
)
  WHERE taken_back_at IS NULL;

SELECT ticketing.grant_to_app();
