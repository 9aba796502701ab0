import django.contrib.postgres.fields
from django.db import migrations, models

LEADS = (
    "agency_id = (SELECT access.agency_with('record_answer')) "
    "AND (SELECT access.lead_agency_id()) IS NOT NULL AND access.leads_person(person_id)"
)
LEADS_ALL = f"{LEADS} AND NOT EXISTS (SELECT FROM unnest(case_ids) c (id) WHERE NOT access.leads_case(c.id))"
# Of a request that was made before this, every case of the person: rather too narrow than too wide.
FILL = """
ALTER TABLE subject_access_subjectrequest DISABLE TRIGGER keep_answer;
UPDATE subject_access_subjectrequest r
   SET case_ids = ARRAY(SELECT DISTINCT i.case_id FROM cases_involvement i WHERE i.person_id = r.person_id);
ALTER TABLE subject_access_subjectrequest ENABLE TRIGGER keep_answer;
"""


def rule(words):
    table = "subject_access_subjectrequest"
    return f"""
    ALTER POLICY {table}_select ON {table} USING ({words});
    ALTER POLICY {table}_insert ON {table} WITH CHECK ({words});
    ALTER POLICY {table}_update ON {table} USING ({words}) WITH CHECK ({words});
    """


class Migration(migrations.Migration):
    """A request shows what was found in several cases: whoever is kept from one of them sees none of it."""

    dependencies = [("subject_access", "0002_locks")]

    operations = [
        migrations.AddField(
            "subjectrequest",
            "case_ids",
            django.contrib.postgres.fields.ArrayField(models.UUIDField(), default=list),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "subjectrequest",
            models.CheckConstraint(condition=models.Q(case_ids__len__gt=0), name="request_names_the_cases"),
        ),
        migrations.RunSQL(rule(LEADS_ALL), rule(LEADS)),
    ]
