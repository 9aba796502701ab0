from django.db import migrations

# The cases of a crime are looked up by their keys. Written as `c.id IN (…)` the condition was asked of every case there
# is, so that a lower grade took longer the more cases there were.
LINKED = """
  JOIN LATERAL (
    SELECT i.case_id FROM public.cases_incident i
    WHERE i.police_reference <> '' AND upper(btrim(i.police_reference)) = k.crime_ref
    UNION SELECT x.id FROM public.cases_case x WHERE k.case_reference <> '' AND x.reference = k.case_reference
  ) linked ON true
  JOIN public.cases_case c ON c.id = linked.case_id
"""
BEFORE = """
  JOIN public.cases_case c ON c.id IN (
    SELECT i.case_id FROM public.cases_incident i
    WHERE i.police_reference <> '' AND upper(btrim(i.police_reference)) = k.crime_ref
    UNION ALL SELECT x.id FROM public.cases_case x WHERE x.reference = k.case_reference)
"""
TELL = """
CREATE OR REPLACE FUNCTION access.tell_of_lower_grade(regrade uuid, became text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.incidents_gradetask
    (id, case_id, agency_id, force_id, regrade_id, crime_ref, was, became, raised_at, word)
  SELECT gen_random_uuid(), c.id, a.agency_id, k.agency_id, r.id, k.crime_ref, r.from_grade, became, at, ''
  FROM public.incidents_regrade r
  JOIN public.incidents_crimerecord k ON k.id = r.crime_id
  JOIN public.agencies_area kd ON kd.id = k.district_id
  {linked}
  JOIN public.agencies_area cd ON cd.id = c.district_id AND cd.police_force_id = kd.police_force_id
  JOIN public.cases_caseagency a ON a.case_id = c.id AND 'coordinator' = ANY (a.sources) AND a.ends_at IS NULL
  WHERE r.id = regrade AND EXISTS (
    SELECT FROM public.referrals_referral f WHERE f.case_id = c.id AND f.status IN ('accepted', 'listed'))
  ON CONFLICT DO NOTHING
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_access")]

    operations = [migrations.RunSQL(TELL.format(linked=LINKED), TELL.format(linked=BEFORE))]
