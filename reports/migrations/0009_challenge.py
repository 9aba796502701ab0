import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.rls import BATCH, Grant

# Nothing is published that nobody approved; what is said of a published edition stays.
APPROVED = """
CREATE FUNCTION access.publish_approved() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND OLD.approved_at IS NULL THEN
    RAISE EXCEPTION 'an edition is published after it was approved' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publish_approved BEFORE UPDATE ON reports_quarterlyreport
FOR EACH ROW EXECUTE FUNCTION access.publish_approved();
CREATE FUNCTION access.keep_comment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.reports_quarterlyreport r
             WHERE r.id = coalesce(OLD.report_id, NEW.report_id) AND r.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a published edition never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_comment BEFORE INSERT OR UPDATE OR DELETE ON reports_sectioncomment
FOR EACH ROW EXECUTE FUNCTION access.keep_comment();
CREATE TRIGGER keep_comment BEFORE INSERT OR UPDATE OR DELETE ON reports_challenge
FOR EACH ROW EXECUTE FUNCTION access.keep_comment();
"""
NOT_APPROVED = """
DROP TRIGGER keep_comment ON reports_challenge;
DROP TRIGGER keep_comment ON reports_sectioncomment;
DROP TRIGGER publish_approved ON reports_quarterlyreport;
DROP FUNCTION access.keep_comment();
DROP FUNCTION access.publish_approved();
"""


class Migration(migrations.Migration):
    """A draft is opened for challenge, questioned, answered and approved by a second person before it is published."""

    dependencies = [
        ("agencies", "0015_board_chair"),
        ("reports", "0008_frozen_quarters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "quarterlyreport",
            "audience",
            models.CharField(choices=[("board", "The board"), ("public", "The public")], default="board", max_length=6),
        ),
        migrations.RemoveConstraint("quarterlyreport", "one_edition_per_area_and_quarter"),
        migrations.AddConstraint(
            "quarterlyreport",
            models.UniqueConstraint(
                fields=("area", "starts_on", "audience", "version"), name="one_edition_per_area_and_quarter"
            ),
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(blank=True, max_length=30)),
                ("text", models.CharField(max_length=600)),
                ("raised_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=600)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["raised_at"],
            },
        ),
        migrations.CreateModel(
            name="SectionComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=30)),
                ("text", models.CharField(max_length=600)),
                ("written_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="quarterlyreport",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="quarterlyreport",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="quarterlyreport",
            name="shared_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="quarterlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False), ("shared_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="approved_edition_was_open_for_challenge",
            ),
        ),
        migrations.AddConstraint(
            model_name="quarterlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_by", models.F("approved_by")), _negated=True),
                name="edition_is_approved_by_a_second_person",
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="challenges", to="reports.quarterlyreport"
            ),
        ),
        migrations.AddField(
            model_name="sectioncomment",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="reports.quarterlyreport"
            ),
        ),
        migrations.AddField(
            model_name="sectioncomment",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="challenge_answered_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectioncomment",
            constraint=models.UniqueConstraint(fields=("report", "section"), name="one_comment_for_each_section"),
        ),
        migrations.RunSQL(APPROVED, NOT_APPROVED),
        Grant("reports_quarterlyreport", "UPDATE", columns=("shared_at", "approved_at", "approved_by_id")),
        Grant("reports_sectioncomment", "INSERT", "DELETE"),
        Grant("reports_challenge", "INSERT"),
        Grant("reports_challenge", "UPDATE", columns=("answer", "answered_at", "answered_by_id")),
        Grant("reports_sectioncomment", "SELECT", role=BATCH),
    ]
