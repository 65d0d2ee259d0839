#!/bin/bash
# Everything CI asks of a change: ruff, mypy, pytest on SQLite and PostgreSQL.
#
#   scripts/test.sh [FOLDER OF PYTHON'S PROGRAMS]
#
# PostgreSQL and Chromium are installed from Debian's packages where they are missing and this user may (root, or sudo
# without a password). Tests that need what cannot be had are skipped, and the last lines say so.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-.venv/bin}
missing=()

as_root=()
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=(sudo -n); else as_root=(none); fi
fi

have_postgres() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
have_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }

wanted=()
have_postgres || wanted+=(postgresql)
have_chromium || wanted+=(chromium)
if [ ${#wanted[@]} -gt 0 ]; then
    if [ "${as_root[*]:-}" = none ] || ! command -v apt-get >/dev/null; then
        echo "test: ${wanted[*]} cannot be installed here (it takes apt-get, and root or sudo without a password)" >&2
    else
        echo "test: installing ${wanted[*]} ..." >&2
        "${as_root[@]}" apt-get update -qq >/dev/null 2>&1 || true
        for package in "${wanted[@]}"; do
            "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" \
                >/dev/null 2>&1 || echo "test: apt-get could not install $package" >&2
        done
    fi
fi

have_chromium || missing+=("Chromium: tests marked 'browser' were skipped")
address=
if have_postgres; then
    # A server that a developer keeps running is used and left alone.
    running=no
    [ -f .postgres/data/postmaster.pid ] && running=yes
    if address=$(scripts/postgres.sh); then
        [ "$running" = yes ] || trap 'scripts/postgres.sh stop' EXIT
        export SAYSO_TEST_POSTGRES="$address"
    else
        missing+=("PostgreSQL does not start: tests marked 'postgres' were skipped")
    fi
else
    missing+=("PostgreSQL: tests marked 'postgres' were skipped")
fi

"$bin/ruff" check .
"$bin/mypy"
"$bin/pytest" -q
for what in "${missing[@]}"; do echo "test: NOT TESTED for want of $what" >&2; done
