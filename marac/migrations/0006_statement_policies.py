from django.db import migrations

from common.rls import ProtectRows

BELONGS = "access.belongs_to_meeting(meeting_id)"
# Nobody signs for somebody else, and nobody takes a signature back.
OWN = f"user_id = (SELECT access.user_id()) AND agency_id = (SELECT access.acting_agency_id()) AND {BELONGS}"
RUNS = f"(SELECT access.agency_with('meeting_run')) IS NOT NULL AND {BELONGS}"


class Migration(migrations.Migration):
    dependencies = [("marac", "0005_statements")]

    operations = [
        ProtectRows("Signature", read=BELONGS, insert=OWN, update=None),
        ProtectRows("Observer", read=BELONGS, insert=RUNS, update=None, delete=RUNS),
    ]
