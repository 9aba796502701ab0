import django.db.models.deletion
from django.db import migrations, models

from common.rls import ProtectRows

COPY = """
INSERT INTO support_ending (episode_id, note, reference, initials)
SELECT e.id, e.closing_note, c.reference, '' FROM support_episode e JOIN cases_case c ON c.id = e.case_id
WHERE e.stage = 'closed';
"""


class Migration(migrations.Migration):
    """What was said at the end of support belongs to the service: other agencies of the case see that it ended."""

    dependencies = [("support", "0002_access")]

    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ending",
                        serialize=False,
                        to="support.episode",
                    ),
                ),
                ("note", models.TextField()),
                ("reference", models.CharField(blank=True, max_length=10)),
                ("initials", models.CharField(blank=True, max_length=10)),
            ],
        ),
        ProtectRows("Ending", read="access.works_episode(episode_id)"),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
    ]
