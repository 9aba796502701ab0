from django.db import migrations

# What the figures worker may count of the police's crimes: a day, a place, two grades and what kind it was. No key, no
# number of a crime, no reasons, nobody's name. Both grades, because a board is shown which of the two it reads.
VIEW = """
CREATE VIEW figures.crime AS
SELECT k.recorded_on, k.is_crime, k.offence_group, k.initial_grade, k.current_grade, k.secondary_required,
       k.assessed_at IS NOT NULL AS is_assessed, k.agency_id AS force_id,
       d.id AS district_id, d.name AS district, d.gss_code AS district_code, d.meeting_area_id AS area_id,
       m.parent_id AS partnership_id
FROM incidents_crimerecord k
JOIN agencies_area d ON d.id = k.district_id
LEFT JOIN agencies_area m ON m.id = d.meeting_area_id;
GRANT SELECT ON figures.crime TO linnet_batch;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_frozen"), ("incidents", "0002_access")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW figures.crime")]
