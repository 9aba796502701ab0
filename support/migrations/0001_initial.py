import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0008_support_policies"),
        ("cases", "0015_own_safety_facts"),
        ("referrals", "0007_documents_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=10)),
                ("initials", models.CharField(max_length=10)),
                ("received_at", models.DateTimeField()),
                ("received_on", models.DateField()),
                ("is_high_risk", models.BooleanField()),
                ("child_count", models.PositiveSmallIntegerField()),
            ],
            options={
                "db_table": "support_waiting",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("idva", "Independent advisers"),
                            ("community", "Community support"),
                            ("refuge", "Safe accommodation"),
                            ("hospital", "Hospital pilot"),
                            ("gp", "GP pilot"),
                        ],
                        max_length=20,
                    ),
                ),
                ("takes_from", models.DateField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_services",
                        to="agencies.agency",
                    ),
                ),
                ("areas", models.ManyToManyField(related_name="+", to="agencies.area")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("police", "Police"),
                            ("meeting", "Meeting"),
                            ("self", "The person themselves"),
                            ("health", "Health"),
                            ("other", "Another agency"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("held_until", models.DateField(blank=True, null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("triage", "Triage"),
                            ("contacting", "Trying to make contact"),
                            ("engaged", "Engaged"),
                            ("active", "Active support"),
                            ("closed", "Closed"),
                        ],
                        default="triage",
                        max_length=12,
                    ),
                ),
                ("stage_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "priority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("a", "A: plan safety at once"),
                            ("b", "B: no immediate need seen"),
                            ("c", "C: not enough information"),
                        ],
                        max_length=1,
                    ),
                ),
                ("triaged_at", models.DateTimeField(blank=True, null=True)),
                ("engaged_at", models.DateTimeField(blank=True, null=True)),
                ("next_due_on", models.DateField()),
                ("review_on", models.DateField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("first_tried_at", models.DateTimeField(blank=True, null=True)),
                ("last_tried_at", models.DateTimeField(blank=True, null=True)),
                ("last_outcome", models.CharField(blank=True, max_length=20)),
                ("first_spoke_at", models.DateTimeField(blank=True, null=True)),
                ("last_spoke_at", models.DateTimeField(blank=True, null=True)),
                ("silence_told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Planned: support plan completed"),
                            ("stepped_down", "Planned: risk reduced, stepped down"),
                            ("transferred", "Transferred to another service"),
                            ("declined", "The person declined"),
                            ("disengaged", "Lost contact after engaging"),
                            ("never_contacted", "Never reached"),
                            ("moved", "Moved away"),
                            ("inappropriate", "Not for this service"),
                            ("role_changed", "The person causing harm was referred as the person at risk"),
                            ("died", "The person died"),
                            ("duplicate", "Referred twice"),
                        ],
                        max_length=20,
                    ),
                ),
                ("closing_note", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "adviser",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="support_episodes", to="cases.case"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.referral",
                    ),
                ),
                (
                    "reopens",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.episode",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="episodes", to="support.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("lot", models.CharField(blank=True, max_length=60)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("extended_to", models.DateField(blank=True, null=True)),
                ("commissioners", models.ManyToManyField(related_name="+", to="agencies.agency")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contracts", to="support.service"
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("cess", "Abuse stopped"),
                            ("risk", "Risk reduced, in the adviser’s view"),
                            ("safe", "Feels safer, in the person’s own words"),
                            ("qol", "Quality of life better, in the person’s own words"),
                        ],
                        max_length=10,
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("source", models.CharField(max_length=200)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="support.contract"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Call"),
                            ("text", "Text message"),
                            ("voicemail", "Voicemail"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("in_person", "In person"),
                            ("online", "Online call"),
                            ("agency", "Through another professional"),
                            ("other", "Another way"),
                        ],
                        max_length=10,
                    ),
                ),
                ("was_safe", models.BooleanField()),
                ("override_reason", models.CharField(blank=True, max_length=300)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("spoke", "Spoke"),
                            ("not_safe_to_talk", "Answered, not safe to talk"),
                            ("no_answer", "No answer, no message left"),
                            ("message_left", "No answer, message left"),
                            ("text_sent", "Text sent"),
                            ("email_sent", "E-mail sent"),
                            ("via_agency", "Asked another professional to pass it on"),
                            ("wrong_number", "Wrong number"),
                            ("someone_else", "Someone else answered"),
                            ("unsafe", "Unsafe to continue"),
                            ("met", "Met in person"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("next_due_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.safecontact",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="support.episode"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["episode", "-at"], name="attempt_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("was_safe", True), models.Q(("override_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="unsafe_contact_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("someone_else", "Someone else answered"),
                            ("unsafe", "Unsafe to continue"),
                            ("no_contact", "Not reached after the set number of tries"),
                            ("died", "The person died: consider a review"),
                        ],
                        max_length=20,
                    ),
                ),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
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
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="support.episode"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["raised_at", "id"], name="alert_unsettled"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="alert_settled_with_time_person_and_note",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(
                condition=models.Q(("stage", "closed"), _negated=True),
                fields=["agency", "holder", "next_due_on", "id"],
                name="episode_due",
            ),
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(
                condition=models.Q(("stage", "closed"), _negated=True),
                fields=["agency", "next_due_on", "id"],
                name="episode_open",
            ),
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(
                condition=models.Q(("stage", "closed")), fields=["agency", "closed_at"], name="episode_closed"
            ),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "closed"), _negated=True),
                fields=("case", "service"),
                name="one_open_episode_per_case_and_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopens", None)),
                fields=("referral", "service"),
                name="one_episode_per_referral_and_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("stage", "closed"), _negated=True),
                        ("closed_at", None),
                        ("closed_by", None),
                        ("reason", ""),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("stage", "closed"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="closed_episode_says_when_who_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "triage"), ("stage", "closed"), models.Q(("priority", ""), _negated=True), _connector="OR"
                ),
                name="priority_is_set_by_triage",
            ),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ["engaged", "active"]), _negated=True),
                    ("engaged_at__isnull", False),
                    _connector="OR",
                ),
                name="engaged_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="contract_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("extended_to", None), ("extended_to__gt", models.F("ends_on")), _connector="OR"),
                name="contract_extends_beyond_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("contract", "measure", "starts_on"), name="one_target_per_measure_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(condition=models.Q(("percent__lte", 100)), name="target_is_a_percentage"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="target_has_a_source"
            ),
        ),
    ]
