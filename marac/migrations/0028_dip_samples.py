import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0019_agreements_of_forums"),
        ("cases", "0024_whom_to_write_to"),
        ("marac", "0027_agreements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DipSample",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("wanted", models.PositiveSmallIntegerField()),
                ("drawn_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="marac.forum",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SampleAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=500)),
                ("due_on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="marac.dipsample"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SampledCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "hearing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="marac.hearing"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="marac.dipsample",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SampleScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "score",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "Met"),
                            ("partly", "Partly met"),
                            ("not_met", "Not met"),
                            ("unseen", "Cannot be said from these cases"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "sample",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="marac.dipsample",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="dipsample",
            index=models.Index(fields=["forum", "-drawn_at"], name="sample_of_forum"),
        ),
        migrations.AddConstraint(
            model_name="dipsample",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="sample_ends_when_it_starts_or_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="dipsample",
            constraint=models.CheckConstraint(
                condition=models.Q(("wanted__gte", 1), ("wanted__lte", 20)), name="sample_has_one_to_twenty_cases"
            ),
        ),
        migrations.AddConstraint(
            model_name="dipsample",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("finished_by", None)),
                    models.Q(("finished_at__isnull", False), ("finished_by__isnull", False)),
                    _connector="OR",
                ),
                name="sample_finished_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="sample_action_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_by", None), ("done_on", None)),
                    models.Q(("done_by__isnull", False), ("done_on__isnull", False)),
                    _connector="OR",
                ),
                name="sample_action_done_on_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledcase",
            constraint=models.UniqueConstraint(fields=("sample", "hearing"), name="one_hearing_once_in_a_sample"),
        ),
        migrations.AddConstraint(
            model_name="samplescore",
            constraint=models.UniqueConstraint(fields=("sample", "number"), name="one_score_per_principle_and_sample"),
        ),
        migrations.AddConstraint(
            model_name="samplescore",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 10)), name="score_is_of_one_of_ten"
            ),
        ),
    ]
