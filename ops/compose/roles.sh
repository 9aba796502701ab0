#!/bin/sh
# Runs ops/roles.sql in the stack, with the passwords from their files. The password of the superuser stays here too.
set -eu
for role in owner app batch backup; do
    variable=$(echo "${role}_password" | tr '[:lower:]' '[:upper:]')
    export "$variable=$(cat "/run/secrets/${role}_password")"
done
PGPASSWORD=$(cat /run/secrets/superuser_password)
export PGPASSWORD
exec psql -X -q -h db -U postgres -v db=linnet -f /ops/roles.sql postgres
