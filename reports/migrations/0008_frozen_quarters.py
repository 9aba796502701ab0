import uuid

import django.db.models.deletion
from django.db import migrations, models

from common.rls import BATCH, Grant

KEEP = """
CREATE FUNCTION access.keep_quarter() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.released_at IS NOT NULL OR (NEW.whole_id, NEW.starts_on, NEW.revision, NEW.figures,
      NEW.public_figures, NEW.frozen_at) IS DISTINCT FROM (OLD.whole_id, OLD.starts_on, OLD.revision, OLD.figures,
      OLD.public_figures, OLD.frozen_at) THEN
    RAISE EXCEPTION 'the figures of a frozen quarter never change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_quarter BEFORE UPDATE OR DELETE ON reports_frozenquarter
FOR EACH ROW EXECUTE FUNCTION access.keep_quarter();
"""
NO_KEEP = "DROP TRIGGER keep_quarter ON reports_frozenquarter; DROP FUNCTION access.keep_quarter();"


class Migration(migrations.Migration):
    """A quarter is concealed once, and every edition prints it as it was: the ledger of what has been released."""

    dependencies = [("reports", "0007_reviews")]

    operations = [
        migrations.CreateModel(
            name="FrozenQuarter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("figures", models.JSONField()),
                ("public_figures", models.JSONField()),
                ("frozen_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "whole",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("whole", "starts_on", "revision"), name="one_revision_of_a_frozen_quarter"
                    )
                ],
            },
        ),
        migrations.AddField("quarterlyreport", "reason", models.CharField(blank=True, max_length=200)),
        migrations.AddField(
            "quarterlyreport", "frozen", models.ManyToManyField(related_name="+", to="reports.frozenquarter")
        ),
        migrations.RunSQL(KEEP, NO_KEEP),
        Grant("reports_frozenquarter", "SELECT", "INSERT", role=BATCH),
        Grant("reports_quarterlyreport_frozen", "SELECT", "INSERT", "DELETE", role=BATCH),
        # Whoever publishes says that they are out, and nothing else.
        Grant("reports_frozenquarter", "UPDATE", columns=("released_at",)),
    ]
