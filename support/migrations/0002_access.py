from django.db import migrations

from common.rls import ProtectRows

MINE = "agency_id = (SELECT access.agency_with('support_work'))"
# Accepted referrals of a service's areas that nobody in it has taken: read past the policies of referrals and cases, so
# it holds the lock itself, and no name. A service reads a case only once it has taken it on.
WAITING = """
CREATE VIEW support_waiting WITH (security_barrier) AS
SELECT r.id, r.reference, r.case_id, s.id AS service_id, s.agency_id, r.from_agency_id, r.to_agency_id AS team_id,
       r.district_id, left(regexp_replace(r.victim_name, '(\\S)\\S*\\s*', '\\1', 'g'), 4) AS initials,
       r.received_at, r.received_on, r.is_high_risk, r.child_count
FROM support_service s
JOIN support_service_areas a ON a.service_id = s.id
JOIN agencies_area d ON d.id = a.area_id OR d.meeting_area_id = a.area_id
JOIN referrals_referral r ON r.district_id = d.id
JOIN cases_case c ON c.id = r.case_id
WHERE s.agency_id = (SELECT access.agency_with('support_work'))
  AND r.status IN ('accepted', 'listed', 'heard') AND r.received_on >= s.takes_from AND c.closed_at IS NULL
  AND NOT access.hides_case(r.case_id)
  AND NOT EXISTS (SELECT FROM support_episode e
                  WHERE e.service_id = s.id
                    AND (e.referral_id = r.id OR (e.case_id = r.case_id AND e.stage <> 'closed')));
"""
# Whether the asker's service may take this case on: a referral waits for it, or it ended its own support of the case
# within thirty days and a manager takes it up again.
MAY_TAKE = """
CREATE FUNCTION access.may_take_support(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.support_waiting w WHERE w.case_id = wanted)
    OR (NOT access.hides_case(wanted)
        AND EXISTS (SELECT FROM public.support_episode e
                    WHERE e.case_id = wanted AND e.agency_id = access.agency_with('support_manage')
                      AND e.closed_at > access.now() - interval '30 days'));
END $$;
"""
# Gives the asker's agency the case, to lead it. The only way in which an agency gives itself access: what may be taken
# is decided above, and every use of it is audited by the service that calls it.
TAKE = """
CREATE FUNCTION access.take_support(wanted uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine bigint := access.agency_with('support_work');
BEGIN
  IF mine IS NULL OR NOT access.may_take_support(wanted) OR access.is_other_side(mine) THEN
    RETURN false;
  END IF;
  INSERT INTO public.cases_caseagency AS a
    (case_id, agency_id, level, sources, lawful_basis, starts_at, is_open, is_sealed)
  VALUES (wanted, mine, 20, '{support}', '', access.now(), true, false)
  ON CONFLICT (case_id, agency_id) DO UPDATE SET
    level = 20, ends_at = NULL,
    sources = CASE WHEN a.ends_at IS NULL THEN array_append(array_remove(a.sources, 'support'), 'support')
                   ELSE '{support}' END;
  RETURN true;
END $$;
"""
# What is written in an episode is read by its service alone.
WORKS_EPISODE = """
CREATE FUNCTION access.works_episode(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine bigint := access.agency_with('support_work');
BEGIN
  RETURN mine IS NOT NULL AND EXISTS (
    SELECT FROM public.support_episode e
    WHERE e.id = wanted AND e.agency_id = mine AND NOT access.hides_case(e.case_id));
END $$;
"""
OWN = f"{MINE} AND NOT access.hides_case(case_id)"
WORKS_ITS_EPISODE = "access.works_episode(episode_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0001_initial"),
        ("cases", "0005_sharing"),
        ("common", "0002_agency_with"),
        ("referrals", "0002_access"),
    ]

    operations = [
        migrations.RunSQL(WAITING, "DROP VIEW support_waiting"),
        migrations.RunSQL(MAY_TAKE, "DROP FUNCTION access.may_take_support(uuid)"),
        migrations.RunSQL(TAKE, "DROP FUNCTION access.take_support(uuid)"),
        migrations.RunSQL(WORKS_EPISODE, "DROP FUNCTION access.works_episode(uuid)"),
        # That somebody is supported is known to whoever sees the case; a service writes its own episodes, of cases that
        # it leads, or refuses one that was offered to it.
        ProtectRows(
            "Episode",
            read=f"({OWN}) OR access.sees_case(case_id)",
            insert=f"{OWN} AND (access.leads_case(case_id) OR access.may_take_support(case_id))",
            update=OWN,
        ),
        ProtectRows("ContactAttempt", read=WORKS_ITS_EPISODE, update=None),
        ProtectRows("Alert", read=WORKS_ITS_EPISODE),
    ]
