-- What is sold is booked: a pass or a ticket is money when it is sold, not when it is ridden.

ALTER TABLE ticketing.travel_rights
  -- How it was paid: out of what the rider had put in, or to somebody who took the money and owes it.
  ADD COLUMN paid_by text NOT NULL DEFAULT 'CASH' CHECK (paid_by IN ('ACCOUNT', 'CASH')),
  -- Who took the money; null: nobody that is known.
  ADD COLUMN seller_id text CHECK (seller_id ~ '^[A-Za-z0-9_.-]{1,64}$'),
  ADD COLUMN refunded_minor bigint CHECK (refunded_minor BETWEEN 0 AND price_minor),
  ADD COLUMN refunded_at timestamptz,
  ADD COLUMN refunded_by text,
  ADD COLUMN refund_reason text,
  ADD CHECK ((state = 'REFUNDED') = (refunded_at IS NOT NULL));
ALTER TABLE ticketing.tickets ADD COLUMN seller_id text CHECK (seller_id ~ '^[A-Za-z0-9_.-]{1,64}$');
CREATE INDEX travel_rights_sold ON ticketing.travel_rights (sold_at);
CREATE INDEX tickets_sold ON ticketing.tickets (sold_at);

-- A signed ticket pays for its rides whatever the tariff calls its product.
ALTER TABLE ticketing.held_products ADD COLUMN is_ticket boolean NOT NULL DEFAULT false;
WITH of_tickets AS (
  UPDATE ticketing.held_products AS held SET is_ticket = true
  FROM ticketing.media_accounts AS owner JOIN ticketing.tickets AS ticket USING (token_ref)
  WHERE held.account_id = owner.account_id AND held.fare_product_id = ticket.fare_product_id
    AND held.valid_from = ticket.valid_from
  RETURNING held.account_id, held.valid_from
)
SELECT ticketing.reprice(account_id, valid_from, 'PASS') FROM of_tickets;

-- What was sold before is booked today: to whom the money went was not written down.
DO $$
DECLARE
  sale record;
BEGIN
  FOR sale IN
    SELECT 'sale:pass:' || travel_right_id AS key, currency, price_minor FROM ticketing.travel_rights WHERE price_minor > 0
    UNION ALL
    SELECT 'sale:ticket:' || encode(token_ref, 'hex'), currency, price_minor FROM ticketing.tickets WHERE price_minor > 0
  LOOP
    PERFORM ticketing.post_transactions(
      ARRAY[sale.key], ARRAY['SALE'], ARRAY[sale.currency], ARRAY[NULL::bigint], ARRAY[NULL::bigint], ARRAY[NULL::bigint],
      ARRAY[1, 1], ARRAY['cash', 'revenue'], ARRAY[sale.price_minor, -sale.price_minor]
    );
  END LOOP;
END
$$;

SELECT ticketing.grant_to_app();
