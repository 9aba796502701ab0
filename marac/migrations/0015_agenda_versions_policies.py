from django.db import migrations

from common.rls import ProtectRows

BELONGS = "access.belongs_to_meeting(meeting_id)"
RUNS = f"(SELECT access.agency_with('meeting_run')) IS NOT NULL AND {BELONGS}"


class Migration(migrations.Migration):
    dependencies = [("marac", "0014_agenda_versions")]

    # Written once at publication, never changed and never taken away.
    operations = [
        ProtectRows("AgendaVersion", read=BELONGS, insert=RUNS, update=None),
        ProtectRows("AgendaItem", read="access.sees_case(case_id)", insert="access.leads_case(case_id)", update=None),
    ]
