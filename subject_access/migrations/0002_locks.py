from django.db import migrations

from common.rls import ProtectRows

MINE = (
    "agency_id = (SELECT access.agency_with('record_answer')) "
    "AND (SELECT access.lead_agency_id()) IS NOT NULL AND access.leads_person(person_id)"
)
OF_MINE = "EXISTS (SELECT FROM subject_access_subjectrequest r WHERE r.id = request_id)"
# What was released stays as it was; so does what was decided for it.
KEEP = """
CREATE FUNCTION access.keep_answer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'subject_access_subjectrequest' THEN
    IF OLD.status IN ('released', 'closed') THEN
      RAISE EXCEPTION 'a request that is over is kept as it is' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF EXISTS (SELECT FROM public.subject_access_subjectrequest r WHERE r.id = OLD.request_id AND r.status <> 'open') THEN
    RAISE EXCEPTION 'what was handed on is kept as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_answer BEFORE UPDATE ON subject_access_subjectrequest
  FOR EACH ROW EXECUTE FUNCTION access.keep_answer();
CREATE TRIGGER keep_answer BEFORE UPDATE ON subject_access_requestitem
  FOR EACH ROW EXECUTE FUNCTION access.keep_answer();
"""
NO_KEEP = """
DROP TRIGGER keep_answer ON subject_access_subjectrequest;
DROP TRIGGER keep_answer ON subject_access_requestitem;
DROP FUNCTION access.keep_answer();
"""


class Migration(migrations.Migration):
    """Requests are seen by the team that leads a case of the person, where the role answers them."""

    dependencies = [("subject_access", "0001_requests"), ("cases", "0022_deaths_locked")]

    operations = [
        ProtectRows("SubjectRequest", read=MINE),
        ProtectRows("RequestItem", read=OF_MINE),
        migrations.RunSQL(KEEP, NO_KEEP),
    ]
