from django.db import migrations


class Migration(migrations.Migration):
    """A school says where a child is every day: it moves to a table that only leading agencies read."""

    dependencies = [("cases", "0006_people_in_full")]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO cases_schooling (id, person_id, name, recorded_at)
            SELECT gen_random_uuid(), id, school, now() FROM cases_person WHERE school <> '';
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
            """
            UPDATE cases_person p SET school = s.name FROM cases_schooling s
            WHERE s.person_id = p.id AND s.superseded_at IS NULL;
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
        ),
        migrations.RemoveField("person", "school"),
    ]
