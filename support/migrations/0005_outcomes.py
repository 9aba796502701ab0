import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from common.rls import ProtectRows


class Migration(migrations.Migration):
    """Measures are written, and replaced by a correction; only when they were replaced may be written over."""

    dependencies = [
        ("support", "0004_no_closing_note"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "moment",
                    models.CharField(
                        choices=[("intake", "Intake"), ("review", "Review"), ("exit", "Exit")], max_length=10
                    ),
                ),
                ("version", models.CharField(default="2026-1", max_length=10)),
                ("done_on", models.DateField()),
                (
                    "respondent",
                    models.CharField(
                        choices=[
                            ("victim", "The person, in their own words"),
                            ("idva", "Nobody: this is what I know or saw"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("some", "Yes"),
                            ("none", "No, none of it"),
                            ("not_asked", "Not asked"),
                            ("not_safe", "Not safe to ask"),
                            ("declined", "They did not want to say"),
                            ("not_known", "Not known"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "abuse",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=15), blank=True, default=list, size=None
                    ),
                ),
                ("cess", models.CharField(blank=True, max_length=20)),
                ("risk", models.CharField(blank=True, max_length=20)),
                ("safe", models.CharField(blank=True, max_length=20)),
                ("qol", models.CharField(blank=True, max_length=20)),
                ("worker_note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measurements", to="support.episode"
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
                "indexes": [models.Index(fields=["episode", "-recorded_at"], name="measurement_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None), models.Q(("moment", "review"), _negated=True)),
                        fields=("episode", "moment"),
                        name="one_intake_and_one_exit_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("respondent", "victim"),
                            models.Q(
                                ("cess__in", ["", "declined", "not_asked", "not_known", "not_safe"]),
                                ("qol__in", ["", "declined", "not_asked", "not_known", "not_safe"]),
                                ("safe__in", ["", "declined", "not_asked", "not_known", "not_safe"]),
                                models.Q(
                                    ("moment", "intake"),
                                    ("found__in", ["declined", "not_asked", "not_known", "not_safe"]),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="only_the_person_answers_for_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("moment", "intake"), ("cess", ""), ("qol", ""), ("risk", ""), ("safe", "")),
                            models.Q(
                                models.Q(("moment", "intake"), _negated=True),
                                models.Q(("cess", ""), _negated=True),
                                models.Q(("risk", ""), _negated=True),
                                models.Q(("safe", ""), _negated=True),
                                models.Q(("qol", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="every_measure_has_an_answer_but_at_intake",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("found", "some"), models.Q(("abuse", []), _negated=True)),
                            models.Q(models.Q(("found", "some"), _negated=True), ("abuse", [])),
                            _connector="OR",
                        ),
                        name="abuse_found_says_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cess", ""),
                            ("cess__in", ["stopped", "goes_on", "declined", "not_asked", "not_known", "not_safe"]),
                            _connector="OR",
                        ),
                        name="cess_on_its_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("risk", ""),
                            (
                                "risk__in",
                                [
                                    "eliminated",
                                    "significant",
                                    "moderate",
                                    "limited",
                                    "none",
                                    "increased",
                                    "declined",
                                    "not_asked",
                                    "not_known",
                                    "not_safe",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="risk_on_its_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("safe", ""),
                            (
                                "safe__in",
                                [
                                    "much_safer",
                                    "somewhat_safer",
                                    "same",
                                    "less_safe",
                                    "much_less_safe",
                                    "declined",
                                    "not_asked",
                                    "not_known",
                                    "not_safe",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="safe_on_its_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("qol", ""),
                            (
                                "qol__in",
                                [
                                    "improved_lot",
                                    "improved_little",
                                    "same",
                                    "worse",
                                    "much_worse",
                                    "declined",
                                    "not_asked",
                                    "not_known",
                                    "not_safe",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="qol_on_its_scale",
                    ),
                ],
            },
        ),
        ProtectRows("Measurement", read="access.works_episode(episode_id)"),
    ]
