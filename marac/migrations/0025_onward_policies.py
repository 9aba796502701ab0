from django.db import migrations

from common.rls import ProtectRows

# For those who run meetings, in the agency that leads the case.
LED = "(SELECT access.agency_with('meeting_run')) IS NOT NULL AND access.leads_case(case_id)"


class Migration(migrations.Migration):
    dependencies = [("marac", "0024_onward")]

    operations = [
        ProtectRows("Transfer", read=LED),
        ProtectRows("Letter", read=LED, update=None),
    ]
