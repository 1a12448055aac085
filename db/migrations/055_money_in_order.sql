-- Corrections that an older transaction may still come before are looked for each time accounts are priced. There are few.
CREATE INDEX tap_corrections_made ON ticketing.tap_corrections (made_xid);

-- What banks took back, or returned, that the gateway did not tell and a person booked by the bank's letter.
CREATE TABLE ticketing.chargebacks_by_hand (
  payment_key text NOT NULL,
  dispute_ref text NOT NULL,
  is_returned boolean NOT NULL,
  booked_by text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (payment_key, dispute_ref, is_returned)
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.chargebacks_by_hand
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
SELECT ticketing.grant_to_app();

-- Refunds that are granted and not paid yet are looked at again and again, by what their windows have still to do.
CREATE INDEX refunds_granted ON ticketing.refunds (refund_id) WHERE state = 'APPROVED';
CREATE INDEX pay_window_items_refund ON ticketing.pay_window_items (refund_id) WHERE refund_id IS NOT NULL;
