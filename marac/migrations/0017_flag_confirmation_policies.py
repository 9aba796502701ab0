from django.db import migrations

from common.rls import ProtectRows

SEES_ITS_CASE = "access.sees_case(case_id)"
# Each agency speaks for itself alone, of a case that was heard with the instruction to flag.
OWN = "agency_id = (SELECT access.agency_with('research_answer'))"
HEARD = """EXISTS (SELECT FROM marac_hearing h WHERE h.id = hearing_id AND h.case_id = marac_flagconfirmation.case_id
            AND h.status = 'heard' AND h.flag = 'flag')"""


class Migration(migrations.Migration):
    dependencies = [("marac", "0016_flag_confirmations")]

    operations = [
        ProtectRows(
            "FlagConfirmation", read=SEES_ITS_CASE, insert=" AND ".join([SEES_ITS_CASE, OWN, HEARD]), update=None
        ),
    ]
