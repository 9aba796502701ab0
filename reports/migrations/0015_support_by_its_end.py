from importlib import import_module

from django.db import migrations

# The rows of figures.support are the same; only the way to them is another. Each end is looked at by itself, with the
# stretches that it went on from, so that a quarter costs the ends of that quarter and not all support there ever was.
VIEW = """
CREATE OR REPLACE VIEW figures.support AS
SELECT (e.closed_at AT TIME ZONE 'Europe/London')::date AS closed_on, w.is_engaged, w.had_abuse,
       x.id IS NOT NULL AS has_exit, coalesce(x.cess, '') AS cess, coalesce(x.risk, '') AS risk,
       coalesce(x.safe, '') AS safe, coalesce(x.qol, '') AS qol,
       d.id AS district_id, d.meeting_area_id AS area_id, m.parent_id AS partnership_id
FROM support_episode e
CROSS JOIN LATERAL (
  WITH RECURSIVE stretch AS (
    SELECT e.id, e.reopens_id, e.engaged_at
    UNION ALL
    SELECT p.id, p.reopens_id, p.engaged_at
    FROM stretch s JOIN support_episode p ON p.id = s.reopens_id
  )
  SELECT bool_or(s.engaged_at IS NOT NULL) AS is_engaged,
         coalesce(bool_or(cardinality(i.abuse) > 0), false) AS had_abuse
  FROM stretch s
  LEFT JOIN support_measurement i ON i.episode_id = s.id AND i.moment = 'intake' AND i.replaced_at IS NULL
) w
JOIN agencies_area d ON d.id = e.district_id
JOIN agencies_area m ON m.id = d.meeting_area_id
LEFT JOIN support_measurement x ON x.episode_id = e.id AND x.moment = 'exit' AND x.replaced_at IS NULL
WHERE e.stage = 'closed' AND NOT (e.triaged_at IS NULL AND e.reason IN ('inappropriate', 'duplicate', 'role_changed'))
  AND NOT EXISTS (SELECT FROM support_episode n WHERE n.reopens_id = e.id AND n.stage = 'closed');
"""
INDEX = """
CREATE INDEX episode_ended_on ON support_episode (((closed_at AT TIME ZONE 'Europe/London')::date))
WHERE stage = 'closed';
"""
BEFORE = import_module("reports.migrations.0006_support").VIEW.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")


class Migration(migrations.Migration):
    """A stale quarter of support is counted from the support that ended in it."""

    dependencies = [("reports", "0014_made_together"), ("support", "0013_contracts_are_kept")]

    operations = [migrations.RunSQL(VIEW + INDEX, "DROP INDEX episode_ended_on;" + BEFORE)]
