import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_crime_roles"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="policy",
            name="one_policy_per_area_key_and_day",
        ),
        migrations.AddField(
            model_name="policy",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AlterField(
            model_name="policy",
            name="key",
            field=models.CharField(
                choices=[
                    ("hearing_target_days", "Days from referral to first hearing"),
                    ("high_risk_ticks", "Yes answers that make a case visibly high risk"),
                    ("medium_risk_ticks", "Yes answers from which a count proposes medium risk"),
                    ("grade_meets_ground", "A tool graded high is visible high risk by itself: 1 yes, 0 no"),
                    ("repeat_months", "Months in which a further incident is a repeat"),
                    ("victim_update_days", "Working days in which the person is told the outcome"),
                    ("action_due_days", "Working days given for an action unless set otherwise"),
                    ("contact_review_days", "Days after which safe contact is to be confirmed again"),
                    ("small_number", "Counts below this are hidden from the board"),
                    ("secondary_assessment", "Every high and medium crime is assessed again: 1 yes, 0 no"),
                    ("secondary_high_hours", "Hours in which a crime graded high is assessed again"),
                    ("secondary_medium_hours", "Hours in which a crime graded medium is assessed again"),
                    ("within_target_percent", "Share to be heard in time, per cent"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(
                fields=("area", "agency", "key", "starts_on"),
                name="one_policy_per_area_agency_key_and_day",
                nulls_distinct=False,
            ),
        ),
    ]
