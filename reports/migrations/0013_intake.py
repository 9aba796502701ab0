from django.db import migrations

# What the figures worker may count of the cases that advisers took on: when, in which district, whether the person
# became engaged, whether the referral had been sent twice, and the days until somebody first tried to reach them.
# The same stretches as in access.support_taken: not those that came back, and not those that ended before triage.
VIEW = """
CREATE VIEW figures.intake AS
SELECT (e.accepted_at AT TIME ZONE 'Europe/London')::date AS accepted_on, e.reason = 'duplicate' AS is_duplicate,
       e.engaged_at IS NOT NULL AS is_engaged,
       greatest((e.first_tried_at AT TIME ZONE 'Europe/London')::date
                - (e.received_at AT TIME ZONE 'Europe/London')::date, 0) AS days,
       d.id AS district_id, d.meeting_area_id AS area_id, m.parent_id AS partnership_id
FROM support_episode e
JOIN agencies_area d ON d.id = e.district_id
JOIN agencies_area m ON m.id = d.meeting_area_id
WHERE e.reopens_id IS NULL AND NOT (e.stage = 'closed' AND e.triaged_at IS NULL);
GRANT SELECT ON figures.intake TO linnet_batch;
"""


class Migration(migrations.Migration):
    """Engagement and the days to a first try, for the report to count."""

    dependencies = [("reports", "0012_summary"), ("support", "0013_contracts_are_kept")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW figures.intake")]
