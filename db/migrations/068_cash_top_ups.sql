-- Cash that riders put in at desks and kiosks. A till that heard no answer asks again: its receipt is booked once, for ever.
CREATE TABLE ticketing.cash_top_ups (
  top_up_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  seller_id text NOT NULL CHECK (seller_id ~ '^[A-Za-z0-9_.-]{1,64}$'),
  receipt text NOT NULL CHECK (length(receipt) BETWEEN 1 AND 64),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  booked_by text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  taken_back_by text,
  taken_back_at timestamptz,
  taken_back_why text,
  CHECK (num_nulls(taken_back_by, taken_back_at, taken_back_why) IN (0, 3)),
  UNIQUE (seller_id, receipt)
);
CREATE INDEX cash_top_ups_account ON ticketing.cash_top_ups (account_id, booked_at);
CREATE INDEX cash_top_ups_booked ON ticketing.cash_top_ups (booked_at);

SELECT ticketing.grant_to_app();
