import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from common.rls import ProtectRows


class Migration(migrations.Migration):
    """A plan is written version by version and never changed; a draft is its writer's alone."""

    dependencies = [("support", "0008_return"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="SafetyPlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                ("sections", models.JSONField()),
                (
                    "given",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Handed over in person, and they can keep it safely"),
                            ("kept", "Kept for them by somebody they trust"),
                            ("email", "By an e-mail address that is safe"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="support.episode"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("episode", "version"), name="one_plan_per_version")],
            },
        ),
        migrations.CreateModel(
            name="WorkDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("plan", "Safety plan"), ("contact", "Contact")], max_length=10)),
                ("typed", models.JSONField()),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.episode"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("episode", "user", "kind"), name="one_draft_per_kind_and_user")
                ],
            },
        ),
        ProtectRows("SafetyPlan", read="access.works_episode(episode_id)", update=None),
        ProtectRows(
            "WorkDraft",
            read="user_id = (SELECT access.user_id()) AND access.works_episode(episode_id)",
            delete="user_id = (SELECT access.user_id()) AND access.works_episode(episode_id)",
        ),
    ]
