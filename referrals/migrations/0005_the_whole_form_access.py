from django.db import migrations

from common.rls import APP, ProtectRows


def function(body, signature):
    return migrations.RunSQL(body, f"DROP FUNCTION access.{signature}")


# What the sender of a referral may write beside it, and what its team and whoever leads its case may read.
SENDS = """
CREATE FUNCTION access.sends_referral(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sender bigint := access.sender_agency_id();
BEGIN
  RETURN EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = wanted AND r.from_agency_id = sender);
END $$;
"""
READS_RESTRICTED = """
CREATE FUNCTION access.reads_restricted(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  leads boolean := access.lead_agency_id() IS NOT NULL;
BEGIN
  RETURN access.receives_referral(wanted) OR (leads AND EXISTS (
    SELECT FROM public.referrals_referral r
    WHERE r.id = wanted AND r.case_id IS NOT NULL AND access.leads_case(r.case_id)));
END $$;
"""
# One's own draft, to somebody who works for the same agency now. Who may send referrals is asked in Python: no role
# stands in the database.
HAND_OVER = """
CREATE FUNCTION access.hand_over_draft(draft uuid, receiver bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me bigint := access.user_id();
  mine bigint := access.sender_agency_id();
  moment timestamptz := access.now();
BEGIN
  UPDATE public.referrals_draft d SET user_id = receiver, handed_over_by_id = me, handed_over_at = moment
  WHERE d.id = draft AND d.user_id = me AND d.agency_id = mine AND d.sent_at IS NULL
    AND EXISTS (SELECT FROM public.agencies_membership m JOIN public.agencies_user u ON u.id = m.user_id
                WHERE m.user_id = receiver AND m.agency_id = mine AND u.is_active AND m.suspended_at IS NULL
                  AND m.starts_at <= moment AND (m.ends_at IS NULL OR m.ends_at > moment));
  RETURN FOUND;
END $$;
"""
# A team sends a referral that is not its own on to another team, and sees it no more. Only one that nobody has decided.
TO_OTHER_TEAM = """
CREATE FUNCTION access.pass_on_referral(wanted uuid, place bigint, team bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me bigint := access.user_id();
  triage bigint := access.triage_agency_id();
  moment timestamptz := access.now();
BEGIN
  UPDATE public.referrals_referral r
  SET to_agency_id = team, district_id = place, passed_on_by_id = triage, status = 'submitted', status_at = moment,
      status_by_id = me
  WHERE r.id = wanted AND r.to_agency_id = triage AND r.case_id IS NULL AND team <> triage
    AND r.status IN ('submitted', 'screening', 'returned')
    AND EXISTS (SELECT FROM public.agencies_agency a WHERE a.id = team AND a.type = 'coordination');
  RETURN FOUND;
END $$;
"""
CALLABLE = ("sends_referral(uuid)", "reads_restricted(uuid)", "hand_over_draft(uuid, bigint)",
            "pass_on_referral(uuid, bigint, bigint)")  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_the_whole_form")]

    operations = [
        function(SENDS, CALLABLE[0]),
        function(READS_RESTRICTED, CALLABLE[1]),
        function(HAND_OVER, CALLABLE[2]),
        function(TO_OTHER_TEAM, CALLABLE[3]),
        *(
            migrations.RunSQL(
                f"REVOKE ALL ON FUNCTION access.{each} FROM PUBLIC; GRANT EXECUTE ON FUNCTION access.{each} TO {APP}",
                migrations.RunSQL.noop,
            )
            for each in CALLABLE
        ),
        ProtectRows(
            "RestrictedFacts",
            read="access.reads_restricted(referral_id)",
            insert="access.sends_referral(referral_id)",
            update=None,
        ),
    ]
