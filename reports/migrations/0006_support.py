from django.db import migrations

from common.rls import BATCH, Grant

# What the figures worker may count of advisers' support that has ended: when, in which district, whether the person was
# engaged, whether there was abuse at intake, and the four answers at exit. No key, no name, nothing anybody typed.
# Support that was opened again without a new referral goes on as one: only its last end is a row, with all that was
# known in any part of it (support/outcomes.py says the same).
VIEW = """
CREATE VIEW figures.support AS
WITH RECURSIVE stretch AS (
  SELECT e.id AS last_id, e.id, e.reopens_id, e.engaged_at
  FROM support_episode e
  WHERE e.stage = 'closed' AND NOT (e.triaged_at IS NULL AND e.reason IN ('inappropriate', 'duplicate', 'role_changed'))
    AND NOT EXISTS (SELECT FROM support_episode n WHERE n.reopens_id = e.id AND n.stage = 'closed')
  UNION ALL
  SELECT s.last_id, p.id, p.reopens_id, p.engaged_at
  FROM stretch s JOIN support_episode p ON p.id = s.reopens_id
), whole AS (
  SELECT s.last_id, bool_or(s.engaged_at IS NOT NULL) AS is_engaged,
         coalesce(bool_or(cardinality(m.abuse) > 0), false) AS had_abuse
  FROM stretch s
  LEFT JOIN support_measurement m ON m.episode_id = s.id AND m.moment = 'intake' AND m.replaced_at IS NULL
  GROUP BY s.last_id
)
SELECT (e.closed_at AT TIME ZONE 'Europe/London')::date AS closed_on, w.is_engaged, w.had_abuse,
       x.id IS NOT NULL AS has_exit, coalesce(x.cess, '') AS cess, coalesce(x.risk, '') AS risk,
       coalesce(x.safe, '') AS safe, coalesce(x.qol, '') AS qol,
       d.id AS district_id, d.meeting_area_id AS area_id, m.parent_id AS partnership_id
FROM whole w
JOIN support_episode e ON e.id = w.last_id
JOIN agencies_area d ON d.id = e.district_id
JOIN agencies_area m ON m.id = d.meeting_area_id
LEFT JOIN support_measurement x ON x.episode_id = e.id AND x.moment = 'exit' AND x.replaced_at IS NULL;
GRANT SELECT ON figures.support TO linnet_batch;
"""
# What contracts ask of a service: no fact about anybody.
CONTRACTS = ("support_service", "support_service_areas", "support_contract", "support_target")


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_notices"), ("support", "0006_district")]

    operations = [
        migrations.RunSQL(VIEW, "DROP VIEW figures.support"),
        *(Grant(table, "SELECT", role=BATCH) for table in CONTRACTS),
    ]
