import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Access has several reasons at once, and ends with the last of them."""

    dependencies = [("cases", "0003_sealed_index"), ("common", "0002_agency_with")]

    operations = [
        migrations.AddField(
            "caseagency",
            "sources",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("coordinator", "Coordinates the area's meetings"),
                        ("meeting", "Invited to the meeting"),
                        ("action", "Owns an action"),
                        ("support", "Supports the person"),
                        ("shared", "Shared by a coordinator"),
                        ("transfer", "Transferred"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
            ),
            preserve_default=False,
        ),
        # An ended access had reasons that hold no longer.
        migrations.RunSQL(
            "UPDATE cases_caseagency SET sources = ARRAY[source]; SET CONSTRAINTS ALL IMMEDIATE;",
            "UPDATE cases_caseagency SET source = coalesce(sources[1], 'shared'); SET CONSTRAINTS ALL IMMEDIATE;",
        ),
        migrations.RemoveField("caseagency", "source"),
        migrations.AddConstraint(
            "caseagency",
            models.CheckConstraint(
                condition=models.Q(("sources", []), _negated=True) | models.Q(("ends_at__isnull", False)),
                name="access_has_a_reason_or_has_ended",
            ),
        ),
    ]
