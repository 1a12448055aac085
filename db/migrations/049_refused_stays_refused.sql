-- A corrected time had made accepted taps of those that a validator had refused, and their riders were charged. They are
-- refused again, at the time that they were given, and what was asked for them is given back.
WITH last AS (
  SELECT DISTINCT ON (device_id, seq) * FROM ticketing.tap_corrections ORDER BY device_id, seq, revision DESC
), refused AS (
  INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
  SELECT last.device_id, last.seq, last.revision + 1, last.tapped_at, last.clock_quality,
    'the validator had refused it', 'migration', tap.outcome
  FROM last JOIN ticketing.taps AS tap USING (device_id, seq)
  WHERE tap.outcome = 'DENIED_RECORDED' AND last.outcome <> tap.outcome
  RETURNING device_id, seq, tapped_at
)
SELECT ticketing.reprice(held.account_id, refused.tapped_at, 'CLOCK')
FROM refused JOIN ticketing.taps AS tap USING (device_id, seq)
JOIN ticketing.media_accounts AS held USING (token_ref)
WHERE held.valid_from <= refused.tapped_at AND held.valid_until > refused.tapped_at;
