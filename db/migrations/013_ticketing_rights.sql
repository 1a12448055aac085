-- What the services may do with the e-ticket (db/roles.sql): read and add everywhere, change what is meant to change,
-- and never what is only ever added to. Where there is one role for all, as on a machine of one's own, this does
-- nothing. A later migration that makes tables calls it again.
CREATE FUNCTION ticketing.grant_to_app() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  part text;
  kept regclass;
BEGIN
  IF to_regrole('rukh_app') IS NULL THEN RETURN; END IF;
  FOREACH part IN ARRAY ARRAY['ticketing', 'simulated_gateway'] LOOP
    CONTINUE WHEN to_regnamespace(part) IS NULL;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO rukh_app', part);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO rukh_app', part);
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO rukh_app', part);
  END LOOP;
  FOR kept IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'only_added' LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM rukh_app', kept);
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION ticketing.grant_to_app() FROM PUBLIC;
SELECT ticketing.grant_to_app();
