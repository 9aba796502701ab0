import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.rls import ProtectRows

ME = "(SELECT access.user_id())"
# Of a sealed referral the sender's agency sees what this person sent themselves; a key (no user) what the system sent.
SENT = (
    "from_agency_id = (SELECT access.sender_agency_id()) "
    "AND (NOT is_sealed OR sent_by_id IS NOT DISTINCT FROM (SELECT access.user_id()))"
)
RECEIVED = "to_agency_id = (SELECT access.triage_agency_id())"
NOT_BARRED = "id <> ALL ((SELECT access.excluded_referrals())::uuid[])"
OWN = f"(({SENT}) OR {RECEIVED}) AND (case_id IS NULL OR NOT access.hides_case(case_id)) AND {NOT_BARRED}"
OWN_BEFORE = (
    "(from_agency_id = (SELECT access.sender_agency_id()) OR to_agency_id = (SELECT access.triage_agency_id())) "
    "AND (case_id IS NULL OR NOT access.hides_case(case_id))"
)
SEEN_BY_CASE = "(case_id IS NOT NULL AND access.sees_case(case_id))"
LED_BY_CASE = "(case_id IS NOT NULL AND access.leads_case(case_id))"
EXCLUDED_REFERRALS = """
CREATE FUNCTION access.excluded_referrals() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(referral_id), '{}') FROM public.referrals_referralexclusion
  WHERE user_id = access.user_id()
$$;
"""
# Messages follow their referral.
SEES_REFERRAL = """
CREATE OR REPLACE FUNCTION access.sees_referral(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sender bigint := access.sender_agency_id();
  triage bigint := access.triage_agency_id();
  me bigint := access.user_id();
BEGIN
  RETURN EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = wanted AND {own}
                 AND (r.case_id IS NULL OR NOT access.hides_case(r.case_id))){barred};
END $$;
"""
BARRED = """
    AND NOT EXISTS (SELECT FROM public.referrals_referralexclusion e WHERE e.referral_id = wanted AND e.user_id = me)"""
SEALED = (
    "((r.from_agency_id = sender AND (NOT r.is_sealed OR r.sent_by_id IS NOT DISTINCT FROM me)) "
    "OR r.to_agency_id = triage)"
)
RECEIVES_REFERRAL = """
CREATE FUNCTION access.receives_referral(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  triage bigint := access.triage_agency_id();
BEGIN
  RETURN access.sees_referral(wanted)
    AND EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = wanted AND r.to_agency_id = triage);
END $$;
"""


def policies(own):
    return f"""
    ALTER POLICY referrals_referral_select ON referrals_referral USING (({own}) OR {SEEN_BY_CASE});
    ALTER POLICY referrals_referral_update ON referrals_referral
      USING (({own}) OR {LED_BY_CASE}) WITH CHECK (({own}) OR {LED_BY_CASE});
    """


class Migration(migrations.Migration):
    """A referral is sealed when it arrives, and people can be kept from it before it has a case."""

    dependencies = [
        ("referrals", "0002_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("referral", "is_sealed", models.BooleanField(default=False)),
        migrations.AddField("referral", "seal_reason", models.CharField(blank=True, max_length=200)),
        migrations.CreateModel(
            name="ReferralExclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200)),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="referrals.referral",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "referralexclusion",
            models.UniqueConstraint(fields=["user", "referral"], name="one_exclusion_per_person_and_referral"),
        ),
        migrations.AddConstraint(
            "referralexclusion",
            models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="referral_exclusion_has_a_reason"
            ),
        ),
        migrations.RunSQL(EXCLUDED_REFERRALS, "DROP FUNCTION access.excluded_referrals()"),
        migrations.RunSQL(
            SEES_REFERRAL.format(own=SEALED, barred=BARRED),
            SEES_REFERRAL.format(own="(r.from_agency_id = sender OR r.to_agency_id = triage)", barred=""),
        ),
        migrations.RunSQL(RECEIVES_REFERRAL, "DROP FUNCTION access.receives_referral(uuid)"),
        migrations.RunSQL(policies(OWN), policies(OWN_BEFORE)),
        # Readable in one's own name, or the first lock's NOT EXISTS would never find it; no page shows it.
        ProtectRows(
            "ReferralExclusion",
            read=f"user_id = {ME} OR access.receives_referral(referral_id)",
            insert="access.receives_referral(referral_id)",
            update=None,
        ),
    ]
