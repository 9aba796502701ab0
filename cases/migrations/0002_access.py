from django.db import migrations

from common.rls import ProtectRows

# Whether the principal may see one case: for rows read by key. It runs as the owner, so that looking up an access row
# does not ask the policies again; plpgsql keeps its plan for the session; the settings are read once per call.
# {level} is the least level of the agency's access that counts.
SEES_CASE = """
CREATE FUNCTION access.{name}(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me bigint := access.user_id();
  mine bigint := access.agency_id();
  moment timestamptz := access.now();
BEGIN
  RETURN (
    EXISTS (SELECT FROM public.cases_caseagency a
            WHERE a.case_id = wanted AND a.agency_id = mine AND a.level >= {level} AND NOT a.is_sealed
              AND a.starts_at <= moment AND (a.ends_at IS NULL OR a.ends_at > moment))
    OR EXISTS (SELECT FROM public.cases_namedaccess n
               WHERE n.content_object_id = wanted AND n.user_id = me
                 AND n.starts_at <= moment AND n.ends_at > moment)
  ) AND NOT EXISTS (SELECT FROM public.cases_exclusion e WHERE e.case_id = wanted AND e.user_id = me);
END $$;
"""
# Whether a case is kept from whoever asks, though their agency has to do with it: a seal that does not name them, or an
# exclusion. For rows that an agency sees by its own column, such as a referral it sent.
HIDES_CASE = """
CREATE FUNCTION access.hides_case(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me bigint := access.user_id();
  moment timestamptz := access.now();
BEGIN
  RETURN EXISTS (SELECT FROM public.cases_exclusion e WHERE e.case_id = wanted AND e.user_id = me)
    OR (EXISTS (SELECT FROM public.cases_case c WHERE c.id = wanted AND c.is_sealed)
        AND NOT EXISTS (SELECT FROM public.cases_namedaccess n
                        WHERE n.content_object_id = wanted AND n.user_id = me
                          AND n.starts_at <= moment AND n.ends_at > moment));
END $$;
"""
# A person is seen through any case they are in.
SEES_PERSON = """
CREATE FUNCTION access.{name}(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.cases_involvement i WHERE i.person_id = wanted AND access.{through}(i.case_id));
END $$;
"""
# The deny list as one value, so that a policy on a listed table compares against it once per statement.
EXCLUDED_CASES = """
CREATE FUNCTION access.excluded_cases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(case_id), '{}') FROM public.cases_exclusion WHERE user_id = access.user_id()
$$;
"""
CASE_EXISTS = """
CREATE FUNCTION access.case_exists(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.cases_case WHERE id = wanted)
$$;
"""
COPY_CASE_FACTS = """
CREATE FUNCTION access.copy_case_facts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  SELECT c.worklist_on, c.is_open, c.is_sealed INTO NEW.due_on, NEW.is_open, NEW.is_sealed
  FROM public.cases_case c WHERE c.id = NEW.case_id;
  IF NOT FOUND THEN  -- the access row comes first; the case follows in the same transaction
    NEW.due_on := NULL; NEW.is_open := true; NEW.is_sealed := false;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER copy_case_facts BEFORE INSERT OR UPDATE ON cases_caseagency
FOR EACH ROW EXECUTE FUNCTION access.copy_case_facts();

CREATE FUNCTION access.tell_access_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.cases_caseagency SET due_on = NEW.worklist_on WHERE case_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER tell_access_rows_of_new AFTER INSERT ON cases_case
FOR EACH ROW EXECUTE FUNCTION access.tell_access_rows();
CREATE TRIGGER tell_access_rows AFTER UPDATE ON cases_case FOR EACH ROW
WHEN ((OLD.worklist_on, OLD.is_open, OLD.is_sealed) IS DISTINCT FROM (NEW.worklist_on, NEW.is_open, NEW.is_sealed))
EXECUTE FUNCTION access.tell_access_rows();
"""
MY_AGENCY = "agency_id = (SELECT access.agency_id())"
NOT_EXCLUDED = (
    "case_id <> ALL ((SELECT access.excluded_cases())::uuid[])"  # (SELECT …): once per statement, not per row
)
IN_FORCE = "starts_at <= (SELECT access.now()) AND (ends_at IS NULL OR ends_at > (SELECT access.now()))"
SEES_ITS_CASE = "access.sees_case(case_id)"
LEADS_ITS_CASE = "access.leads_case(case_id)"
NAMED_CASE = "access.leads_case(content_object_id)"
MINE = "user_id = (SELECT access.user_id())"
SEES_ITS_PERSON = "access.sees_person(person_id)"
LEADS_ITS_PERSON = "(SELECT access.lead_agency_id()) IS NOT NULL AND access.leads_person(person_id)"


def function(template, drop, **values):
    return migrations.RunSQL(template.format(**values) if values else template, f"DROP FUNCTION access.{drop}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("common", "0001_app_role")]

    operations = [
        function(EXCLUDED_CASES, "excluded_cases()"),
        function(SEES_CASE, "sees_case(uuid)", name="sees_case", level=10),
        function(SEES_CASE, "leads_case(uuid)", name="leads_case", level=20),
        function(HIDES_CASE, "hides_case(uuid)"),
        function(SEES_PERSON, "sees_person(uuid)", name="sees_person", through="sees_case"),
        function(SEES_PERSON, "leads_person(uuid)", name="leads_person", through="leads_case"),
        function(CASE_EXISTS, "case_exists(uuid)"),
        migrations.RunSQL(
            COPY_CASE_FACTS,
            """
            DROP TRIGGER copy_case_facts ON cases_caseagency;
            DROP TRIGGER tell_access_rows_of_new ON cases_case;
            DROP TRIGGER tell_access_rows ON cases_case;
            DROP FUNCTION access.copy_case_facts(), access.tell_access_rows();
            """,
        ),
        ProtectRows("Case", read="access.sees_case(id)"),
        # Only whoever leads a case brings others in, or anybody could raise their own agency's level.
        ProtectRows(
            "CaseAgency",
            read=f"({MY_AGENCY} AND NOT is_sealed AND {IN_FORCE} AND {NOT_EXCLUDED}) OR {SEES_ITS_CASE}",
            insert=f"{LEADS_ITS_CASE} OR ({MY_AGENCY} AND NOT access.case_exists(case_id))",
            update=LEADS_ITS_CASE,
        ),
        # People may read the grant that names them; reading it must not let them write it.
        ProtectRows(
            "NamedAccess",
            read=f"{MINE} OR access.sees_case(content_object_id)",
            insert=NAMED_CASE,
            update=NAMED_CASE,
        ),
        # A deny row has to be readable in its own person's name, or the first lock's NOT EXISTS would never find it.
        # Anybody may step back from a case themselves.
        ProtectRows(
            "Exclusion",
            read=f"{MINE} OR {SEES_ITS_CASE}",
            insert=f"{LEADS_ITS_CASE} OR ({MINE} AND {SEES_ITS_CASE})",
            update=None,
        ),
        ProtectRows("Involvement", read=SEES_ITS_CASE, insert=LEADS_ITS_CASE, update=LEADS_ITS_CASE),
        ProtectRows("Incident", read=SEES_ITS_CASE, update=None),
        ProtectRows("RiskAssessment", read=SEES_ITS_CASE, update=None),
        ProtectRows("VictimView", read=SEES_ITS_CASE),
        ProtectRows("Note", read=SEES_ITS_CASE, update=None),
        ProtectRows("Person", read="access.sees_person(id)"),
        ProtectRows("PersonName", read=SEES_ITS_PERSON),
        ProtectRows("BirthDate", read=SEES_ITS_PERSON),
        ProtectRows("Address", read=LEADS_ITS_PERSON),
        ProtectRows("SafeContact", read=LEADS_ITS_PERSON),
    ]
