from django.db import migrations

# For beat, which sees no case: the agencies that lead one whose pack nobody has acknowledged by its day. Each once.
CLAIM = """
CREATE FUNCTION access.claim_late_transfers(today date, moment timestamptz)
RETURNS TABLE (agency_id bigint, case_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH late AS (
    UPDATE public.marac_transfer t SET chased_at = moment
    WHERE t.acknowledged_at IS NULL AND t.chased_at IS NULL AND t.receipt_due_on < today
    RETURNING t.case_id
  )
  SELECT a.agency_id, a.case_id FROM late JOIN public.cases_caseagency a ON a.case_id = late.case_id
  WHERE a.level >= 20 AND a.starts_at <= moment AND (a.ends_at IS NULL OR a.ends_at > moment)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("marac", "0035_receipts_by_a_day")]

    operations = [migrations.RunSQL(CLAIM, "DROP FUNCTION access.claim_late_transfers(date, timestamptz)")]
