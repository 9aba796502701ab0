from django.db import migrations, models


class Migration(migrations.Migration):
    """Plans are listed page by page, the one agreed last first."""

    dependencies = [("strategy", "0002_access")]

    operations = [
        migrations.AddIndex(model_name="plan", index=models.Index(fields=["-starts_on", "-id"], name="plans_in_order"))
    ]
