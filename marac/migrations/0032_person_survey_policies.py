from django.db import migrations

from common.rls import ProtectRows

ASKED = "agency_id = (SELECT access.agency_with('action_do'))"
TEAM = "(SELECT access.agency_with('meeting_run')) IS NOT NULL AND access.leads_case(case_id)"
# Only the agency that told the person what was agreed, and was told in turn that they want to be asked.
TOLD = """EXISTS (SELECT FROM marac_victimupdate u JOIN marac_hearing h ON h.id = u.hearing_id
                  WHERE u.hearing_id = marac_personsurvey.hearing_id AND u.agency_id = marac_personsurvey.agency_id
                    AND u.outcome = 'told' AND u.may_be_asked AND h.update_method NOT IN ('', 'not_safe'))"""


class Migration(migrations.Migration):
    dependencies = [("marac", "0031_person_surveys")]

    operations = [
        ProtectRows(
            "PersonSurvey",
            read=f"access.sees_case(case_id) AND ({ASKED} OR ({TEAM}))",
            insert=f"access.sees_case(case_id) AND {ASKED} AND {TOLD}",
            update=None,
        ),
    ]
