from django.db import migrations

# The only way to read the audit trail: what concerns one case, for those who may see its trail and lead it. Nobody has
# SELECT on the table. In Python the same words: Case.objects.led_with(principal, Permission.TRAIL_VIEW).
TRAIL = """
CREATE FUNCTION access.trail_of_case(
  wanted uuid, before_at timestamptz, before_id uuid, with_lists boolean, most integer
) RETURNS TABLE (id uuid, at timestamptz, kind text, user_id bigint, agency_id bigint, api_key_id bigint, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF access.agency_with('trail_view') IS NULL OR NOT access.leads_case(wanted) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT e.id, e.at, e.kind::text, e.user_id, e.agency_id, e.api_key_id, e.detail::text
    FROM public.audit_event e
    WHERE e.subjects @> jsonb_build_array(wanted::text)
      AND (with_lists OR e.kind NOT LIKE '%listed')
      AND (before_at IS NULL OR (e.at, e.id) < (before_at, before_id))
    ORDER BY e.at DESC, e.id DESC
    LIMIT least(greatest(most, 0), 500);
END $$;
REVOKE EXECUTE ON FUNCTION access.trail_of_case(uuid, timestamptz, uuid, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.trail_of_case(uuid, timestamptz, uuid, boolean, integer) TO linnet_app;
"""


class Migration(migrations.Migration):
    """Who has seen this record: readable by those who lead the case, through one function."""

    dependencies = [("cases", "0008_people_policies"), ("audit", "0003_subjects_index")]

    operations = [
        migrations.RunSQL(TRAIL, "DROP FUNCTION access.trail_of_case(uuid, timestamptz, uuid, boolean, integer)"),
    ]
