-- Two roles instead of one: rukh_migrate owns the tables and changes them, rukh_app reads and writes rows and can
-- change no table. Run once by an administrator in Rukh's database, before the first `rukh migrate`; then give
-- each role its password (ALTER ROLE ... PASSWORD) and let only `rukh migrate` use rukh_migrate.
-- The servers that `npm start` brings along use one role for both: they listen on this machine alone.

DO $$
BEGIN
  IF to_regrole('rukh_migrate') IS NULL THEN CREATE ROLE rukh_migrate LOGIN; END IF;
  IF to_regrole('rukh_app') IS NULL THEN CREATE ROLE rukh_app LOGIN; END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO rukh_migrate', current_database());
  -- Rows on their way into history pass through temporary tables.
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO rukh_app', current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO rukh_migrate;
GRANT USAGE ON SCHEMA public TO rukh_app;

ALTER DEFAULT PRIVILEGES FOR ROLE rukh_migrate IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rukh_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rukh_migrate IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO rukh_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rukh_migrate IN SCHEMA public
  GRANT EXECUTE ON FUNCTIONS TO rukh_app;
