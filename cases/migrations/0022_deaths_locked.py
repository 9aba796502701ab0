from django.db import migrations

from common.rls import ProtectRows

RUNS_REVIEWS = "(SELECT access.agency_with('review_run')) IS NOT NULL"
# Whoever runs reviews sees no case, and so no name: only this row.
READ = f"access.sees_case(case_id) OR {RUNS_REVIEWS}"
KEEPS = "(SELECT access.agency_with('people_write')) IS NOT NULL AND access.leads_case(case_id)"
# A hold that binds the owner of the tables too: what is part of a death must be there when it is reviewed.
HOLD = """
CREATE FUNCTION access.hold_of_the_dead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.cases_deathrecord d
             JOIN public.cases_involvement i ON i.person_id = d.person_id
             WHERE CASE TG_TABLE_NAME WHEN 'cases_person' THEN d.person_id = OLD.id
                                      ELSE OLD.id IN (d.case_id, i.case_id) END) THEN
    RAISE EXCEPTION 'kept: a death is recorded' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER hold_of_the_dead BEFORE DELETE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION access.hold_of_the_dead();
CREATE TRIGGER hold_of_the_dead BEFORE DELETE ON cases_person
  FOR EACH ROW EXECUTE FUNCTION access.hold_of_the_dead();
"""
NO_HOLD = """
DROP TRIGGER hold_of_the_dead ON cases_case;
DROP TRIGGER hold_of_the_dead ON cases_person;
DROP FUNCTION access.hold_of_the_dead();
"""


class Migration(migrations.Migration):
    """A death is recorded by the team that keeps the case's people, answered by those who run reviews, never deleted."""

    dependencies = [("cases", "0021_deaths")]

    operations = [
        ProtectRows("DeathRecord", read=READ, insert=KEEPS, update=RUNS_REVIEWS),
        migrations.RunSQL(HOLD, NO_HOLD),
    ]
