from django.db import migrations

from common.rls import Grant


class Migration(migrations.Migration):
    """Contracts and targets are recorded on pages; a target is never changed, a contract only extended."""

    dependencies = [("support", "0012_corrections")]

    operations = [
        Grant("support_contract", "insert", "update", columns=("extended_to",)),
        Grant("support_contract_commissioners", "insert"),
        Grant("support_target", "insert"),
    ]
