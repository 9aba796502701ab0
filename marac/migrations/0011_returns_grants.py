from django.db import migrations

from common.rls import Grant


class Migration(migrations.Migration):
    dependencies = [("marac", "0010_returns")]

    # Figures that reach nobody: written once, never changed.
    operations = [Grant("marac_returnedition", "INSERT")]
