-- What becomes of a fine is booked step by step. Steps of before have no `step`: what they were is read from what they say, and
-- they are booked by the service when it starts.
ALTER TABLE ticketing.fine_events
  ADD COLUMN event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ADD COLUMN step text CHECK (step IN (
    'ISSUED', 'SURFACED', 'CANCELLED', 'PAYMENT', 'PAYMENT_TAKEN_BACK', 'REFUND', 'REFUND_TAKEN_BACK'
  )),
  -- Of money: the bank's document, or the receipt's number, and where it came in or went out.
  ADD COLUMN reference text,
  ADD COLUMN till text CHECK (till IN ('BANK', 'CASH'));

-- `fine:{id}` is what is owed for a fine, below nought what is to go back; `fines` what they brought, which is nobody's share.
ALTER TABLE ticketing.ledger_entries
  DROP CONSTRAINT ledger_entries_account_check,
  ADD CONSTRAINT ledger_entries_account_check CHECK (
    account ~ '^((rider|operator|funding|cash|fine):[A-Za-z0-9_.-]{1,64}|gateway|bank|cash|fines|revenue|risk|write-off:(late|debt))$'
  ) NOT VALID;

SELECT ticketing.grant_to_app();
