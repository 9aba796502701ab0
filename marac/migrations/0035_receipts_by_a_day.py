from django.db import migrations, models

from common.dates import add_working_days, london_date


def fill(apps, schema_editor):
    """What was sent before had two working days."""
    holidays = frozenset(apps.get_model("agencies", "BankHoliday").objects.values_list("on", flat=True))
    for each in apps.get_model("marac", "Transfer").objects.all():
        each.receipt_due_on = add_working_days(london_date(each.sent_at), 2, holidays)
        each.save(update_fields=["receipt_due_on"])


class Migration(migrations.Migration):
    dependencies = [("agencies", "0021_papers_and_receipts"), ("marac", "0034_action_file_policies")]

    operations = [
        migrations.AddField("transfer", "receipt_due_on", models.DateField(null=True)),
        migrations.AddField("transfer", "chased_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("transfer", "receipt_due_on", models.DateField()),
        migrations.AddIndex(
            "transfer",
            models.Index(
                condition=models.Q(("acknowledged_at", None)), fields=["receipt_due_on"], name="transfer_to_chase"
            ),
        ),
    ]
