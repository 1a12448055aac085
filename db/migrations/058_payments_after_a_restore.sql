-- After a restore from a dump numbers would be given out once more that left the house after the dump was made: the gateway would take
-- a payment for one that it made long ago, and do nothing. They begin anew where none has ever been, and payments are held until
-- somebody says that the gateway's statement was looked at.

-- Which database this is, by what no dump brings along: the server, its timeline and a table's number.
CREATE FUNCTION ticketing.tell_identity() RETURNS text LANGUAGE sql AS $$
  SELECT format('%s/%s/%s', (pg_control_system()).system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8),
    'ticketing.settlements'::regclass::oid)
$$;

CREATE TABLE ticketing.database_identity (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  identity text NOT NULL
);
INSERT INTO ticketing.database_identity (identity) VALUES (ticketing.tell_identity());

CREATE TABLE ticketing.payment_holds (
  hold_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  held_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  released_at timestamptz,
  released_by text,
  reason text,
  CHECK (num_nulls(released_at, released_by, reason) IN (0, 3))
);
CREATE UNIQUE INDEX payment_holds_open ON ticketing.payment_holds ((true)) WHERE released_at IS NULL;

-- Whether it is another database than before, or known to be; then numbers begin anew, once. The clock's milliseconds are above all
-- numbers of before, and of another restore of the same dump, as long as fewer than a thousand a second are used.
CREATE FUNCTION ticketing.hold_if_restored(is_known boolean DEFAULT false) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  present text := ticketing.tell_identity();
  numbers text;
BEGIN
  IF NOT is_known AND EXISTS (SELECT FROM ticketing.database_identity WHERE identity = present) THEN RETURN false; END IF;
  PERFORM FROM ticketing.database_identity FOR UPDATE;
  IF NOT is_known AND EXISTS (SELECT FROM ticketing.database_identity WHERE identity = present) THEN RETURN false; END IF;
  UPDATE ticketing.database_identity SET identity = present;
  INSERT INTO ticketing.payment_holds DEFAULT VALUES ON CONFLICT DO NOTHING;
  FOREACH numbers IN ARRAY ARRAY[
    pg_get_serial_sequence('ticketing.settlements', 'settlement_id'),
    pg_get_serial_sequence('ticketing.authorisations', 'authorisation_id'),
    pg_get_serial_sequence('ticketing.top_ups', 'top_up_id'),
    pg_get_serial_sequence('ticketing.outbox', 'outbox_id'),
    pg_get_serial_sequence('ticketing.payouts', 'payout_id'),
    pg_get_serial_sequence('ticketing.refunds', 'refund_id'),
    pg_get_serial_sequence('ticketing.fines', 'fine_id')
  ] LOOP
    PERFORM setval(numbers, greatest(nextval(numbers) + 1000000, (extract(epoch FROM clock_timestamp()) * 1000)::bigint));
  END LOOP;
  RETURN true;
END
$$;

-- Whichever process writes first after a restore, `rukh migrate` or not: before it takes a number.
CREATE FUNCTION ticketing.number_anew_if_restored() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ticketing.hold_if_restored();
  RETURN NULL;
END
$$;
DO $$
DECLARE
  numbered text;
BEGIN
  FOREACH numbered IN ARRAY ARRAY['settlements', 'authorisations', 'top_ups', 'outbox', 'payouts', 'refunds', 'fines'] LOOP
    EXECUTE format('CREATE TRIGGER number_anew BEFORE INSERT ON ticketing.%I
      FOR EACH STATEMENT EXECUTE FUNCTION ticketing.number_anew_if_restored()', numbered);
  END LOOP;
END
$$;

SELECT ticketing.grant_to_app();
