from django.db import migrations

from common.rls import ProtectRows

# Written in one's own name and for the agency one acts for, never read back, never changed.
OWN_NAME = "user_id IS NOT DISTINCT FROM access.user_id() AND agency_id IS NOT DISTINCT FROM access.acting_agency_id()"
# The grant binds the serving role; the trigger binds everybody, the owner too.
APPEND_ONLY = """
CREATE FUNCTION access.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is only ever added to';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION access.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("common", "0001_app_role")]

    operations = [
        ProtectRows("Event", read=None, insert=OWN_NAME, update=None),
        migrations.RunSQL(
            """
            CREATE POLICY audit_event_batch ON audit_event FOR INSERT TO linnet_batch
            WITH CHECK (user_id IS NULL AND agency_id IS NULL);
            GRANT INSERT ON audit_event TO linnet_batch;
            """,
            """
            REVOKE INSERT ON audit_event FROM linnet_batch;
            DROP POLICY audit_event_batch ON audit_event;
            """,
        ),
        migrations.RunSQL(
            APPEND_ONLY,
            """
            DROP TRIGGER append_only ON audit_event;
            DROP TRIGGER never_emptied ON audit_event;
            DROP FUNCTION access.refuse_change();
            """,
        ),
    ]
