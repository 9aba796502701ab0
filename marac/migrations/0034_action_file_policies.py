from django.db import migrations

from common.rls import ProtectRows

SEES_ITS_CASE = "access.sees_case(case_id)"
OF_ITS_CASE = """EXISTS (SELECT FROM marac_action a
                         WHERE a.id = marac_actionfile.action_id AND a.case_id = marac_actionfile.case_id)"""
IN_OWN_NAME = "agency_id = (SELECT access.acting_agency_id())"


class Migration(migrations.Migration):
    dependencies = [("marac", "0033_action_files")]

    operations = [
        ProtectRows("ActionFile", read=SEES_ITS_CASE, insert=f"{SEES_ITS_CASE} AND {IN_OWN_NAME} AND {OF_ITS_CASE}"),
    ]
