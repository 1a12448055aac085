#!/usr/bin/env bash
# Gives a vehicle an account at the MQTT broker, or a new password, and prints the password: once, here only its
# hash is kept. The broker reads the accounts again on: docker compose kill -s HUP mqtt
#   deploy/compose/add-device.sh VEHICLE_ID
set -euo pipefail
cd "$(dirname "$0")/../.."
accounts=.rukh/compose/mqtt/passwords
device=${1:-}
if ! [[ $device =~ ^[A-Za-z0-9_.-]{1,64}$ ]]; then
  echo 'Name the vehicle: letters, digits, "_", "." and "-", at most 64.' >&2
  exit 2
fi

password=$(openssl rand -hex 24)
iterations=1000
salt=$(openssl rand -hex 12)
hash=$(openssl kdf -binary -keylen 64 -kdfopt digest:SHA512 -kdfopt "pass:$password" -kdfopt "hexsalt:$salt" \
  -kdfopt "iter:$iterations" PBKDF2 | openssl base64 -A)
salt64=$(printf '%b' "$(sed 's/../\\x&/g' <<<"$salt")" | openssl base64 -A)

umask 022
mkdir -p "$(dirname "$accounts")"
touch "$accounts"
# The form of mosquitto_passwd: $7$ for PBKDF2 with SHA-512.
{ grep -v "^${device//./\\.}:" "$accounts" || true; echo "$device:\$7\$$iterations\$$salt64\$$hash"; } >"$accounts.new"
mv "$accounts.new" "$accounts"
echo "$password"
