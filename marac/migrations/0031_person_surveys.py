import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0019_agreements_of_forums"),
        ("cases", "0024_whom_to_write_to"),
        ("marac", "0030_return_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonSurvey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("answered", "They answered"),
                            ("declined", "They did not want to answer after all"),
                            ("not_reached", "They could not be reached safely"),
                        ],
                        max_length=15,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("change", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "hearing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="survey", to="marac.hearing"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "answered"), models.Q(("answers", {}), ("change", "")), _connector="OR"
                        ),
                        name="who_was_not_asked_said_nothing",
                    )
                ],
            },
        ),
    ]
