from django.db import migrations

from common.rls import Grant, ProtectRows

SENT = "from_agency_id = (SELECT access.agency_with('notice_send'))"
MINE = "to_agency_id = (SELECT access.agency_with('notice_receive'))"
REACHED = f"{MINE} AND status IN ('sent', 'acknowledged') AND sent_at <= (SELECT access.now())"
# A school sees what was recorded if it was told about it: by a notice that has reached it.
WAS_TOLD = """
CREATE FUNCTION access.was_told(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine bigint := access.agency_with('notice_receive');
BEGIN
  RETURN EXISTS (SELECT FROM public.encompass_notice n WHERE n.incident_id = wanted AND n.to_agency_id = mine
                 AND n.status IN ('sent', 'acknowledged') AND n.sent_at <= access.now());
END $$;
"""
# A notice hangs on an incident of its own sender, so that nobody writes into another force's.
IS_SENDERS = """
CREATE FUNCTION access.is_senders(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.encompass_encompassincident i
                 WHERE i.id = wanted AND i.from_agency_id = access.agency_with('notice_send'));
END $$;
"""
# Which agencies have notices whose moment has come and whose key adults were not written to. Marks them as it tells
# them, so that nobody is written to twice; rolled back with its transaction if the letters could not be sent. It runs
# for the worker, who sees no notice; what it gives away is that some school has something to read.
CLAIM_UNTOLD = """
CREATE FUNCTION access.claim_untold_notices(moment timestamptz) RETURNS SETOF bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS (
    UPDATE public.encompass_notice SET told_at = moment
    WHERE id IN (SELECT id FROM public.encompass_notice
                 WHERE told_at IS NULL AND status = 'sent' AND sent_at <= moment
                 FOR UPDATE SKIP LOCKED)
    RETURNING to_agency_id)
  SELECT DISTINCT to_agency_id FROM told
$$;
"""
# One officer asks to keep a notice back; only a supervisor decides, and a decision is not undone by others.
UNDECIDED = "(decided_by_id IS NULL AND status <> 'suppressed')"
SENDERS_STEP = f"{SENT} AND ({UNDECIDED} OR (SELECT access.agency_with('notice_supervise')) IS NOT NULL)"
# What happened, to whom, and by when it was due stays as it was written.
CHANGING = (
    "status, sent_at, sent_by_id, acknowledged_at, acknowledged_by_id, outcome, outcome_at, asked_by_id,"
    " suppressed_reason, decided_by_id, decided_at, decision_note, told_at"
)


class Migration(migrations.Migration):
    dependencies = [("encompass", "0001_initial"), ("common", "0002_agency_with")]

    operations = [
        migrations.RunSQL(WAS_TOLD, "DROP FUNCTION access.was_told(uuid)"),
        migrations.RunSQL(IS_SENDERS, "DROP FUNCTION access.is_senders(uuid)"),
        migrations.RunSQL(CLAIM_UNTOLD, "DROP FUNCTION access.claim_untold_notices(timestamptz)"),
        ProtectRows("EncompassIncident", read=f"{SENT} OR access.was_told(id)", insert=SENT, update=None),
        # The school acknowledges and says what came of it; it cannot hand a notice on, or keep it from anybody.
        ProtectRows(
            "Notice",
            read=f"({SENT}) OR ({REACHED})",
            insert=f"{SENT} AND {UNDECIDED} AND access.is_senders(incident_id)",
            update=f"({SENDERS_STEP}) OR ({REACHED})",
        ),
        migrations.RunSQL(
            f"""
            REVOKE UPDATE ON encompass_notice FROM linnet_app;
            GRANT UPDATE ({CHANGING}) ON encompass_notice TO linnet_app;
            """,
            f"""
            REVOKE UPDATE ({CHANGING}) ON encompass_notice FROM linnet_app;
            GRANT UPDATE ON encompass_notice TO linnet_app;
            """,
        ),
        # Term dates and hours are about no child. Which school there is, and where it belongs, is kept by the owner.
        Grant(
            "encompass_school",
            "UPDATE",
            columns=(
                "opens_at",
                "closes_at",
                "holiday_mode",
                "holiday_reason",
                "key_adult_trained_on",
                "deputy_trained_on",
            ),
        ),
        Grant("encompass_schoolcalendar", "INSERT"),
        Grant("encompass_term", "INSERT", "DELETE"),
        Grant("encompass_closedday", "INSERT", "DELETE"),
    ]
