-- A ride on a medium that was reported lost before is a risk of the scheme (docs/money.md). So who had it is priced again
-- from where a report begins, ends, or is taken back: whatever writes it, in the same transaction.
CREATE FUNCTION ticketing.reprice_for_loss() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  since timestamptz := NEW.valid_from;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.valid_from = OLD.valid_from THEN
    since := least(NEW.valid_until, NEW.removed_at, OLD.valid_until, OLD.removed_at);
  END IF;
  PERFORM ticketing.reprice(account_id, since, 'LOSS') FROM (
    SELECT DISTINCT account_id FROM ticketing.media_accounts AS owner
    WHERE (owner.token_ref = NEW.token_ref OR owner.account_id = NEW.account_id) AND owner.valid_until > since
    ORDER BY account_id
  ) AS concerned;
  RETURN NULL;
END
$$;
CREATE TRIGGER reprice_for_loss AFTER INSERT OR UPDATE OF valid_from, valid_until, removed_at ON ticketing.deny_list_entries
  FOR EACH ROW WHEN (NEW.reason IN ('LOST', 'REPLACED', 'BLOCKED_BY_RIDER'))
  EXECUTE FUNCTION ticketing.reprice_for_loss();

CREATE INDEX deny_list_losses_token ON ticketing.deny_list_entries (token_ref)
  WHERE scope = 'TOKEN' AND reason IN ('LOST', 'REPLACED', 'BLOCKED_BY_RIDER');
CREATE INDEX deny_list_losses_account ON ticketing.deny_list_entries (account_id)
  WHERE scope = 'ACCOUNT' AND reason IN ('LOST', 'REPLACED', 'BLOCKED_BY_RIDER');

-- Whether a medium was out of its rider's hands at a moment, as far as it was reported: who had it then was not he.
CREATE FUNCTION ticketing.was_lost(medium bytea, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM ticketing.deny_list_entries
    WHERE scope = 'TOKEN' AND token_ref = medium AND reason IN ('LOST', 'REPLACED', 'BLOCKED_BY_RIDER')
      AND moment >= valid_from AND moment < least(valid_until, removed_at)
  ) OR EXISTS (
    SELECT FROM ticketing.media_accounts AS owner
    JOIN ticketing.deny_list_entries AS entry ON entry.scope = 'ACCOUNT' AND entry.account_id = owner.account_id
    WHERE owner.token_ref = medium AND moment >= owner.valid_from AND moment < owner.valid_until
      AND entry.reason IN ('LOST', 'REPLACED', 'BLOCKED_BY_RIDER')
      AND moment >= entry.valid_from AND moment < least(entry.valid_until, entry.removed_at)
  )
$$;

-- What was asked for such rides by versions before this one is given back, once their services have been replaced: they
-- would find nothing to change, and take the accounts out of the queue.
DO $$
BEGIN
  PERFORM ticketing.reprice(owner.account_id, min(entry.valid_from), 'LOSS')
  FROM ticketing.deny_list_entries AS entry JOIN ticketing.media_accounts AS owner
    ON (owner.token_ref = entry.token_ref OR owner.account_id = entry.account_id) AND owner.valid_until > entry.valid_from
  WHERE entry.reason IN ('LOST', 'REPLACED', 'BLOCKED_BY_RIDER')
  GROUP BY owner.account_id ORDER BY owner.account_id;
  UPDATE ticketing.repricing SET not_before = clock_timestamp() + interval '10 minutes' WHERE 'LOSS' = ANY (causes);
END
$$;

SELECT ticketing.grant_to_app();
