import django.db.models.deletion
from django.db import migrations, models

from common.rls import ProtectRows

# A finding is read with its review, and with whatever recommendation answers it: by its owners, and in the library.
READ = "access.sees_review(review_id) OR EXISTS (SELECT FROM dhr_recommendation r WHERE r.finding_id = dhr_finding.id)"
# The constraints are asked at once, so that the tables can be changed in the same transaction.
MOVE = """
INSERT INTO dhr_finding (review_id, text)
SELECT DISTINCT review_id, btrim(finding) FROM dhr_recommendation WHERE btrim(finding) <> '';
UPDATE dhr_recommendation r SET answers_id = f.id FROM dhr_finding f
WHERE f.review_id = r.review_id AND f.text = btrim(r.finding);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
BACK = """
UPDATE dhr_recommendation r SET finding = f.text FROM dhr_finding f WHERE f.id = r.answers_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
HELD = """
CREATE TRIGGER hold_of_a_review BEFORE DELETE ON dhr_finding
  FOR EACH ROW EXECUTE FUNCTION access.hold_of_a_review('review_id');
"""


class Migration(migrations.Migration):
    """What a review found is a row of its own, which several recommendations may answer."""

    dependencies = [("dhr", "0006_events_taken_back")]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="dhr.deathreview"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "text"), name="one_finding_in_the_same_words"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="finding_says_something"
                    ),
                ]
            },
        ),
        migrations.AddField(
            model_name="recommendation",
            name="answers",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="recommendations",
                to="dhr.finding",
            ),
        ),
        migrations.RunSQL(MOVE, BACK),
        migrations.RemoveField(model_name="recommendation", name="finding"),
        migrations.RenameField(model_name="recommendation", old_name="answers", new_name="finding"),
        ProtectRows("Finding", read=READ, insert="access.runs_review(review_id)", update=None),
        migrations.RunSQL(HELD, "DROP TRIGGER hold_of_a_review ON dhr_finding"),
    ]  # fmt: skip
