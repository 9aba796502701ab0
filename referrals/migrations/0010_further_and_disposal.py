from django.db import migrations

from common.rls import APP, BATCH, ProtectRows

# The sender of a referral does not see its case, and yet what it tells belongs there: exactly the rows of one report of
# its own, once. Space around a text is taken off as the service does for a referral's own incidents.
APPEND_INCIDENTS = """
CREATE FUNCTION access.append_incidents(wanted uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sender bigint := access.sender_agency_id();
  written integer;
BEGIN
  INSERT INTO public.cases_incident (case_id, occurred_at, kind, category, police_reference, reported_to_police,
                                     summary, from_agency_id)
  SELECT r.case_id, (told->>'occurred_at')::timestamptz, told->>'kind', coalesce(told->>'category', ''),
         btrim(coalesce(told->>'police_reference', ''), E' \\t\\r\\n'), (told->>'reported_to_police')::boolean,
         btrim(coalesce(told->>'summary', ''), E' \\t\\r\\n'), r.from_agency_id
  FROM public.referrals_furtherincidents f
  JOIN public.referrals_referral r ON r.id = f.referral_id
  CROSS JOIN LATERAL jsonb_array_elements(f.incidents) told
  WHERE f.id = wanted AND r.case_id IS NOT NULL AND r.from_agency_id = sender AND access.sees_referral(r.id)
    AND NOT EXISTS (
      SELECT FROM public.cases_incident known
      WHERE known.case_id = r.case_id AND known.occurred_at = (told->>'occurred_at')::timestamptz
        AND known.police_reference = btrim(coalesce(told->>'police_reference', ''), E' \\t\\r\\n'));
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END $$;
"""
# By the server's clock and not by the scope's: whoever may call these cannot say what is old.
DISPOSE_DRAFTS = """
CREATE FUNCTION access.dispose_drafts() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old uuid[];
BEGIN
  SELECT coalesce(array_agg(id), '{}') INTO old FROM (
    SELECT id FROM public.referrals_draft WHERE saved_at < now() - interval '14 days' FOR UPDATE SKIP LOCKED
  ) found;
  DELETE FROM public.referrals_referraldocument WHERE draft_id = ANY (old);
  DELETE FROM public.referrals_draft WHERE id = ANY (old);
  RETURN cardinality(old);
END $$;
"""
DISPOSE_KEYS = """
CREATE FUNCTION access.dispose_idempotency_keys() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  forgotten integer;
BEGIN
  DELETE FROM public.referrals_idempotencykey WHERE created_at < now() - interval '90 days';
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;
"""
FUNCTIONS = {
    "append_incidents(uuid)": APPEND_INCIDENTS,
    "dispose_drafts()": DISPOSE_DRAFTS,
    "dispose_idempotency_keys()": DISPOSE_KEYS,
}


class Migration(migrations.Migration):
    """Who reads what is told after a referral; and what the database disposes of when it is old enough."""

    dependencies = [("referrals", "0009_further_incidents"), ("cases", "0009_trail")]

    operations = [
        ProtectRows(
            "FurtherIncidents",
            read="access.sees_referral(referral_id)",
            insert="access.sends_referral(referral_id) AND access.sees_referral(referral_id)",
            update="access.receives_referral(referral_id)",
        ),
        *(migrations.RunSQL(body, f"DROP FUNCTION access.{name}") for name, body in FUNCTIONS.items()),
        *(
            migrations.RunSQL(
                f"REVOKE ALL ON FUNCTION access.{name} FROM PUBLIC, {BATCH};"
                f" GRANT EXECUTE ON FUNCTION access.{name} TO {APP}",
                migrations.RunSQL.noop,
            )
            for name in FUNCTIONS
        ),
    ]
