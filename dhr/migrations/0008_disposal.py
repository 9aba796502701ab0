import django.db.models.deletion
from django.db import migrations, models

from common.rls import APP, BATCH, ProtectRows

# In an order in which each row still finds its review: what hangs on a recommendation first, the review itself last.
OF_RECOMMENDATION = (
    "recommendationowner", "milestone", "recommendationupdate", "recommendationextension", "evidence",
)  # fmt: skip
OF_REVIEW = (
    "recommendation", "finding", "reviewchange", "reviewdecision", "reviewpause", "reviewlink", "reviewreminder",
    "reviewexclusion", "monitoringentry", "scopingreturn", "reviewchair", "termsofreference", "panelmember",
    "panelmeeting", "contributionextension", "agencycontribution", "chronologyevent", "reviewvictim",
    "reviewperpetrator", "familyengagement", "reviewdocument", "qualityarea", "qualitysubmission",
)  # fmt: skip
IN_REVIEWS = "review_id = ANY ($1)"
OF_PLAN = "recommendation_id IN (SELECT id FROM public.dhr_recommendation WHERE review_id = ANY ($1))"
WHERE = {
    **dict.fromkeys(OF_RECOMMENDATION, OF_PLAN),
    **dict.fromkeys(OF_REVIEW, IN_REVIEWS),
    "reviewaccess": "content_object_id = ANY ($1)",
    "deathreview": "id = ANY ($1)",
}
TABLES = "VALUES " + ", ".join(f"({n}, '{table}', '{where}')" for n, (table, where) in enumerate(WHERE.items()))

# Over, the date passed by the clock of the server in London, and no hold. A review stays as long as a recommendation of
# one that stays points to one of its own.
PAST_KEEPING = """
CREATE FUNCTION access.reviews_past_keeping() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  due uuid[];
  needed uuid[];
BEGIN
  SELECT coalesce(array_agg(id), '{}') INTO due FROM public.dhr_deathreview
  WHERE state IN ('closed', 'withdrawn', 'transferred') AND hold_reason = ''
    AND keep_until < (now() AT TIME ZONE 'Europe/London')::date;
  LOOP
    SELECT coalesce(array_agg(DISTINCT kept.review_id), '{}') INTO needed
    FROM public.dhr_recommendation other JOIN public.dhr_recommendation kept ON kept.id = other.superseded_by_id
    WHERE kept.review_id = ANY (due) AND other.review_id <> ALL (due);
    EXIT WHEN cardinality(needed) = 0;
    SELECT coalesce(array_agg(id), '{}') INTO due FROM unnest(due) id WHERE id <> ALL (needed);
  END LOOP;
  RETURN due;
END $$;
"""
REHEARSE = """
CREATE FUNCTION access.rehearse_review_disposal() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  due uuid[] := access.reviews_past_keeping();
  step record;
  found bigint;
  counted jsonb := '{}';
BEGIN
  FOR step IN SELECT * FROM (@tables) steps (number, name, condition) ORDER BY number LOOP
    EXECUTE format('SELECT count(*) FROM public.dhr_%s WHERE %s', step.name, step.condition) INTO found USING due;
    IF found > 0 THEN
      counted := counted || jsonb_build_object(step.name, found);
    END IF;
  END LOOP;
  RETURN counted;
END $$;
""".replace("@tables", TABLES)
DISPOSE = """
CREATE FUNCTION access.dispose_reviews() RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  due uuid[];
  one uuid;
  step record;
  found bigint;
  counted jsonb;
BEGIN
  -- Whoever puts a hold on one of them now waits, or was first.
  PERFORM FROM public.dhr_deathreview WHERE keep_until < (now() AT TIME ZONE 'Europe/London')::date FOR UPDATE;
  due := access.reviews_past_keeping();
  INSERT INTO public.dhr_reviewdisposal (former_id, reference, office_id, csp_id, keep_until, disposed_at, rows)
  SELECT id, reference, office_id, responsible_csp_id, keep_until, now(), '{}'
  FROM public.dhr_deathreview WHERE id = ANY (due);
  UPDATE public.dhr_reviewcost SET review_id = NULL WHERE review_id = ANY (due);
  UPDATE public.dhr_reviewlink SET other_id = NULL, "where" = 'A review that was disposed of'
  WHERE other_id = ANY (due);
  UPDATE public.dhr_learningevent SET reviews = ARRAY(SELECT r FROM unnest(reviews) r WHERE r <> ALL (due))
  WHERE reviews && due;
  FOREACH one IN ARRAY due LOOP
    counted := '{}';
    FOR step IN SELECT * FROM (@tables) steps (number, name, condition) ORDER BY number LOOP
      EXIT WHEN step.name = 'deathreview';
      EXECUTE format('DELETE FROM public.dhr_%s WHERE %s', step.name, step.condition) USING ARRAY[one];
      GET DIAGNOSTICS found = ROW_COUNT;
      IF found > 0 THEN
        counted := counted || jsonb_build_object(step.name, found);
      END IF;
    END LOOP;
    UPDATE public.dhr_reviewdisposal SET rows = counted || '{"deathreview": 1}' WHERE former_id = one;
    DELETE FROM public.dhr_deathreview WHERE id = one;
  END LOOP;
  RETURN due;
END $$;
""".replace("@tables", TABLES)
# Whatever stands in the way of a deletion: everything but a disposal that the database has written for this review.
HOLD = """
CREATE OR REPLACE FUNCTION access.hold_of_a_review() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted uuid;
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO wanted USING OLD;
  IF TG_ARGV[0] = 'recommendation_id' THEN
    SELECT review_id INTO wanted FROM public.dhr_recommendation WHERE id = wanted;
  END IF;
  IF wanted IS NOT NULL AND NOT EXISTS (SELECT FROM public.dhr_reviewdisposal WHERE former_id = wanted) THEN
    RAISE EXCEPTION 'kept: nothing of a review goes before it is disposed of' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
"""
HOLD_BEFORE = """
CREATE OR REPLACE FUNCTION access.hold_of_a_review() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted uuid;
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO wanted USING OLD;
  IF TG_ARGV[0] = 'recommendation_id' THEN
    SELECT review_id INTO wanted FROM public.dhr_recommendation WHERE id = wanted;
  END IF;
  IF EXISTS (SELECT FROM public.dhr_deathreview
             WHERE id = wanted AND (hold_reason <> '' OR keep_until >= CURRENT_DATE)) THEN
    RAISE EXCEPTION 'kept: a legal hold or a date stands on the review' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
"""
# Nobody writes a disposal that is not due, the owner of the tables included, and nobody takes one back.
ONLY_DUE = """
CREATE FUNCTION access.disposal_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.former_id <> ALL (access.reviews_past_keeping()) THEN
    RAISE EXCEPTION 'kept: this review is not due to go' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disposal_is_due BEFORE INSERT ON dhr_reviewdisposal
  FOR EACH ROW EXECUTE FUNCTION access.disposal_is_due();
CREATE FUNCTION access.disposal_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.rows = '{}'::jsonb AND (to_jsonb(NEW) - 'rows') = (to_jsonb(OLD) - 'rows') THEN
    RETURN NEW;  -- the counts, once
  END IF;
  RAISE EXCEPTION 'a disposal stays as it was written' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER disposal_stands BEFORE UPDATE OR DELETE ON dhr_reviewdisposal
  FOR EACH ROW EXECUTE FUNCTION access.disposal_stands();
"""
ONLY_DUE_OFF = """
DROP TRIGGER disposal_stands ON dhr_reviewdisposal;
DROP FUNCTION access.disposal_stands();
DROP TRIGGER disposal_is_due ON dhr_reviewdisposal;
DROP FUNCTION access.disposal_is_due();
"""
CALLED = ("rehearse_review_disposal()", "dispose_reviews()")


def only_for_the_app(function):
    return migrations.RunSQL(
        f"REVOKE ALL ON FUNCTION access.{function} FROM PUBLIC, {BATCH};"
        f" GRANT EXECUTE ON FUNCTION access.{function} TO {APP}",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    """At the end of its time a review goes, with all that hangs on it: by the database's clock, and in no other way."""

    dependencies = [("dhr", "0007_findings"), ("agencies", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ReviewDisposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former_id", models.UUIDField(unique=True)),
                ("reference", models.CharField(max_length=10)),
                ("keep_until", models.DateField()),
                ("disposed_at", models.DateTimeField()),
                ("rows", models.JSONField(default=dict)),
                (
                    "csp",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.area"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={"ordering": ["-disposed_at", "-pk"]},
        ),
        ProtectRows(
            "ReviewDisposal",
            read="office_id = (SELECT access.agency_with('review_run'))",
            insert=None,
            update=None,
        ),
        migrations.RunSQL(PAST_KEEPING, "DROP FUNCTION access.reviews_past_keeping()"),
        migrations.RunSQL(
            f"REVOKE ALL ON FUNCTION access.reviews_past_keeping() FROM PUBLIC, {APP}, {BATCH}",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(ONLY_DUE, ONLY_DUE_OFF),
        migrations.RunSQL(HOLD, HOLD_BEFORE),
        migrations.RunSQL(REHEARSE, "DROP FUNCTION access.rehearse_review_disposal()"),
        migrations.RunSQL(DISPOSE, "DROP FUNCTION access.dispose_reviews()"),
        *(only_for_the_app(function) for function in CALLED),
    ]
