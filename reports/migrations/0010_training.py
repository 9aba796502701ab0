from django.db import migrations

# What the figures worker may count of training: kinds, days, places and people. No title, and not who recorded it.
VIEW = """
CREATE VIEW figures.training AS
SELECT t.kind, t."on", t.places, t.people, t.area_id
FROM strategy_trainingsession t WHERE t.taken_back_at IS NULL;
GRANT SELECT ON figures.training TO linnet_batch;
"""


class Migration(migrations.Migration):
    """Training and briefings, for the report to count."""

    dependencies = [("reports", "0009_challenge"), ("strategy", "0002_access")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW figures.training")]
