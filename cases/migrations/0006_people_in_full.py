import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who said what about a person, when, and how exactly; relationships, schools, conflicts."""

    dependencies = [
        ("agencies", "0003_contact_review_days"),
        ("cases", "0005_sharing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("partner", "Partner of"),
                            ("husband_wife", "Husband or wife of"),
                            ("civil_partner", "Civil partner of"),
                            ("ex_partner", "Former partner of"),
                            ("ex_husband_wife", "Former husband or wife of"),
                            ("ex_civil_partner", "Former civil partner of"),
                            ("shared_child", "Parent of the same child as"),
                            ("parent", "Parent of / child of"),
                            ("step_parent", "Step-parent of / stepchild of"),
                            ("foster_parent", "Foster parent of / foster child of"),
                            ("grandparent", "Grandparent of / grandchild of"),
                            ("aunt_uncle", "Aunt or uncle of / niece or nephew of"),
                            ("sibling", "Brother or sister of"),
                            ("in_law", "In-law of"),
                            ("other_relative", "Another relative of"),
                            ("carer", "Gives care to / is cared for by"),
                            ("friend", "Friend of"),
                            ("lives_with", "Lives with"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Schooling",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StaffMatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "To be checked"),
                            ("different", "A different person"),
                            ("excluded", "The same person, kept out of the case"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="address",
            name="is_shared",
            field=models.CharField(
                choices=[("no", "No"), ("yes", "Yes"), ("unknown", "Not known")], default="unknown", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="address",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="address",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="address",
            name="superseded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="address",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="birthdate",
            name="added_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="birthdate",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="birthdate",
            name="precision",
            field=models.CharField(
                choices=[("exact", "Exact date"), ("month", "Month and year"), ("year", "Year only")],
                default="exact",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="birthdate",
            name="struck_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="birthdate",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="is_declared",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("knows_victim", "Knows the person at risk"),
                    ("knows_harmer", "Knows the person causing harm"),
                    ("related", "Is related to somebody in the case"),
                    ("colleague", "Works with somebody in the case"),
                    ("is_party", "Is somebody in the case"),
                    ("other", "Another reason"),
                ],
                default="other",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="made_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personname",
            name="added_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="personname",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personname",
            name="struck_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="personname",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="device_access",
            field=models.CharField(
                blank=True, choices=[("no", "No"), ("yes", "Yes"), ("unknown", "Not known")], max_length=10
            ),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="if_answered",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="may_answer",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="superseded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="safecontact",
            name="windows",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name="exclusion",
            name="reason",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="personname",
            name="kind",
            field=models.CharField(
                choices=[
                    ("current", "Current"),
                    ("liked", "Likes to be called"),
                    ("former", "Former"),
                    ("alias", "Also known as"),
                    ("spelling", "Other spelling"),
                ],
                default="current",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="safecontact",
            name="channel",
            field=models.CharField(
                choices=[
                    ("phone", "Telephone"),
                    ("text", "Text message"),
                    ("voicemail", "Voicemail"),
                    ("email", "E-mail"),
                    ("letter", "Letter"),
                    ("in_person", "Visit"),
                    ("online", "Online call"),
                    ("other", "Another way"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("superseded_at", None), ("superseded_by", None)),
                    models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                    _connector="OR",
                ),
                name="address_superseded_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="birthdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("precision", "exact"),
                    models.Q(("on__day", 1), ("precision", "month")),
                    models.Q(("on__day", 1), ("on__month", 1)),
                    _connector="OR",
                ),
                name="birth_date_is_the_first_day_of_what_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="birthdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at", None), ("struck_by", None)),
                    models.Q(("struck_at__isnull", False), ("struck_by__isnull", False)),
                    _connector="OR",
                ),
                name="birth_date_struck_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="personname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at", None), ("struck_by", None)),
                    models.Q(("struck_at__isnull", False), ("struck_by__isnull", False)),
                    _connector="OR",
                ),
                name="name_struck_at_and_by_together",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="relationships", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="from_person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.person"),
        ),
        migrations.AddField(
            model_name="relationship",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="to_person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.person"),
        ),
        migrations.AddField(
            model_name="schooling",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="schooling",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="schoolings", to="cases.person"
            ),
        ),
        migrations.AddField(
            model_name="schooling",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="staffmatch",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="staff_matches", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="staffmatch",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.person"),
        ),
        migrations.AddField(
            model_name="staffmatch",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="staffmatch",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_person", models.F("to_person")), _negated=True),
                name="relationship_is_between_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at", None), ("struck_by", None)),
                    models.Q(("struck_at__isnull", False), ("struck_by__isnull", False)),
                    _connector="OR",
                ),
                name="relationship_struck_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck_at", None)),
                fields=("case", "from_person", "to_person", "kind"),
                name="one_standing_relationship_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="schooling",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="schooling_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmatch",
            constraint=models.UniqueConstraint(
                fields=("case", "person", "user"), name="one_staff_match_per_person_and_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_at", None), ("settled_by", None)),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="staff_match_settled_with_outcome_time_and_person",
            ),
        ),
    ]
