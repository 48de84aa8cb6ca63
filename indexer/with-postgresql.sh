#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a PostgreSQL server of its own, in a temporary folder and on the loopback interface
# only; installs Debian's PostgreSQL if there is none: indexer/with-postgresql.sh npm run test:indexer
set -euo pipefail
binaries() { find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1; }
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
if [ -z "$(binaries)" ]; then
  as_root apt-get update -q
  # Without a cluster that is started at once.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql postgresql-client
fi
bin=$(binaries)

# PostgreSQL refuses to run as root.
folder=$(mktemp -d)
as_server() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$folder"
  as_server() { (cd / && runuser -u postgres -- "$@"); }
fi
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
stop() {
  as_server "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate stop >/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
as_server "$bin/initdb" --pgdata "$folder/data" --username cdpo --auth trust --no-sync >/dev/null
as_server "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait \
  --options "-p $port -k $folder -c listen_addresses=127.0.0.1" start >/dev/null

DATABASE_URL="postgresql://cdpo@127.0.0.1:$port/postgres" "$@"
