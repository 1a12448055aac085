#!/usr/bin/env bash
# Makes, once, every password and certificate that docker-compose.yml needs, at random, in .rukh/compose. What is
# there already stays. Needs openssl 3.
#   deploy/compose/make-secrets.sh [host name or address by which trackers reach the broker]
set -euo pipefail
cd "$(dirname "$0")/../.."
host=${1:-localhost}
folder=.rukh/compose

# The folder is closed to other people of this machine. Its files are not: containers read them as accounts of
# their own, and get each file without its folder.
umask 022
mkdir -p "$folder/mqtt"
chmod 700 "$folder"

secret() {
  [ -s "$folder/$1" ] || openssl rand -hex 24 >"$folder/$1"
  cat "$folder/$1"
}
file() {
  [ -s "$folder/$1" ] || printf '%s\n' "$2" >"$folder/$1"
}

secret postgres_password >/dev/null
# Without this key no card is known again: it belongs in a backup of its own.
secret token_key >/dev/null
file database_migrate_url "postgres://rukh_migrate:$(secret database_migrate_password)@timescaledb:5432/rukh"
file database_url "postgres://rukh_app:$(secret database_app_password)@timescaledb:5432/rukh"

redis_password=$(secret redis_password)
file redis_url "redis://:$redis_password@redis:6379"
file redis_conf "requirepass $redis_password
appendonly yes
appendfsync everysec
save \"\"
dir /data
maxmemory 2gb
maxmemory-policy noeviction"

ca_key=$folder/mqtt_ca_key
ca_cert=$folder/mqtt_ca_cert
if [ ! -s "$ca_cert" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -subj '/CN=Rukh MQTT authority' -keyout "$ca_key" -out "$ca_cert" 2>/dev/null
fi
if [ ! -s "$folder/mqtt_server_cert" ]; then
  case $host in
    *[!0-9.]*) alternative="DNS:$host" ;;
    *) alternative="IP:$host" ;;
  esac
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$host" \
    -keyout "$folder/mqtt_server_key" -out "$folder/mqtt_server_request" 2>/dev/null
  openssl x509 -req -in "$folder/mqtt_server_request" -CA "$ca_cert" -CAkey "$ca_key" -days 825 \
    -extfile <(printf 'subjectAltName=%s,DNS:mqtt,DNS:localhost\nextendedKeyUsage=serverAuth\n' "$alternative") \
    -out "$folder/mqtt_server_cert" 2>/dev/null
  rm "$folder/mqtt_server_request"
fi
# openssl closes keys. The broker reads its own as an account of its own; the authority's is for nobody but us.
chmod 644 "$folder/mqtt_server_key"
chmod 600 "$ca_key"

for app in ingest ticketing feeds dispatch; do
  if [ ! -s "$folder/mqtt_${app}_password" ]; then
    deploy/compose/add-device.sh "rukh-$app" >"$folder/mqtt_${app}_password"
  fi
done

echo "Secrets are in $folder. Trackers need $ca_cert; give each an account: deploy/compose/add-device.sh VEHICLE_ID"
