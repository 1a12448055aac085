-- Tokens of who sells for the scheme, desks, kiosks and drivers' terminals: of each no more than to sell under its own name.
CREATE TABLE ticketing.seller_tokens (
  token_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- SHA-256.
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  seller_id text NOT NULL CHECK (seller_id ~ '^[A-Za-z0-9_.-]{1,64}$'),
  label text NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz
);

-- Of the seller's till: a pass that it asks for again is the same one.
ALTER TABLE ticketing.travel_rights ADD COLUMN receipt text CHECK (length(receipt) BETWEEN 1 AND 64);
CREATE UNIQUE INDEX travel_rights_receipt ON ticketing.travel_rights (seller_id, receipt) WHERE receipt IS NOT NULL;

SELECT ticketing.grant_to_app();
