import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.rls import Grant

# The functions of 0002 as they were, with the one condition that an exclusion has not ended. {still} is that condition.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION access.excluded_reviews() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(review_id), '{{}}') FROM public.dhr_reviewexclusion
  WHERE user_id = access.user_id() AND scope = 'all' {still}
$$;
CREATE OR REPLACE FUNCTION access.sees_family(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN access.sees_review(wanted)
    AND EXISTS (SELECT FROM public.agencies_agency a
                WHERE a.id = access.acting_agency_id() AND a.type <> 'perpetrator_programme')
    AND NOT EXISTS (SELECT FROM public.dhr_reviewexclusion
                    WHERE review_id = wanted AND user_id = access.user_id() AND scope = 'family' {still});
END $$;
"""
REVIEW = """
CREATE OR REPLACE FUNCTION access.{name}(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me bigint := access.user_id();
  moment timestamptz := access.now();
BEGIN
  RETURN (
    EXISTS (SELECT FROM public.dhr_deathreview r
            WHERE r.id = wanted AND (r.office_id = access.agency_with('review_run')
                                     OR r.partnership_id = access.agency_with('{own}')))
    OR EXISTS (SELECT FROM public.dhr_reviewaccess n
               WHERE n.content_object_id = wanted AND n.user_id = me {role}
                 AND n.starts_at <= moment AND n.ends_at > moment)
  ) AND NOT EXISTS (SELECT FROM public.dhr_reviewexclusion
                    WHERE review_id = wanted AND user_id = me AND scope = 'all' {still});
END $$;
"""
# Nobody lets themselves in again.
UPDATE = """
CREATE POLICY dhr_reviewexclusion_update ON dhr_reviewexclusion FOR UPDATE TO linnet_app
USING (access.runs_review(review_id) AND user_id <> (SELECT access.user_id()))
WITH CHECK (access.runs_review(review_id) AND user_id <> (SELECT access.user_id()));
"""


def functions(still):
    parts = [
        FUNCTIONS.format(still=still),
        REVIEW.format(name="sees_review", own="review_own", role="", still=still),
        REVIEW.format(name="runs_review", own="review_decide", role="AND n.role = 'chair'", still=still),
    ]
    return "\n".join(parts)


class Migration(migrations.Migration):
    """An exclusion can end; that it was made, by whom and why stays on record."""

    dependencies = [("dhr", "0003_themes"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="reviewexclusion", name="ended_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="reviewexclusion",
            name="ended_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint(model_name="reviewexclusion", name="one_review_exclusion_per_scope"),
        migrations.AddConstraint(
            model_name="reviewexclusion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("user", "review", "scope"),
                name="one_review_exclusion_per_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewexclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="review_exclusion_ended_by_somebody",
            ),
        ),
        migrations.RunSQL(functions("AND ended_at IS NULL"), functions("")),
        migrations.RunSQL(UPDATE, "DROP POLICY dhr_reviewexclusion_update ON dhr_reviewexclusion"),
        Grant("dhr_reviewexclusion", "UPDATE", columns=("ended_at", "ended_by_id")),
    ]  # fmt: skip
