-- Only for the throwaway cluster of `make test`: lets the suite make its own database, and lets factories step into the
-- owner's shoes on the same connection. INHERIT FALSE keeps linnet_app as weak as in production until it says SET ROLE.
\set ON_ERROR_STOP on
ALTER ROLE linnet_owner CREATEDB;
GRANT linnet_owner, linnet_batch TO linnet_app WITH INHERIT FALSE, SET TRUE;
