#!/bin/sh
# A throw-away PostgreSQL server for the tests, from Debian's packages, in .postgres/ of the repository.
#
#   scripts/postgres.sh          start it (if it does not run) and print its address on stdout
#   scripts/postgres.sh stop     stop it and take its files away
#
#   export SAYSO_TEST_POSTGRES="$(scripts/postgres.sh)" && pytest
#
# It listens on localhost only, trusts whoever connects, and does not sync to disk: not for real data.
# SAYSO_POSTGRES_PORT chooses the port (54329 unless told).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
home=$root/.postgres
port=${SAYSO_POSTGRES_PORT:-54329}
address="postgresql://sayso@127.0.0.1:$port/postgres"

say() { echo "postgres.sh: $*" >&2; }
fail() { say "$*"; exit 1; }

programs() {
    for folder in "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")" /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then found=$folder; fi
    done
    echo "${found:-}"
}

# PostgreSQL refuses to run as root, so root hands it to another user; that user needs a way to the folder.
as_user() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u "$owner" -- "$@"
    else
        "$@"
    fi
}

owner=$(id -un)
if [ "$(id -u)" = 0 ]; then
    owner=nobody
    if id postgres >/dev/null 2>&1; then owner=postgres; fi
    command -v runuser >/dev/null 2>&1 || fail "run as root, and runuser is missing: run it as another user"
fi

bin=$(programs)

if [ "${1:-start}" = stop ]; then
    if [ -n "$bin" ] && [ -f "$home/data/postmaster.pid" ]; then
        as_user "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null || fail "the server does not stop: see $home/log"
    fi
    rm -rf "$home"
    exit 0
fi
[ "${1:-start}" = start ] || fail "unknown: $1. Use: scripts/postgres.sh [start|stop]"

if [ -z "$bin" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing Debian's postgresql"
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql; } >&2 ||
            fail "apt-get could not install postgresql: no network, or no such package. Tests on PostgreSQL cannot run"
        bin=$(programs)
        if id postgres >/dev/null 2>&1; then owner=postgres; fi
    else
        fail "PostgreSQL is not installed, and only root can install it: apt-get install postgresql"
    fi
fi
[ -n "$bin" ] || fail "postgresql is installed, but its programs are not in /usr/lib/postgresql/*/bin"

if [ -f "$home/data/postmaster.pid" ] && as_user "$bin/pg_ctl" -D "$home/data" status >/dev/null 2>&1; then
    echo "$address"
    exit 0
fi

rm -rf "$home"
mkdir -p "$home"
chmod 755 "$home"
if [ "$(id -u)" = 0 ]; then chown "$owner" "$home"; fi
as_user test -w "$home" || fail "user $owner cannot reach $home: its folders must be open to others, or run it as another user"

cd "$home"
as_user "$bin/initdb" -D "$home/data" -U sayso -A trust -E UTF8 --locale=C.UTF-8 >"$home/initdb.log" 2>&1 ||
    fail "initdb failed: $(tail -n 3 "$home/initdb.log")"
as_user "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 start \
    -o "-p $port -c unix_socket_directories= -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
    >"$home/start.log" 2>&1 || fail "the server does not start (is port $port taken?): $(tail -n 3 "$home/log" "$home/start.log")"
echo "$address"
