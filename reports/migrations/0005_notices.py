from django.db import migrations

# What the figures worker may count of the notices to schools: two days, a grade, a kind of school, a council, and
# whether it was in time. No key, no reference, no school's name, and nothing of any child.
VIEW = """
CREATE VIEW figures.notice AS
SELECT (i.recorded_at AT TIME ZONE 'Europe/London')::date AS recorded_on,
       (n.due_at AT TIME ZONE 'Europe/London')::date AS due_on,
       i.risk_grade, coalesce(p.phase, s.phase) AS phase, n.route,
       n.sent_at IS NOT NULL AND n.sent_at <= n.due_at AS is_in_time,
       n.status = 'suppressed' AS is_kept_back, n.status = 'acknowledged' AS is_acknowledged,
       n.from_agency_id AS force_id, c.id AS council_id, c.name AS council, c.gss_code AS council_code,
       c.parent_id AS partnership_id
FROM encompass_notice n
JOIN encompass_encompassincident i ON i.id = n.incident_id
JOIN encompass_school s ON s.id = n.school_id
LEFT JOIN encompass_school p ON p.id = n.pupil_of_id
JOIN agencies_area c ON c.id = coalesce(p.local_authority_id, s.local_authority_id);
GRANT SELECT ON figures.notice TO linnet_batch;
-- How many schools are ready to be told: the board asks for the share with a trained key adult.
CREATE VIEW figures.school AS
SELECT s.phase, s.key_adult_trained_on, s.deputy_trained_on, g.active_from, g.active_to,
       c.id AS council_id, c.name AS council, c.gss_code AS council_code, c.parent_id AS partnership_id
FROM encompass_school s
JOIN agencies_agency g ON g.id = s.agency_id
JOIN agencies_area c ON c.id = s.local_authority_id
WHERE s.phase <> 'council';
GRANT SELECT ON figures.school TO linnet_batch;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_crimes"), ("encompass", "0003_sent_by_systems")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW figures.notice; DROP VIEW figures.school")]
