from django.db import migrations

from common.rls import BATCH, Grant

# What was published stays as it was written: of a figure only what stands in its place may change, of a file its state.
IN_FORCE = ("superseded_by_id", "is_taken_back")
STATE = ("status", "status_at", "counts", "problems", "warnings", "body")
TABLES = (
    "observations_geography", "observations_indicator", "observations_methodbreak", "observations_observation",
    "observations_peergroup", "observations_peergroup_members",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("observations", "0001_initial"), ("common", "0001_app_role")]

    operations = [
        *(Grant(table, "INSERT") for table in TABLES),
        Grant("observations_figureimport", "INSERT"),
        Grant("observations_figureimport", "UPDATE", columns=STATE),
        Grant("observations_observation", "UPDATE", columns=IN_FORCE),
        Grant("observations_indicator", "UPDATE"),
        Grant("observations_peergroup", "UPDATE", columns=("ends_on",)),
        # The figures worker reads them for the quarterly report: places, periods and numbers, nobody.
        *(Grant(table, "SELECT", role=BATCH) for table in TABLES),
    ]
