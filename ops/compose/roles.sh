#!/bin/sh
# Runs ops/roles.sql in the stack, with the passwords from their files. The password of the superuser stays here too.
set -eu
secrets=${SECRETS:-/run/secrets}
for role in owner app batch backup; do
    variable=$(echo "${role}_password" | tr '[:lower:]' '[:upper:]')
    export "$variable=$(cat "$secrets/${role}_password")"
done
PGPASSWORD=$(cat "$secrets/superuser_password")
export PGPASSWORD
exec psql -X -q -h "${PGHOST:-db}" -U postgres -v db=linnet -f "$(dirname "$0")/../roles.sql" postgres
