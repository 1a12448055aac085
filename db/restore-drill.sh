#!/bin/sh
# Proves that a backup of Rukh's database can be restored: dumps it, restores the dump into a scratch database on
# the same server, compares every table by its number of rows (history, taps, ledger, orders), and drops the scratch
# database.
#
#     db/restore-drill.sh postgres://user@host/rukh [FOLDER]
#
# Needs pg_dump, pg_restore and psql of the server's version or newer, and a role that may create databases.
# Rows written while it runs are in the dump or not, so compare against a database that nobody writes to, or
# look at the difference. Exit code 1 where a table differs.
set -eu

url=${1:?name the database, e.g. postgres://user@host/rukh}
folder=${2:-$(mktemp -d)}
mkdir -p "$folder"
scratch=rukh_restore_drill
case $url in
  *\?*) base=${url%%\?*}; query="?${url#*\?}" ;;
  *) base=$url; query= ;;
esac
scratch_url="${base%/*}/$scratch$query"

count() {
  psql "$1" -XAt -v ON_ERROR_STOP=1 <<'SQL'
SELECT format('SELECT %L || count(*) FROM %I.%I', schemaname || '.' || tablename || ' ', schemaname, tablename)
FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND schemaname NOT LIKE '\_timescaledb%'
ORDER BY schemaname, tablename
\gexec
SQL
}

has_timescale() {
  [ "$(psql "$1" -XAt -c "SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'")" = 1 ]
}

started=$(date +%s)
rm -rf "$folder/dump"
pg_dump --format=directory --jobs=2 --file="$folder/dump" "$url"
dumped=$(date +%s)
echo "dumped in $((dumped - started)) s, $(du -sh "$folder/dump" | cut -f1) at $folder/dump"

psql "$url" -Xq -c "DROP DATABASE IF EXISTS $scratch" -c "CREATE DATABASE $scratch"
if has_timescale "$url"; then
  psql "$scratch_url" -Xq -c 'CREATE EXTENSION timescaledb' -c 'SELECT timescaledb_pre_restore()' > /dev/null
  pg_restore --no-owner --dbname="$scratch_url" "$folder/dump"
  psql "$scratch_url" -Xq -c 'SELECT timescaledb_post_restore()' > /dev/null
else
  pg_restore --no-owner --jobs=2 --dbname="$scratch_url" "$folder/dump"
fi
echo "restored in $(($(date +%s) - dumped)) s"

count "$url" > "$folder/before"
count "$scratch_url" > "$folder/after"
if ! diff "$folder/before" "$folder/after"; then
  echo "the restored database differs (< is the original); it is left as $scratch" >&2
  exit 1
fi
psql "$url" -Xq -c "DROP DATABASE $scratch"
cat "$folder/after"
echo "the restored database was the same"
