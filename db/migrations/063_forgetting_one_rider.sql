-- Who is erased takes along the taps of his own time with a medium: those of who had it before or after him stay whose
-- they are. And where a medium was inspected is forgotten as where it tapped is.

ALTER TABLE ticketing.inspections ADD COLUMN is_unlinked boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION ticketing.refuse_tap_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR coalesce(current_setting('ticketing.unlinking', true), '') <> 'on' THEN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF (to_jsonb(NEW) - 'token_ref' - 'is_unlinked') <> (to_jsonb(OLD) - 'token_ref' - 'is_unlinked') THEN
    RAISE EXCEPTION 'of % nothing but the medium is ever forgotten', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
DROP TRIGGER only_added ON ticketing.inspections;
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON ticketing.inspections
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
CREATE TRIGGER only_unlinked BEFORE UPDATE ON ticketing.inspections
  FOR EACH ROW EXECUTE FUNCTION ticketing.refuse_tap_change();
CREATE INDEX inspections_linked ON ticketing.inspections (inspected_at) WHERE NOT is_unlinked;

-- Forgets whose inspections before a moment were; those with a fine stay, for as long as money is kept. Answers how many.
CREATE FUNCTION ticketing.unlink_inspections(before timestamptz, secret text, most integer)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  forgotten integer;
BEGIN
  IF length(secret) < 32 THEN RAISE EXCEPTION 'the secret is too short'; END IF;
  PERFORM set_config('ticketing.unlinking', 'on', true);
  WITH due AS (
    SELECT inspection_id FROM ticketing.inspections
    WHERE NOT is_unlinked AND inspected_at < before
      AND NOT EXISTS (SELECT FROM ticketing.fines AS fine WHERE fine.inspection_id = inspections.inspection_id)
    ORDER BY inspected_at LIMIT most
  )
  UPDATE ticketing.inspections AS found SET is_unlinked = true,
    token_ref = substr(sha256(convert_to(secret, 'UTF8') || found.token_ref), 1, 16)
  FROM due WHERE found.inspection_id = due.inspection_id;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  PERFORM set_config('ticketing.unlinking', 'off', true);
  RETURN forgotten;
END
$$;

-- The same of the taps and inspections of one account, each while the medium was its. Answers how many taps it were.
CREATE FUNCTION ticketing.unlink_account(account bigint, secret text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  forgotten integer;
BEGIN
  IF length(secret) < 32 THEN RAISE EXCEPTION 'the secret is too short'; END IF;
  PERFORM set_config('ticketing.unlinking', 'on', true);
  UPDATE ticketing.taps AS tap SET is_unlinked = true,
    token_ref = substr(sha256(convert_to(secret, 'UTF8') || tap.token_ref), 1, 16)
  FROM ticketing.media_accounts AS owner
  WHERE owner.account_id = account AND tap.token_ref = owner.token_ref AND NOT tap.is_unlinked
    AND tap.tapped_at >= owner.valid_from AND tap.tapped_at < owner.valid_until;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  UPDATE ticketing.inspections AS found SET is_unlinked = true,
    token_ref = substr(sha256(convert_to(secret, 'UTF8') || found.token_ref), 1, 16)
  FROM ticketing.media_accounts AS owner
  WHERE owner.account_id = account AND found.token_ref = owner.token_ref AND NOT found.is_unlinked
    AND found.inspected_at >= owner.valid_from AND found.inspected_at < owner.valid_until
    AND NOT EXISTS (SELECT FROM ticketing.fines AS fine WHERE fine.inspection_id = found.inspection_id);
  PERFORM set_config('ticketing.unlinking', 'off', true);
  RETURN forgotten;
END
$$;

REVOKE EXECUTE ON FUNCTION ticketing.unlink_inspections, ticketing.unlink_account FROM PUBLIC;
DO $$
BEGIN
  IF to_regrole('rukh_app') IS NOT NULL THEN
    GRANT EXECUTE ON FUNCTION ticketing.unlink_inspections, ticketing.unlink_account TO rukh_app;
  END IF;
END
$$;
SELECT ticketing.grant_to_app();
