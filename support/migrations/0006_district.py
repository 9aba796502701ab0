import django.db.models.deletion
from django.db import migrations, models

FILL = "UPDATE support_episode e SET district_id = c.district_id FROM cases_case c WHERE c.id = e.case_id"


class Migration(migrations.Migration):
    """An episode knows its district, so that it is counted when its service sees the case no longer."""

    dependencies = [("support", "0005_outcomes"), ("agencies", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="episode",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.area",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
