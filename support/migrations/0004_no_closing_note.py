from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0003_endings")]

    operations = [migrations.RemoveField(model_name="episode", name="closing_note")]
