from django.db import migrations

ME = "(SELECT access.user_id())"
FOLLOWS = "(SELECT access.agency_with('referral_follow')) IS NOT NULL"
# A role that follows its agency's referrals sees those that are not sealed; everybody sees what they sent themselves.
SENT = (
    "from_agency_id = (SELECT access.sender_agency_id()) "  # noqa: S608  (our own words; nobody types here)
    f"AND ((NOT is_sealed AND {FOLLOWS}) OR sent_by_id IS NOT DISTINCT FROM {ME})"
)
SENT_BEFORE = (
    "from_agency_id = (SELECT access.sender_agency_id()) "
    "AND (NOT is_sealed OR sent_by_id IS NOT DISTINCT FROM (SELECT access.user_id()))"
)
REST = (
    "to_agency_id = (SELECT access.triage_agency_id())) AND (case_id IS NULL OR NOT access.hides_case(case_id)) "
    "AND id <> ALL ((SELECT access.excluded_referrals())::uuid[])"
)
SEEN_BY_CASE = "(case_id IS NOT NULL AND access.sees_case(case_id))"
LED_BY_CASE = "(case_id IS NOT NULL AND access.leads_case(case_id))"
# Messages and documents follow their referral.
SEES_REFERRAL = """
CREATE OR REPLACE FUNCTION access.sees_referral(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sender bigint := access.sender_agency_id();
  triage bigint := access.triage_agency_id();
  me bigint := access.user_id();
  follows boolean := {follows};
BEGIN
  RETURN EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = wanted
                 AND ((r.from_agency_id = sender
                       AND ((follows AND NOT r.is_sealed) OR r.sent_by_id IS NOT DISTINCT FROM me))
                      OR r.to_agency_id = triage)
                 AND (r.case_id IS NULL OR NOT access.hides_case(r.case_id)))
    AND NOT EXISTS (SELECT FROM public.referrals_referralexclusion e WHERE e.referral_id = wanted AND e.user_id = me);
END $$;
"""


def policies(sent):
    own = f"(({sent}) OR {REST}"
    return f"""
    ALTER POLICY referrals_referral_select ON referrals_referral USING (({own}) OR {SEEN_BY_CASE});
    ALTER POLICY referrals_referral_update ON referrals_referral
      USING (({own}) OR {LED_BY_CASE}) WITH CHECK (({own}) OR {LED_BY_CASE});
    """


class Migration(migrations.Migration):
    """Somebody who refers now and then follows what they sent themselves, not what their agency sent."""

    dependencies = [("referrals", "0007_documents_access")]

    operations = [
        migrations.RunSQL(policies(SENT), policies(SENT_BEFORE)),
        migrations.RunSQL(
            SEES_REFERRAL.format(follows="access.agency_with('referral_follow') IS NOT NULL"),
            SEES_REFERRAL.format(follows="true"),
        ),
    ]
