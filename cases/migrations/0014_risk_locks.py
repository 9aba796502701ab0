from django.db import migrations

from common.rls import ProtectRows

SEES_ITS_CASE = "access.sees_case(case_id)"
MAY_ASSESS = "(SELECT access.agency_with('risk_assess')) IS NOT NULL"
MAY_CONFIRM = "(SELECT access.agency_with('risk_confirm')) IS NOT NULL"
MAY_RUN = "(SELECT access.agency_with('meeting_run')) IS NOT NULL"
MY_DRAFT = (
    "user_id = (SELECT access.user_id()) AND agency_id = (SELECT access.agency_with('risk_assess')) "
    f"AND {SEES_ITS_CASE}"
)
# Of the same case, and never one's own: nobody lowers a risk alone.
ANOTHERS_PROPOSAL = """
EXISTS (SELECT FROM cases_riskdecision d
        WHERE d.id = cases_riskreview.decision_id AND d.case_id = cases_riskreview.case_id
          AND d.basis = 'secondary_review' AND d.by_id IS DISTINCT FROM cases_riskreview.answered_by_id)
"""
AGREED = """
EXISTS (SELECT FROM cases_riskreview v
        WHERE v.decision_id = cases_riskflag.decision_id AND v.case_id = cases_riskflag.case_id AND v.agrees)
"""
NARROW = f"ALTER POLICY cases_riskassessment_insert ON cases_riskassessment WITH CHECK ({{}}{SEES_ITS_CASE})"


class Migration(migrations.Migration):
    """Only those whose role assesses risk write about it; nothing that was written is changed."""

    dependencies = [("cases", "0013_risk_tools"), ("common", "0002_agency_with")]

    operations = [
        migrations.RunSQL(NARROW.format(f"{MAY_ASSESS} AND "), NARROW.format("")),
        ProtectRows("AssessmentDraft", read=MY_DRAFT, delete=MY_DRAFT),
        ProtectRows("RiskDecision", read=SEES_ITS_CASE, insert=f"{MAY_ASSESS} AND {SEES_ITS_CASE}", update=None),
        ProtectRows(
            "RiskReview",
            read=SEES_ITS_CASE,
            insert=f"{MAY_CONFIRM} AND {SEES_ITS_CASE} AND answered_by_id = (SELECT access.user_id()) "
            f"AND {' '.join(ANOTHERS_PROPOSAL.split())}",
            update=None,
        ),
        ProtectRows(
            "RiskFlag",
            read=SEES_ITS_CASE,
            insert=f"{MAY_CONFIRM} AND {SEES_ITS_CASE} AND {' '.join(AGREED.split())}",
            update=f"{MAY_RUN} AND {SEES_ITS_CASE}",
        ),
    ]
