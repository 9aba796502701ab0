from django.db import migrations

# A letter about cases, though it names nobody, tells whoever finds nothing new that there is something they do not see.
# So it goes to those who see one of them: the rules of access.hides_case, asked for others than whoever asks.
MAY_HEAR = """
CREATE FUNCTION access.may_hear_of(users bigint[], cases uuid[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(u.id), '{}') FROM unnest(users) u (id)
  WHERE EXISTS (
    SELECT FROM public.cases_case c
    WHERE c.id = ANY (cases)
      AND NOT EXISTS (SELECT FROM public.cases_exclusion e WHERE e.case_id = c.id AND e.user_id = u.id)
      AND (NOT c.is_sealed OR EXISTS (
        SELECT FROM public.cases_namedaccess n
        WHERE n.content_object_id = c.id AND n.user_id = u.id AND n.starts_at <= now() AND n.ends_at > now()))
  )
$$;
"""


class Migration(migrations.Migration):
    """Who may be written to about cases."""

    dependencies = [("cases", "0023_source_of_views")]

    operations = [migrations.RunSQL(MAY_HEAR, "DROP FUNCTION access.may_hear_of(bigint[], uuid[])")]
