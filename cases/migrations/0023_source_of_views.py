from django.db import migrations, models


class Migration(migrations.Migration):
    """How a view came to us: told to an agency, or written by the person themselves by a one-time link."""

    dependencies = [("cases", "0022_deaths_locked")]

    operations = [
        migrations.AddField(
            model_name="victimview",
            name="source",
            field=models.CharField(
                choices=[("told", "Told to the agency"), ("link", "Written by themselves")],
                default="told",
                max_length=10,
            ),
        ),
    ]
