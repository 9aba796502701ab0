import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was sent is never deleted by those who sent it.
NO_DELETE = """
DROP POLICY dhr_chronologyevent_delete ON dhr_chronologyevent;
REVOKE DELETE ON dhr_chronologyevent FROM linnet_app;
"""
DELETE = """
CREATE POLICY dhr_chronologyevent_delete ON dhr_chronologyevent FOR DELETE TO linnet_app
USING (access.runs_review(review_id)
       OR (access.sees_review(review_id) AND agency_id = (SELECT access.acting_agency_id())));
GRANT DELETE ON dhr_chronologyevent TO linnet_app;
"""


class Migration(migrations.Migration):
    """An agency takes back an event of its chronology; that it was sent stays on record."""

    dependencies = [("dhr", "0005_reviews_kept"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="chronologyevent", name="taken_back_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="chronologyevent",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="chronologyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_by", None)),
                    models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                    _connector="OR",
                ),
                name="event_taken_back_by_somebody",
            ),
        ),
        migrations.RunSQL(NO_DELETE, DELETE),
    ]  # fmt: skip
