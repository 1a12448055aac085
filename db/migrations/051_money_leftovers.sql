-- Late taps, and corrections of taps, are news in the order in which they became durable. Taps have that as accepted_xid.
ALTER TABLE ticketing.tap_corrections ADD COLUMN made_xid xid8 NOT NULL DEFAULT pg_current_xact_id();

-- Sellers who are no carriers, kiosks and desks, hand in cash as carriers do.
ALTER TABLE ticketing.cash_hand_ins
  DROP CONSTRAINT cash_hand_ins_operator_id_fkey,
  ADD CHECK (operator_id ~ '^[A-Za-z0-9_.-]{1,64}$');
CREATE INDEX ledger_balance_parts_cash ON ticketing.ledger_balance_parts (account) WHERE account LIKE 'cash:%';

-- In which rides were charged while a tariff was in force: it cannot become another. Null where there was none.
ALTER TABLE ticketing.tariffs_seen ADD COLUMN currency text;
UPDATE ticketing.tariffs_seen AS seen SET currency = (
  SELECT charge.currency FROM ticketing.charges AS charge
  WHERE charge.tapped_at >= seen.valid_from AND charge.tapped_at < seen.valid_until AND charge.amount_minor > 0 LIMIT 1
);

-- What the bank of a card takes back, and may return, is a settlement of its own kind; gateway_ref is the gateway's name of the
-- dispute. What was taken back may be asked for anew, in as many parts as it was disputed in: a debit is one of an authorisation.
-- Where it had been given back already, it is owed twice, below nought.
ALTER TABLE ticketing.settlements
  DROP CONSTRAINT settlements_kind_check,
  ADD CONSTRAINT settlements_kind_check CHECK (kind IN ('DEBIT', 'CREDIT', 'CHARGEBACK', 'CHARGEBACK_RETURNED'));
CREATE UNIQUE INDEX settlements_dispute ON ticketing.settlements (gateway_ref, kind)
  WHERE kind IN ('CHARGEBACK', 'CHARGEBACK_RETURNED');
DROP INDEX ticketing.settlements_one_debit;
CREATE UNIQUE INDEX settlements_one_debit ON ticketing.settlements (authorisation_id)
  WHERE kind = 'DEBIT' AND status IN ('PENDING', 'SETTLED');
CREATE UNIQUE INDEX settlements_one_pending_debit ON ticketing.settlements (pay_window_id) WHERE kind = 'DEBIT' AND status = 'PENDING';
ALTER TABLE ticketing.pay_windows DROP CONSTRAINT pay_windows_settled_minor_check;
DROP INDEX ticketing.pay_windows_unsettled;
CREATE INDEX pay_windows_unsettled ON ticketing.pay_windows (pay_window_id)
  WHERE settled_minor > greatest(net_minor, 0) OR (state = 'DEBT' AND net_minor <= settled_minor)
    OR lost_minor > greatest(net_minor - settled_minor, 0);

-- Disputes in the simulated gateway's own journal.
CREATE TABLE simulated_gateway.disputes (
  dispute_ref text NOT NULL,
  is_returned boolean NOT NULL,
  -- Of the capture.
  idempotency_key text NOT NULL REFERENCES simulated_gateway.operations,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  reason text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When we had booked it.
  told_at timestamptz,
  PRIMARY KEY (dispute_ref, is_returned)
);
CREATE INDEX disputes_untold ON simulated_gateway.disputes (made_at) WHERE told_at IS NULL;

SELECT ticketing.grant_to_app();

-- Taps are numbered by the transaction that brought them, and whoever follows them goes on from the last number. A database that
-- was dumped and restored is on a server that counts anew, so that what comes in then would lie before those numbers and never be
-- followed. Called after each migration; it does something only there. Answers whether it did.
CREATE FUNCTION ticketing.begin_count_anew() RETURNS boolean LANGUAGE plpgsql AS $$
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
  UPDATE ticketing.tap_corrections SET made_xid = '1';
  ALTER TABLE ticketing.tap_corrections ENABLE TRIGGER USER;
  UPDATE ticketing.pricing_cursor SET accepted_xid = '2', device_id = '', seq = 0;
  UPDATE ticketing.context_cursor SET accepted_xid = '2';
  UPDATE ticketing.ticket_watch SET seen_xid = '2';
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION ticketing.begin_count_anew() FROM PUBLIC;
