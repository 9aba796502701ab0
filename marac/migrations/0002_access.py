from django.db import migrations

from common.rls import Grant, ProtectRows

SEES_ITS_CASE = "access.sees_case(case_id)"
LEADS_ITS_CASE = "access.leads_case(case_id)"
# Whether a meeting's forum is the asker's own to run, or one that their agency belongs to.
BELONGS_TO_MEETING = """
CREATE FUNCTION access.belongs_to_meeting(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine bigint := access.acting_agency_id();
BEGIN
  RETURN EXISTS (SELECT FROM public.marac_meeting m JOIN public.marac_forum f ON f.id = m.forum_id
                 WHERE m.id = wanted AND (f.agency_id = mine OR EXISTS (
                   SELECT FROM public.marac_forum_members x WHERE x.forum_id = f.id AND x.agency_id = mine)));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("marac", "0001_initial"), ("referrals", "0002_access")]

    operations = [
        migrations.RunSQL(BELONGS_TO_MEETING, "DROP FUNCTION access.belongs_to_meeting(uuid)"),
        # Meetings are dates and places; what is said at them hangs on a case.
        Grant("marac_meeting", "INSERT", "UPDATE"),
        ProtectRows(
            "Attendance", read="access.belongs_to_meeting(meeting_id)", delete="access.belongs_to_meeting(meeting_id)"
        ),
        ProtectRows("Hearing", read=SEES_ITS_CASE, insert=LEADS_ITS_CASE, update=LEADS_ITS_CASE),
        # The owner of an action completes it; only whoever leads the case makes one.
        ProtectRows(
            "Action",
            read=SEES_ITS_CASE,
            insert=LEADS_ITS_CASE,
            update=f"{LEADS_ITS_CASE} OR (owner_agency_id = (SELECT access.agency_id()) AND {SEES_ITS_CASE})",
            delete=LEADS_ITS_CASE,
        ),
    ]
