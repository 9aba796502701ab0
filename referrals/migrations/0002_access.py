from django.db import migrations

from common.rls import ProtectRows

NOT_HIDDEN = "(case_id IS NULL OR NOT access.hides_case(case_id))"
SENT = "from_agency_id = (SELECT access.sender_agency_id())"
RECEIVED = "to_agency_id = (SELECT access.triage_agency_id())"
MY_DRAFT = "user_id = (SELECT access.user_id()) AND agency_id = (SELECT access.sender_agency_id())"
OWN = f"({SENT} OR {RECEIVED}) AND {NOT_HIDDEN}"
# A message is seen by whoever sees its referral as sender or as receiver.
SEES_REFERRAL = """
CREATE FUNCTION access.sees_referral(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sender bigint := access.sender_agency_id();
  triage bigint := access.triage_agency_id();
BEGIN
  RETURN EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = wanted
                 AND (r.from_agency_id = sender OR r.to_agency_id = triage)
                 AND (r.case_id IS NULL OR NOT access.hides_case(r.case_id)));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("cases", "0002_access")]

    operations = [
        migrations.RunSQL(SEES_REFERRAL, "DROP FUNCTION access.sees_referral(uuid)"),
        # The sender follows it, the receiver triages it, and whoever sees its case sees what the case came from.
        ProtectRows(
            "Referral",
            read=f"({OWN}) OR (case_id IS NOT NULL AND access.sees_case(case_id))",
            insert=SENT,
            update=f"({OWN}) OR (case_id IS NOT NULL AND access.leads_case(case_id))",
        ),
        ProtectRows("Message", read="access.sees_referral(referral_id)", update=None),
        # One's own, and one's own to delete: an abandoned draft is personal data that nobody needs.
        ProtectRows("Draft", read=MY_DRAFT, delete=MY_DRAFT),
        ProtectRows("IdempotencyKey", read="agency_id = (SELECT access.sender_agency_id())"),
    ]
