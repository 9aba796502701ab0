from django.db import migrations

from common.rls import ProtectRows

BELONGS = "access.belongs_to_meeting(meeting_id)"
RUNS = f"(SELECT access.agency_with('meeting_run')) IS NOT NULL AND {BELONGS}"


class Migration(migrations.Migration):
    dependencies = [("marac", "0018_hubs_and_quorum")]

    # Kept as it was decided: another decision is another row.
    operations = [ProtectRows("QuorumDecision", read=BELONGS, insert=RUNS, update=None)]
