import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_policy_of_an_agency"),
        ("cases", "0012_police_reference"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="riskassessment",
            name="assessed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="before_asking",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="details",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="grade",
            field=models.CharField(
                blank=True, choices=[("high", "High"), ("medium", "Medium"), ("standard", "Standard")], max_length=10
            ),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="notes",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="proposed_level",
            field=models.CharField(
                blank=True, choices=[("high", "High"), ("medium", "Medium"), ("standard", "Standard")], max_length=10
            ),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="wording_version",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="riskassessment",
            name="answers",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="riskassessment",
            name="tool",
            field=models.CharField(max_length=30),
        ),
        migrations.CreateModel(
            name="RiskDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "level",
                    models.CharField(
                        choices=[("high", "High"), ("medium", "Medium"), ("standard", "Standard")], max_length=10
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("score", "The count of a tool"),
                            ("judgement", "Professional judgement"),
                            ("tool_grade", "The grade of a tool"),
                            ("secondary_review", "Second review"),
                        ],
                        max_length=20,
                    ),
                ),
                ("rationale", models.TextField()),
                (
                    "cites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risk_decisions", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RiskFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risk_flags", to="cases.case"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.riskdecision"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RiskReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agrees", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="cases.riskdecision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RiskTool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("version", models.CharField(max_length=20)),
                ("wording_version", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("counted", "Yes answers are counted"),
                            ("graded", "Graded with reasons, nothing is counted"),
                            ("stated", "Only its result is kept here"),
                        ],
                        max_length=10,
                    ),
                ),
                ("items", models.JSONField(blank=True, default=list)),
                ("scale", models.JSONField(blank=True, default=list)),
                ("meets_ground", models.BooleanField(default=False)),
                ("attribution", models.CharField(max_length=300)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.area",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AssessmentDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("before_asking", models.JSONField(default=dict)),
                ("typed", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.risktool"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="asked_with",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.risktool",
            ),
        ),
        migrations.AddConstraint(
            model_name="riskdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("rationale", ""), _negated=True), name="risk_decision_has_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="riskflag",
            index=models.Index(condition=models.Q(("settled_at", None)), fields=["case"], name="risk_flag_open"),
        ),
        migrations.AddConstraint(
            model_name="riskreview",
            constraint=models.UniqueConstraint(fields=("decision",), name="one_answer_per_review"),
        ),
        migrations.AddConstraint(
            model_name="riskreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("agrees", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="refused_review_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="risktool",
            constraint=models.UniqueConstraint(
                fields=("code", "version", "wording_version", "partnership"),
                name="one_row_per_tool_and_wording",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="risktool",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="risk_tool_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="risktool",
            constraint=models.CheckConstraint(
                condition=models.Q(("attribution", ""), _negated=True), name="risk_tool_says_where_it_comes_from"
            ),
        ),
    ]
