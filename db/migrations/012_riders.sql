-- What riders put in by themselves, and the end of the tie between a card and its rides.

-- Asked of the gateway under a key made of the number; booked once, under the same key.
CREATE TABLE ticketing.top_ups (
  top_up_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES ticketing.accounts,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Of the form: pressed twice, it is one top-up.
  form_ref text NOT NULL CHECK (length(form_ref) BETWEEN 8 AND 64),
  state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'BOOKED', 'DECLINED')),
  reason text,
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  answered_at timestamptz,
  UNIQUE (account_id, form_ref)
);
CREATE INDEX top_ups_pending ON ticketing.top_ups (begun_at) WHERE state = 'PENDING';

-- Taps are only added, with one exception: after the weeks that are configured, or on the rider's wish, the name of the
-- medium in them is replaced by another that nobody can lead back. Nothing else of a tap changes then, and nobody but
-- the function below may do even that.
CREATE FUNCTION ticketing.refuse_tap_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR coalesce(current_setting('ticketing.unlinking', true), '') <> 'on' THEN
    RAISE EXCEPTION 'taps is only ever added to' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (to_jsonb(NEW) - 'token_ref' - 'is_unlinked') <> (to_jsonb(OLD) - 'token_ref' - 'is_unlinked') THEN
    RAISE EXCEPTION 'of a tap nothing but the medium is ever forgotten' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
ALTER TABLE ticketing.taps ADD COLUMN is_unlinked boolean NOT NULL DEFAULT false;
DROP TRIGGER only_added ON ticketing.taps;
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON ticketing.taps
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
CREATE TRIGGER only_unlinked BEFORE UPDATE ON ticketing.taps
  FOR EACH ROW EXECUTE FUNCTION ticketing.refuse_tap_change();
CREATE INDEX taps_linked ON ticketing.taps (tapped_at) WHERE NOT is_unlinked;

-- Forgets whose some taps were: each medium becomes somebody new, the same within the batch's secret, which is in no
-- table. Answers how many taps it were. What is tapped after `since` stays; `only_media` null means all.
CREATE FUNCTION ticketing.unlink_taps(before timestamptz, secret text, most integer, only_media bytea[] DEFAULT NULL)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  forgotten integer;
BEGIN
  IF length(secret) < 32 THEN RAISE EXCEPTION 'the secret is too short'; END IF;
  PERFORM set_config('ticketing.unlinking', 'on', true);
  WITH due AS (
    SELECT device_id, seq FROM ticketing.taps
    WHERE NOT is_unlinked AND tapped_at < before AND (only_media IS NULL OR token_ref = ANY (only_media))
    ORDER BY tapped_at LIMIT most
  )
  UPDATE ticketing.taps AS tap SET is_unlinked = true,
    token_ref = substr(sha256(convert_to(secret, 'UTF8') || tap.token_ref), 1, 16)
  FROM due WHERE tap.device_id = due.device_id AND tap.seq = due.seq;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  PERFORM set_config('ticketing.unlinking', 'off', true);
  RETURN forgotten;
END
$$;
