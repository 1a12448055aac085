#!/bin/sh
# Runs once, when TimescaleDB makes its database: the two roles of db/roles.sql with their passwords.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname rukh --file /rukh/roles.sql
psql -v ON_ERROR_STOP=1 --username postgres --dbname rukh \
  -v migrate="$(cat /run/secrets/database_migrate_password)" \
  -v app="$(cat /run/secrets/database_app_password)" <<'SQL'
ALTER ROLE rukh_migrate PASSWORD :'migrate';
ALTER ROLE rukh_app PASSWORD :'app';
SQL
