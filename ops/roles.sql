-- The database and its roles. Run once per cluster by a superuser; safe to run again (it then renews the passwords).
--
--   OWNER_PASSWORD=… APP_PASSWORD=… BATCH_PASSWORD=… BACKUP_PASSWORD=… psql -X -v db=linnet -f ops/roles.sql postgres
--
--   linnet_owner    owns every table and runs `migrate`; serves nobody
--   linnet_app      web, worker and beat: no DDL, no BYPASSRLS, owns nothing
--   linnet_batch    the figures worker: no BYPASSRLS either, reads only the views of schema `figures` that migrations grant
--   linnet_backup   pg_dump: reads everything past row-level security, writes nothing; no process of the product knows it

-- Keep the passwords below out of the server's log. A managed service may refuse; that is no reason to stop.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';

\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv batch_password BATCH_PASSWORD
\getenv backup_password BACKUP_PASSWORD

SELECT format('CREATE ROLE %I LOGIN', r)
FROM unnest(ARRAY['linnet_owner', 'linnet_app', 'linnet_batch', 'linnet_backup']) AS r
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) \gexec

ALTER ROLE linnet_owner  NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT   PASSWORD :'owner_password';
ALTER ROLE linnet_app    NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT PASSWORD :'app_password';
ALTER ROLE linnet_batch  NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT PASSWORD :'batch_password';
ALTER ROLE linnet_backup NOSUPERUSER   BYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT   PASSWORD :'backup_password';

-- Django wants UTC; where that is the default it need not say so, which a transaction pooler would forget.
ALTER ROLE linnet_app   SET timezone = 'UTC';
ALTER ROLE linnet_batch SET timezone = 'UTC';
ALTER ROLE linnet_owner SET timezone = 'UTC';
-- A page that takes longer than this has a fault; better an error than a queue behind it.
ALTER ROLE linnet_app   SET statement_timeout = '10s';
ALTER ROLE linnet_app   SET lock_timeout = '3s';
ALTER ROLE linnet_app   SET idle_in_transaction_session_timeout = '30s';
-- Short queries: starting parallel workers or a compiler costs more than it saves.
ALTER ROLE linnet_app   SET jit = off;
ALTER ROLE linnet_app   SET max_parallel_workers_per_gather = 0;
-- The figures worker counts whole years at a time, and holds a transaction open while it does.
ALTER ROLE linnet_batch SET statement_timeout = '60s';
ALTER ROLE linnet_batch SET lock_timeout = '3s';
ALTER ROLE linnet_batch SET idle_in_transaction_session_timeout = '120s';
ALTER ROLE linnet_batch SET jit = off;
-- A migration that waits behind a long query must not make everyone else wait behind it.
ALTER ROLE linnet_owner SET lock_timeout = '5s';

GRANT pg_read_all_data TO linnet_backup;
ALTER ROLE linnet_backup SET default_transaction_read_only = on;

SELECT format('CREATE DATABASE %I OWNER linnet_owner', :'db')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'db') \gexec
REVOKE ALL ON DATABASE :"db" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"db" TO linnet_app, linnet_batch, linnet_backup;
