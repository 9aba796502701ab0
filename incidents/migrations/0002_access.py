from django.db import migrations

from common.rls import Grant, ProtectRows

# A crime's present grade is written by the database: what a caller sends is overwritten, and nobody may update it.
AS_RECORDED = """
CREATE FUNCTION access.crime_as_recorded() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.current_grade := NEW.initial_grade;
  NEW.assessed_at := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER crime_as_recorded BEFORE INSERT ON incidents_crimerecord
FOR EACH ROW EXECUTE FUNCTION access.crime_as_recorded();
"""
# Two sergeants may be at one crime. The row is locked, and whoever speaks of a grade that holds no longer, or while a
# supervisor still has to decide, is refused.
CHECK_REGRADE = """
CREATE FUNCTION access.check_regrade() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  now_is text;
BEGIN
  SELECT c.current_grade INTO now_is FROM public.incidents_crimerecord c
  WHERE c.id = NEW.crime_id AND c.agency_id = NEW.agency_id FOR UPDATE;
  IF now_is IS DISTINCT FROM NEW.from_grade OR EXISTS (
    SELECT FROM public.incidents_regrade r
    WHERE r.crime_id = NEW.crime_id AND r.needs_confirmation
      AND NOT EXISTS (SELECT FROM public.incidents_regradedecision d WHERE d.regrade_id = r.id)
  ) THEN
    RAISE EXCEPTION 'the grade has changed meanwhile' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_regrade BEFORE INSERT ON incidents_regrade
FOR EACH ROW EXECUTE FUNCTION access.check_regrade();

CREATE FUNCTION access.check_regrade_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.incidents_regrade r WHERE r.id = NEW.regrade_id AND r.agency_id = NEW.agency_id
                 AND r.needs_confirmation AND r.by_id <> NEW.by_id) THEN
    RAISE EXCEPTION 'another person has to decide this' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_regrade_decision BEFORE INSERT ON incidents_regradedecision
FOR EACH ROW EXECUTE FUNCTION access.check_regrade_decision();
"""
# Cases that a crime stands in: by the number that an agency gave with an incident of the case, or by the case's own
# reference where the force recorded it; in the district of the same force, because two forces may use one number.
# A task goes to the agency that coordinates a case while a referral of it waits to be heard. Nothing is returned: the
# police user cannot tell whether there was such a case.
TELL = """
CREATE FUNCTION access.tell_of_lower_grade(regrade uuid, became text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.incidents_gradetask
    (id, case_id, agency_id, force_id, regrade_id, crime_ref, was, became, raised_at, word)
  SELECT gen_random_uuid(), c.id, a.agency_id, k.agency_id, r.id, k.crime_ref, r.from_grade, became, at, ''
  FROM public.incidents_regrade r
  JOIN public.incidents_crimerecord k ON k.id = r.crime_id
  JOIN public.agencies_area kd ON kd.id = k.district_id
  JOIN public.cases_case c ON c.id IN (
    SELECT i.case_id FROM public.cases_incident i
    WHERE i.police_reference <> '' AND upper(btrim(i.police_reference)) = k.crime_ref
    UNION ALL SELECT x.id FROM public.cases_case x WHERE x.reference = k.case_reference)
  JOIN public.agencies_area cd ON cd.id = c.district_id AND cd.police_force_id = kd.police_force_id
  JOIN public.cases_caseagency a ON a.case_id = c.id AND 'coordinator' = ANY (a.sources) AND a.ends_at IS NULL
  WHERE r.id = regrade AND EXISTS (
    SELECT FROM public.referrals_referral f WHERE f.case_id = c.id AND f.status IN ('accepted', 'listed'))
  ON CONFLICT DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION access.tell_of_lower_grade(uuid, text, timestamptz) FROM linnet_app, linnet_batch;
"""
APPLY_REGRADE = """
CREATE FUNCTION access.apply_regrade() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.incidents_crimerecord
  SET assessed_at = coalesce(assessed_at, NEW.at),
      current_grade = CASE WHEN NEW.needs_confirmation THEN current_grade ELSE NEW.grade END
  WHERE id = NEW.crime_id;
  IF NEW.from_grade = 'high' AND NEW.grade <> 'high' AND NOT NEW.needs_confirmation THEN
    PERFORM access.tell_of_lower_grade(NEW.id, NEW.grade, NEW.at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_regrade AFTER INSERT ON incidents_regrade
FOR EACH ROW EXECUTE FUNCTION access.apply_regrade();

CREATE FUNCTION access.apply_regrade_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.is_confirmed THEN
    UPDATE public.incidents_crimerecord c SET current_grade = r.grade
    FROM public.incidents_regrade r WHERE r.id = NEW.regrade_id AND c.id = r.crime_id;
    PERFORM access.tell_of_lower_grade(NEW.regrade_id, 'standard', NEW.at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_regrade_decision AFTER INSERT ON incidents_regradedecision
FOR EACH ROW EXECUTE FUNCTION access.apply_regrade_decision();
"""
# For the sweep, which acts for nobody: the keys of imports that nobody seems to work on, and of whoever started them.
UNFINISHED = """
CREATE FUNCTION access.unfinished_imports(before timestamptz) RETURNS TABLE (import_id uuid, member_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id, i.member_id FROM public.incidents_crimeimport i
  WHERE i.status IN ('waiting', 'running') AND i.status_at < before AND i.member_id IS NOT NULL ORDER BY i.status_at
$$;
"""
# Files are kept for a day after their import was last touched. Returns how many were forgotten.
FORGET = """
CREATE FUNCTION access.forget_import_files(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH gone AS (
    DELETE FROM public.incidents_importfile f USING public.incidents_crimeimport i
    WHERE i.id = f.batch_id AND i.status NOT IN ('waiting', 'running') AND i.status_at < before
      AND before <= clock_timestamp() - interval '24 hours'
    RETURNING 1)
  SELECT count(*) FROM gone
$$;
"""


def own(permission):
    return f"agency_id = (SELECT access.agency_with('{permission}'))"


# What an import brought in may be taken out again for a day, unless somebody has assessed it since.
MAY_BE_UNDONE = (
    "agency_id = (SELECT access.agency_with('crime_import')) AND assessed_at IS NULL"
    " AND came_with_id IN (SELECT i.id FROM incidents_crimeimport i"
    " WHERE i.started_at > (SELECT access.now()) - interval '24 hours' AND i.status IN ('done', 'stopped', 'undone'))"
)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("cases", "0002_access"), ("referrals", "0002_access")]

    operations = [
        migrations.RunSQL(
            AS_RECORDED,
            "DROP TRIGGER crime_as_recorded ON incidents_crimerecord; DROP FUNCTION access.crime_as_recorded();",
        ),
        migrations.RunSQL(
            CHECK_REGRADE,
            """
            DROP TRIGGER check_regrade ON incidents_regrade;
            DROP TRIGGER check_regrade_decision ON incidents_regradedecision;
            DROP FUNCTION access.check_regrade(), access.check_regrade_decision();
            """,
        ),
        migrations.RunSQL(TELL, "DROP FUNCTION access.tell_of_lower_grade(uuid, text, timestamptz)"),
        migrations.RunSQL(
            APPLY_REGRADE,
            """
            DROP TRIGGER apply_regrade ON incidents_regrade;
            DROP TRIGGER apply_regrade_decision ON incidents_regradedecision;
            DROP FUNCTION access.apply_regrade(), access.apply_regrade_decision();
            """,
        ),
        migrations.RunSQL(UNFINISHED, "DROP FUNCTION access.unfinished_imports(timestamptz)"),
        migrations.RunSQL(FORGET, "DROP FUNCTION access.forget_import_files(timestamptz)"),
        ProtectRows(
            "CrimeRecord",
            read=own("crime_view"),
            insert=own("crime_import"),
            update=own("crime_import"),
            delete=MAY_BE_UNDONE,
        ),
        # What was recorded at first stays as it was written.
        migrations.RunSQL(
            "REVOKE UPDATE ON incidents_crimerecord FROM linnet_app",
            "GRANT UPDATE ON incidents_crimerecord TO linnet_app",
        ),
        Grant("incidents_crimerecord", "UPDATE", columns=("outcome", "outcome_at")),
        ProtectRows("Regrade", read=own("crime_view"), insert=own("crime_assess"), update=None),
        ProtectRows("RegradeDecision", read=own("crime_view"), insert=own("crime_confirm"), update=None),
        ProtectRows("CrimeImport", read=own("crime_import")),
        ProtectRows("ImportFile", read=own("crime_import"), update=None, delete=own("crime_import")),
        # Written by the database itself when a grade is lowered; the coordinating agency says what it decided.
        ProtectRows(
            "GradeTask",
            read="agency_id = (SELECT access.agency_id()) AND access.sees_case(case_id)",
            insert=None,
        ),
        migrations.RunSQL(
            "REVOKE UPDATE ON incidents_gradetask FROM linnet_app",
            "GRANT UPDATE ON incidents_gradetask TO linnet_app",
        ),
        Grant("incidents_gradetask", "UPDATE", columns=("done_at", "done_by_id", "word")),
    ]
