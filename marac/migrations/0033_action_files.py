import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0019_agreements_of_forums"),
        ("cases", "0024_whom_to_write_to"),
        ("marac", "0032_person_survey_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("jpeg", "JPEG picture"),
                            ("png", "PNG picture"),
                            ("docx", "Word document"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "holds",
                    models.CharField(
                        choices=[
                            ("risk_checklist", "Risk checklist"),
                            ("report", "Report"),
                            ("letter", "Letter"),
                            ("photograph", "Photograph"),
                            ("messages", "Messages or call records"),
                            ("court_order", "Court order"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("body", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("sent_sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("quarantined", "Waiting for the virus check"),
                            ("ready", "Ready"),
                            ("refused", "Refused: a virus was found"),
                        ],
                        max_length=12,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="marac.action",
                    ),
                ),
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
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.apikey",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__lte", 10485760)), name="marac_actionfile_not_too_large"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("size", 0), ("state", "refused")),
                            models.Q(models.Q(("state", "refused"), _negated=True), ("size__gt", 0)),
                            _connector="OR",
                        ),
                        name="marac_actionfile_empty_if_refused",
                    ),
                    models.UniqueConstraint(fields=("action", "sent_sha256"), name="one_file_once_per_action"),
                ],
            },
        ),
    ]
