-- A fine that was paid and fell away is given back in the end. Until now nothing could say that a fine was paid.
ALTER TABLE ticketing.fines
  DROP CONSTRAINT fines_state_check,
  ADD CONSTRAINT fines_state_check CHECK (state IN ('ISSUED', 'PAID', 'VOIDED', 'TO_REFUND', 'REFUNDED'));
