from django.db import migrations

from common.rls import Grant, ProtectRows

BELONGS = "access.belongs_to_meeting(meeting_id)"
# Each agency for itself; those who run meetings for every agency of theirs.
RUNS = "(SELECT access.agency_with('meeting_run')) IS NOT NULL"
MAY = f"agency_id = (SELECT access.agency_with('research_answer')) OR {RUNS}"
OWN = f"{BELONGS} AND ({MAY})"


class Migration(migrations.Migration):
    dependencies = [("marac", "0020_rota")]

    operations = [
        ProtectRows("RotaPlace", read=BELONGS, insert=OWN, update=OWN),
        # A change of rhythm is another version from a day on; what was is never changed.
        Grant("marac_scheduleversion", "INSERT"),
    ]
