from django.db import migrations

from common.rls import ProtectRows

# Whether the asker may read what an agency said, or one paragraph of it with the limit that the agency put on it. A
# draft is the agency's own; the meeting's team reads every answer; "police" and "team" are for those alone.
READS = """
CREATE FUNCTION access.reads_research(wanted uuid, restriction text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  asked record;
  mine bigint := access.agency_id();
BEGIN
  SELECT r.case_id, r.agency_id, r.team_id, r.answered_at INTO asked
  FROM public.marac_researchrequest r WHERE r.id = wanted;
  IF NOT FOUND OR NOT access.sees_case(asked.case_id) THEN
    RETURN false;
  END IF;
  IF asked.agency_id = mine THEN
    RETURN true;
  END IF;
  RETURN asked.answered_at IS NOT NULL AND (
    restriction IN ('', 'not_minutes', 'not_victim')
    OR asked.team_id = access.agency_with('meeting_run')
    OR (restriction = 'police' AND EXISTS (
      SELECT FROM public.agencies_agency a WHERE a.id = mine AND a.type = 'police')));
END $$;
"""
# Whether the asker may write an answer: the agency itself, or the team that asked it.
WRITES = """
CREATE FUNCTION access.writes_research(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.marac_researchrequest r
                 WHERE r.id = wanted AND access.sees_case(r.case_id)
                   AND (r.agency_id = access.agency_with('research_answer')
                        OR r.team_id = access.agency_with('meeting_run')));
END $$;
"""
SEES_ITS_CASE = "access.sees_case(case_id)"
ASKS = "team_id = (SELECT access.agency_with('meeting_run'))"
ANSWERS = f"({ASKS} OR agency_id = (SELECT access.agency_with('research_answer'))) AND {SEES_ITS_CASE}"
KEEPS = "(SELECT access.agency_with('people_write')) IS NOT NULL AND access.leads_case(case_id)"
WRITES_IT = "access.writes_research(request_id)"
READS_IT = "access.reads_research(request_id, '')"


class Migration(migrations.Migration):
    dependencies = [("marac", "0003_research"), ("cases", "0002_access")]

    operations = [
        migrations.RunSQL(READS, "DROP FUNCTION access.reads_research(uuid, text)"),
        migrations.RunSQL(WRITES, "DROP FUNCTION access.writes_research(uuid)"),
        ProtectRows(
            "ResearchRequest", read=SEES_ITS_CASE, insert=f"{ASKS} AND {SEES_ITS_CASE}", update=ANSWERS, delete=None
        ),
        ProtectRows("ResearchFinding", read=READS_IT, insert=WRITES_IT, update=None, delete=WRITES_IT),
        ProtectRows(
            "ResearchEntry",
            read="access.reads_research(request_id, restriction)",
            insert=WRITES_IT,
            update=None,
            delete=WRITES_IT,
        ),
        ProtectRows(
            "IdentityCorrection",
            read=f"{SEES_ITS_CASE} AND (agency_id = (SELECT access.agency_id()) OR ({KEEPS}))",
            insert=WRITES_IT,
            update=KEEPS,
        ),
    ]
