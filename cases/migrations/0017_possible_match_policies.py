"""Possible matches: written by the database for the team that leads, read and decided by its coordinators alone."""

from django.db import migrations

from common.rls import APP, ProtectRows

# Who asks learns nothing: not a row, not a number, not an error. `people` is a list of
#   {"role", "person" (its key, where it is in a case), "families", "givens", "born", "near"}
# The team that a referral goes to finds people beside it, so at intake it is told of counter-allegations only.
NOTE_MATCHES = """
CREATE FUNCTION access.note_matches(people jsonb, referral uuid, receiver bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moment timestamptz := access.now();
BEGIN
  DELETE FROM public.cases_possiblematch m
  WHERE m.source = referral AND m.state = 'open'
    AND EXISTS (SELECT FROM jsonb_to_recordset(people) AS p (person uuid) WHERE access.leads_person(p.person));

  WITH sought AS (
    SELECT row_number() OVER () AS number, p.*
    FROM jsonb_to_recordset(people) AS p
      (role text, person uuid, families text[], givens text[], born date[], near date[])
    WHERE p.person IS NULL OR access.leads_person(p.person)
  ), found AS MATERIALIZED (
    SELECT s.number, s.role, s.person AS mine, c.person_id, c.named, c.agreed,
           c.named * (0.6 + 0.4 * coalesce(c.agreed, 0.5)) AS score
    FROM sought s CROSS JOIN LATERAL matching.candidates(s.families, s.givens, s.born, s.near, false) AS c
    WHERE c.person_id IS DISTINCT FROM s.person
      AND ((c.agreed >= 0.8 AND c.named >= 0.6) OR c.named * (0.6 + 0.4 * coalesce(c.agreed, 0.5)) >= 0.8)
  ), led AS (
    SELECT f.*, i.case_id, i.role AS there, a.agency_id AS team
    FROM found f
    JOIN public.cases_involvement i ON i.person_id = f.person_id
    JOIN public.cases_caseagency a ON a.case_id = i.case_id AND a.level >= 20
      AND a.starts_at <= moment AND (a.ends_at IS NULL OR a.ends_at > moment)
    JOIN public.agencies_agency g ON g.id = a.agency_id AND g.type IN ('coordination', 'mash')
    WHERE NOT EXISTS (SELECT FROM public.cases_involvement j WHERE j.case_id = i.case_id AND j.person_id = f.mine)
  ), turned AS (
    SELECT DISTINCT one.case_id FROM led one JOIN led other ON other.case_id = one.case_id
    WHERE one.role = 'victim' AND one.there = 'perpetrator'
      AND other.role = 'perpetrator' AND other.there = 'victim'
  ), told AS (
    SELECT DISTINCT ON (l.team, l.number, l.person_id) l.*, t.case_id IS NOT NULL AS is_turned
    FROM led l LEFT JOIN turned t ON t.case_id = l.case_id AND l.role IN ('victim', 'perpetrator')
    WHERE l.mine IS NOT NULL OR l.team <> receiver OR t.case_id IS NOT NULL
    ORDER BY l.team, l.number, l.person_id, t.case_id IS NULL
  ), placed AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.team, t.number ORDER BY t.score DESC, t.person_id) AS place FROM told t
  )
  INSERT INTO public.cases_possiblematch
    (id, team_id, person_id, other_person_id, source, other_agency_id, other_role, kind, score, reasons, state, found_at)
  SELECT gen_random_uuid(), p.team, p.person_id, p.mine, CASE WHEN p.mine IS NULL THEN referral END, receiver, p.role,
    CASE WHEN p.is_turned THEN 'reversed' ELSE 'same' END, round((100 * p.score)::numeric),
    ARRAY[CASE WHEN p.agreed = 1 THEN 'born_same' WHEN p.agreed >= 0.8 THEN 'born_near'
               WHEN p.agreed IS NULL THEN 'born_unknown' ELSE 'born_other' END,
          CASE WHEN p.named >= 0.999 THEN 'name_same' WHEN p.named >= 0.9 THEN 'name_sounds' ELSE 'name_alike' END],
    'open', clock_timestamp()
  FROM placed p WHERE p.place <= 5
  ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION access.note_matches FROM linnet_batch;
"""
TEAM = "team_id = (SELECT access.agency_with('referral_triage')) AND access.leads_person(person_id)"
COLUMNS = "state, decided_at, decided_by_id"


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_possible_match"), ("agencies", "0001_initial")]

    operations = [
        migrations.RunSQL(NOTE_MATCHES, "DROP FUNCTION access.note_matches"),
        ProtectRows("PossibleMatch", read=TEAM, insert=None),
        migrations.RunSQL(
            f"REVOKE UPDATE ON cases_possiblematch FROM {APP}; GRANT UPDATE ({COLUMNS}) ON cases_possiblematch TO {APP};",
            f"REVOKE UPDATE ({COLUMNS}) ON cases_possiblematch FROM {APP}; GRANT UPDATE ON cases_possiblematch TO {APP};",
        ),
    ]
