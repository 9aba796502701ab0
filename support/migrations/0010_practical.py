import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from common.rls import ProtectRows


class Migration(migrations.Migration):
    """Needs, court, orders and disclosures: the service's own, like everything that it writes."""

    dependencies = [("support", "0009_plans"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="CourtDate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[("criminal", "Criminal court"), ("family", "Family court"), ("civil", "Civil court")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("court", models.CharField(max_length=100)),
                ("what", models.CharField(blank=True, max_length=200)),
                ("outcome", models.CharField(blank=True, max_length=300)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.episode"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("non_molestation", "Non-molestation order"),
                            ("occupation", "Occupation order"),
                            ("dvpo", "Police protection order (2010 Act)"),
                            ("dapn", "Police protection notice (2021 Act)"),
                            ("dapo", "Protection order (2021 Act)"),
                            ("restraining", "Restraining order"),
                            ("stalking", "Stalking protection order"),
                            ("bail", "Bail conditions"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("court", models.CharField(blank=True, max_length=100)),
                ("conditions", models.TextField(blank=True)),
                (
                    "victim_aware",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")], max_length=10),
                ),
                ("is_breached", models.BooleanField(default=False)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.episode"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DisclosureConsideration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "route",
                    models.CharField(choices=[("ask", "Right to ask"), ("know", "Right to know")], max_length=10),
                ),
                ("applied_on", models.DateField()),
                (
                    "decision",
                    models.CharField(
                        choices=[("disclose", "To disclose"), ("not", "Not to disclose"), ("open", "Not decided yet")],
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("support_offered", models.BooleanField(default=False)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.episode"
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
                            models.Q(("decided_on", None), ("decision", "open")),
                            models.Q(models.Q(("decision", "open"), _negated=True), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_disclosure_has_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("planning", "Safety planning"),
                            ("home", "Making the home safer"),
                            ("criminal", "Police and criminal court"),
                            ("measures", "Special measures"),
                            ("civil", "Civil orders"),
                            ("housing", "Housing"),
                            ("children", "Children and family court"),
                            ("health", "Health"),
                            ("mental", "Mental health"),
                            ("substance", "Alcohol or drugs"),
                            ("money", "Money and debt"),
                            ("immigration", "Immigration status"),
                            ("sexual", "Sexual violence services"),
                            ("meeting", "Speaking for them at a meeting"),
                            ("online", "Safety online and on the telephone"),
                            ("work", "Work"),
                            ("parenting", "Parenting"),
                            ("pets", "Pets"),
                            ("specialist", "A service by and for their community"),
                            ("group", "Group or recovery programme"),
                            ("court", "Company at court"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("met_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.episode"
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
                    models.UniqueConstraint(
                        condition=models.Q(("met_on", None)), fields=("episode", "kind"), name="one_open_need"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("met_on", None), ("met_on__gte", models.F("since")), _connector="OR"),
                        name="need_met_after",
                    ),
                ],
            },
        ),
        ProtectRows("Need", read="access.works_episode(episode_id)"),
        ProtectRows("CourtDate", read="access.works_episode(episode_id)"),
        ProtectRows("Order", read="access.works_episode(episode_id)"),
        ProtectRows("DisclosureConsideration", read="access.works_episode(episode_id)"),
    ]
