from django.db import migrations

# Leave is over: what a colleague looked after until a day stands on its adviser's own list again. Nothing is read, and
# only what was handed over until a day that has passed is changed.
RETURN = """
CREATE FUNCTION access.return_support(today date) RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
UPDATE public.support_episode SET holder_id = adviser_id, held_until = NULL
WHERE held_until < today AND stage <> 'closed'
RETURNING id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0007_submissions")]

    operations = [migrations.RunSQL(RETURN, "DROP FUNCTION access.return_support(date)")]
