from django.db import migrations

from common.rls import ProtectRows

# Whoever follows or triages a referral, and the agency that leads its case; not every agency that sees the case.
OPENS_DOCUMENTS = """
CREATE FUNCTION access.opens_documents(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN access.sees_referral(wanted)
    OR (access.lead_agency_id() IS NOT NULL
        AND EXISTS (SELECT FROM public.referrals_referral r
                    WHERE r.id = wanted AND r.case_id IS NOT NULL AND access.leads_case(r.case_id)));
END $$;
"""
OWNS_DRAFT = """
CREATE FUNCTION access.owns_draft(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.referrals_draft d WHERE d.id = wanted
                 AND d.user_id = access.user_id() AND d.agency_id = access.sender_agency_id());
END $$;
"""
MINE = "draft_id IS NOT NULL AND access.owns_draft(draft_id)"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0006_documents")]

    operations = [
        migrations.RunSQL(OPENS_DOCUMENTS, "DROP FUNCTION access.opens_documents(uuid)"),
        migrations.RunSQL(OWNS_DRAFT, "DROP FUNCTION access.owns_draft(uuid)"),
        ProtectRows(
            "ReferralDocument",
            read=f"(referral_id IS NOT NULL AND access.opens_documents(referral_id)) OR ({MINE})",
            delete=MINE,
        ),
    ]
