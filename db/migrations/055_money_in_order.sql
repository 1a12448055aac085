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

-- After a restore: what came in on the last day has one number, and is taken in the order in which it was received. So are corrections,
-- which came before all of it. What has a price already goes by no order any more.
CREATE OR REPLACE FUNCTION ticketing.begin_count_anew() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  followed xid8;
BEGIN
  IF (SELECT pricing.accepted_xid < pg_snapshot_xmax(pg_current_snapshot()) FROM ticketing.pricing_cursor AS pricing)
    AND coalesce((SELECT accepted_xid FROM ticketing.taps ORDER BY accepted_xid DESC LIMIT 1), '0')
      < pg_snapshot_xmax(pg_current_snapshot())
  THEN RETURN false; END IF;
  LOCK TABLE ticketing.taps IN ACCESS EXCLUSIVE MODE;
  -- Up to where all who follow have come.
  SELECT accepted_xid INTO followed FROM (
    SELECT accepted_xid FROM ticketing.pricing_cursor UNION ALL SELECT accepted_xid FROM ticketing.context_cursor
    UNION ALL SELECT seen_xid FROM ticketing.ticket_watch
  ) AS reader ORDER BY accepted_xid LIMIT 1;
  ALTER TABLE ticketing.taps DISABLE TRIGGER USER;
  -- What came in since the restore is not told from what was followed before it: of the last day all are followed once more.
  UPDATE ticketing.taps SET accepted_xid = CASE
    WHEN accepted_xid < followed AND received_at < clock_timestamp() - interval '1 day' THEN '1'::xid8 ELSE '2'::xid8
  END;
  ALTER TABLE ticketing.taps ENABLE TRIGGER USER;
  ALTER TABLE ticketing.tap_corrections DISABLE TRIGGER USER;
  UPDATE ticketing.tap_corrections SET made_xid = CASE
    WHEN made_xid < followed AND made_at < clock_timestamp() - interval '1 day' THEN '1'::xid8 ELSE '2'::xid8
  END;
  ALTER TABLE ticketing.tap_corrections ENABLE TRIGGER USER;
  UPDATE ticketing.pricing_cursor SET accepted_xid = '2', device_id = '', seq = 0;
  UPDATE ticketing.context_cursor SET accepted_xid = '2';
  UPDATE ticketing.ticket_watch SET seen_xid = '2';
  RETURN true;
END
$$;

-- Fines of a card, for its rider.
CREATE INDEX inspections_token ON ticketing.inspections (token_ref);
