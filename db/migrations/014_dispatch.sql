-- What dispatchers decide and note down. As with the e-ticket, the services may add and read, and change only what
-- is meant to change; tables with a trigger `only_added` are only ever added to.
CREATE SCHEMA dispatch;

CREATE FUNCTION dispatch.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION dispatch.grant_to_app() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  kept regclass;
BEGIN
  IF to_regrole('rukh_app') IS NULL THEN RETURN; END IF;
  GRANT USAGE ON SCHEMA dispatch TO rukh_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA dispatch TO rukh_app;
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA dispatch TO rukh_app;
  FOR kept IN
    SELECT tgrelid::regclass FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE tgname = 'only_added' AND c.relnamespace = 'dispatch'::regnamespace
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM rukh_app', kept);
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION dispatch.grant_to_app() FROM PUBLIC;
SELECT dispatch.grant_to_app();
