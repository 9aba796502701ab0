import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from common.rls import ProtectRows

OWN = "agency_id = (SELECT access.agency_with('support_manage'))"
BOUGHT = """
EXISTS (SELECT FROM support_contract_commissioners c WHERE c.contract_id = support_submission.contract_id
        AND c.agency_id = (SELECT access.agency_with('report_view')))
"""
OWN_CONTRACT = """
EXISTS (SELECT FROM support_contract c JOIN support_service s ON s.id = c.service_id
        WHERE c.id = support_submission.contract_id AND s.agency_id = support_submission.agency_id)
"""
# What the managers of a service count of it: every episode of it, those too that an exclusion or a seal hides from the
# reader, or the figures would be wrong. No key, no name. Support opened again without a new referral is one row.
ENDED = """
CREATE FUNCTION access.support_ended(wanted bigint, first date, last date)
RETURNS TABLE (closed_on date, is_engaged boolean, had_abuse boolean, has_exit boolean,
               cess text, risk text, safe text, qol text)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
WITH RECURSIVE stretch AS (
  SELECT e.id AS last_id, e.id, e.reopens_id, e.engaged_at
  FROM public.support_episode e JOIN public.support_service v ON v.id = e.service_id
  WHERE e.service_id = wanted AND v.agency_id = access.agency_with('support_manage') AND e.stage = 'closed'
    AND (e.closed_at AT TIME ZONE 'Europe/London')::date BETWEEN first AND last
    AND NOT (e.triaged_at IS NULL AND e.reason IN ('inappropriate', 'duplicate', 'role_changed'))
    AND NOT EXISTS (SELECT FROM public.support_episode n WHERE n.reopens_id = e.id AND n.stage = 'closed')
  UNION ALL
  SELECT s.last_id, p.id, p.reopens_id, p.engaged_at
  FROM stretch s JOIN public.support_episode p ON p.id = s.reopens_id
), whole AS (
  SELECT s.last_id, bool_or(s.engaged_at IS NOT NULL) AS is_engaged,
         coalesce(bool_or(cardinality(m.abuse) > 0), false) AS had_abuse
  FROM stretch s
  LEFT JOIN public.support_measurement m ON m.episode_id = s.id AND m.moment = 'intake' AND m.replaced_at IS NULL
  GROUP BY s.last_id
)
SELECT (e.closed_at AT TIME ZONE 'Europe/London')::date, w.is_engaged, w.had_abuse, x.id IS NOT NULL,
       x.cess::text, x.risk::text, x.safe::text, x.qol::text
FROM whole w
JOIN public.support_episode e ON e.id = w.last_id
LEFT JOIN public.support_measurement x ON x.episode_id = e.id AND x.moment = 'exit' AND x.replaced_at IS NULL
$$;
"""
TAKEN = """
CREATE FUNCTION access.support_taken(wanted bigint, first date, last date)
RETURNS TABLE (source text, district text, is_duplicate boolean, is_engaged boolean, received_on date, tried_on date)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
SELECT e.source::text, d.name::text, e.reason = 'duplicate', e.engaged_at IS NOT NULL,
       (e.received_at AT TIME ZONE 'Europe/London')::date, (e.first_tried_at AT TIME ZONE 'Europe/London')::date
FROM public.support_episode e
JOIN public.support_service v ON v.id = e.service_id
LEFT JOIN public.agencies_area d ON d.id = e.district_id
WHERE e.service_id = wanted AND v.agency_id = access.agency_with('support_manage') AND e.reopens_id IS NULL
  AND (e.accepted_at AT TIME ZONE 'Europe/London')::date BETWEEN first AND last
  AND NOT (e.stage = 'closed' AND e.triaged_at IS NULL)
$$;
"""


class Migration(migrations.Migration):
    """A quarter's figures are handed in by the service and read by whoever buys it; nobody ever changes them."""

    dependencies = [
        ("agencies", "0011_care_of_keys_grants"),
        ("support", "0006_district"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("version", models.PositiveSmallIntegerField()),
                ("figures", models.JSONField()),
                ("why", models.CharField(blank=True, max_length=300)),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="support.contract"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "starts_on", "version"), name="one_submission_per_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version", 1), models.Q(("why", ""), _negated=True), _connector="OR"),
                        name="corrected_submission_says_why",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ENDED, "DROP FUNCTION access.support_ended(bigint, date, date)"),
        migrations.RunSQL(TAKEN, "DROP FUNCTION access.support_taken(bigint, date, date)"),
        ProtectRows(
            "Submission",
            read=f"{OWN} OR {' '.join(BOUGHT.split())}",
            insert=f"{OWN} AND {' '.join(OWN_CONTRACT.split())}",
            update=None,
        ),
    ]
