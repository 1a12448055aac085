-- A fine that was paid and fell away is given back in the end. Until now nothing could say that a fine was paid.
ALTER TABLE ticketing.fines
  DROP CONSTRAINT fines_state_check,
  ADD CONSTRAINT fines_state_check CHECK (state IN ('ISSUED', 'PAID', 'VOIDED', 'TO_REFUND', 'REFUNDED'));

-- Keys of a revoked device hold no more, whatever its state becomes: whoever stole it has them.
UPDATE ticketing.device_keys AS key SET valid_until = greatest(least(key.valid_until, now()), key.valid_from)
FROM ticketing.devices AS device WHERE device.device_id = key.device_id AND device.state = 'REVOKED';
