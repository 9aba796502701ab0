from django.db import migrations

from common.rls import ProtectRows

BELONGS = "access.belongs_to_meeting(meeting_id)"
RUNS = f"(SELECT access.agency_with('meeting_run')) IS NOT NULL AND {BELONGS}"
APPROVES = f"(SELECT access.agency_with('minutes_approve')) IS NOT NULL AND {BELONGS}"
OWN = f"user_id = (SELECT access.user_id()) AND agency_id = (SELECT access.acting_agency_id()) AND {BELONGS}"
SEES_ITS_CASE = "access.sees_case(case_id)"
# Only the agency that the meeting named says that the person was told.
NAMED = "EXISTS (SELECT FROM marac_hearing h WHERE h.id = hearing_id AND h.victim_update_agency_id = agency_id)"
WAS_NAMED = " AND ".join([SEES_ITS_CASE, "agency_id = (SELECT access.agency_with('action_do'))", NAMED])


class Migration(migrations.Migration):
    dependencies = [("marac", "0008_afterwards")]

    operations = [
        ProtectRows("MinutesApproval", read=BELONGS, insert=APPROVES, update=None),
        ProtectRows("PackReading", read=f"user_id = (SELECT access.user_id()) OR ({RUNS})", insert=OWN, update=None),
        ProtectRows("VictimUpdate", read=SEES_ITS_CASE, insert=WAS_NAMED, update=None),
    ]
