"""Assessments and levels on a case: what counts, what stays, who may say otherwise. T1 to T7 of the design."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from agencies.models import Policy
from agencies.roles import Role
from audit.models import Event
from cases import services, tools
from cases.models import AssessmentDraft, Case, RiskAssessment, RiskDecision, RiskFlag, RiskReview, RiskTool
from cases.reference import load_tools, load_wording
from cases.services import Result
from common.errors import Conflict, DomainError
from tests import factories
from tests.conftest import Person
from tests.database import as_owner

pytestmark = pytest.mark.django_db
SAFE = {"safe_to_ask": "yes", "can_be_heard": "no"}
WHY = "He has been in custody since Monday and will stay there."


@pytest.fixture(autouse=True)
def reference(db):
    factories.risk_tools()


@pytest.fixture
def case(coordinator, idva, police):
    return factories.case(coordinator.agency, idva.agency, police.agency, district=factories.authority())


@pytest.fixture
def manager(advocates):
    return Person(factories.member(advocates, Role.IDVA_MANAGER))


def said(yes, tool=tools.RIC, other="no"):
    codes = [item.code for item in tools.BY_CODE[tool].items]
    return {code: "yes" if place < yes else other for place, code in enumerate(codes)}


def assess(person, case, yes=0, *, tool=tools.RIC, days_ago=0, at=None, **more):
    now = at or timezone.now()
    facts = {"answers": said(yes, tool), "assessed_on": timezone.localdate() - timedelta(days=days_ago)} | more
    with person.scope():
        row = services.tools_for(case, on=facts["assessed_on"])[tool]
        return services.record_assessment(case, by=person.principal, tool=row, result=Result(**facts), at=now)


def decide(person, case, level, rationale=WHY):
    with person.scope():
        found = Case.objects.get(pk=case.pk)
        return services.decide_risk(found, by=person.principal, level=level, rationale=rationale, at=timezone.now())


def answer(person, decision, agrees=True, note=""):
    with person.scope():
        found = RiskDecision.objects.get(pk=decision.pk)
        return services.answer_review(found, by=person.principal, agrees=agrees, note=note, at=timezone.now())


def level_of(person, case):
    with person.scope():
        return Case.objects.get(pk=case.pk).risk_level


# -- T1 to T7 ----------------------------------------------------------------------------------------------------------


def test_t1_fourteen_yes_are_high_by_the_count(idva, case):
    made = assess(idva, case, 14)
    assert (made.yes_count, made.is_visible_high_risk, made.proposed_level) == (14, True, "high")
    with idva.scope():
        decision = RiskDecision.objects.get(case=case)
        assert (decision.level, decision.basis, decision.cites) == ("high", "score", [made.pk])
    assert level_of(idva, case) == "high"


def test_t2_thirteen_yes_and_a_reason_are_high_by_judgement_alone(idva, case):
    assert assess(idva, case, 13).proposed_level == "medium"
    assert level_of(idva, case) == "medium"
    assert decide(idva, case, "high").basis == "judgement"
    assert level_of(idva, case) == "high"


@pytest.mark.parametrize("reason", ["", "   ", "Reviewed."])
def test_t3_a_judgement_without_a_reason_is_refused(idva, case, reason):
    assess(idva, case, 13)
    with pytest.raises(DomainError, match="Say why"):
        decide(idva, case, "high", reason)
    assert level_of(idva, case) == "medium"


def test_t4_all_unknown_is_no_level_and_may_still_be_judged(idva, case):
    made = assess(idva, case, answers=said(0, other="dont_know"))
    assert (made.yes_count, made.proposed_level) == (0, "")
    assert level_of(idva, case) is None
    decide(idva, case, "high")
    assert level_of(idva, case) == "high"


def test_t5_a_grade_from_outside_is_a_decision_on_the_grade_of_the_tool(police, case):
    made = assess(police, case, tool=tools.GRADE, answers={}, grade="high", notes="Control is escalating.")
    with police.scope():
        decision = RiskDecision.objects.get(case=case)
    assert (decision.basis, decision.level, decision.rationale) == ("tool_grade", "high", "Control is escalating.")
    assert (made.yes_count, made.is_visible_high_risk) == (None, False)


def test_t6_the_police_tool_is_scored_on_its_own_scale(police, case):
    yes = ["CHILDREN_PRESENT", "CHILDREN_HURT", "CHILDREN_THREAT", *tools.RIC24[:11]]
    made = assess(police, case, tool=tools.POLICE, answers=said(0, tools.POLICE) | dict.fromkeys(yes, "yes"))
    assert (made.yes_count, made.is_visible_high_risk) == (14, True)


@pytest.mark.parametrize(("day", "expected"), [(date(2017, 3, 21), True), (date(2017, 3, 22), False)])
def test_t7_an_assessment_is_judged_by_the_threshold_of_its_day(idva, case, day, expected):
    area = case.district.meeting_area
    factories.policy(Policy.Key.HIGH_RISK_TICKS, 10, area=area)
    factories.policy(Policy.Key.HIGH_RISK_TICKS, 14, area=area, starts_on=date(2017, 3, 22))
    assert assess(idva, case, 10, assessed_on=day).is_visible_high_risk is expected


def test_a_service_may_have_its_own_threshold_where_the_area_says_so(idva, police, case):
    factories.policy(Policy.Key.HIGH_RISK_TICKS, 10, area=case.district.meeting_area, agency=idva.agency)
    assert assess(police, case, 10).is_visible_high_risk is False
    assert assess(idva, case, 10).is_visible_high_risk is True


def test_acceptance_6_a_lower_score_later_changes_nothing(police, idva, coordinator, case):
    with as_owner():
        Case.objects.filter(pk=case.pk).update(heard_on=date(2026, 11, 1))
    assess(police, case, 14, days_ago=30)
    assess(idva, case, 9)
    with coordinator.scope():
        found = Case.objects.get(pk=case.pk)
        assert sorted(found.risk_assessments.values_list("yes_count", flat=True)) == [9, 14]
        assert (found.risk_level, found.is_open, found.heard_on) == ("high", True, date(2026, 11, 1))


def test_a_police_grade_and_partners_counts_stand_side_by_side(police, idva, case):
    assess(police, case, tool=tools.GRADE, answers={}, grade="medium", notes="No pattern of control was found.")
    assess(idva, case, 15)
    with idva.scope():
        found = {each.tool: (each.grade, each.count) for each in RiskAssessment.objects.filter(case=case)}
    assert found == {"dara": ("medium", None), "safelives_ric24": ("", 15)}
    assert level_of(idva, case) == "high"


# -- lowering a high risk takes two people ----------------------------------------------------------------------------


def test_a_lower_level_waits_for_a_second_person(idva, manager, coordinator, case):
    assess(idva, case, 16)
    proposal = decide(idva, case, "medium")
    assert proposal.basis == "secondary_review"
    assert level_of(idva, case) == "high"
    answer(manager, proposal)
    assert level_of(idva, case) == "medium"
    with coordinator.scope():
        flag = RiskFlag.objects.get(case=case)
        assert (flag.decision_id, flag.settled_at) == (proposal.pk, None)
        found = Case.objects.get(pk=case.pk)
        assert (found.is_open, found.heard_on) == (True, None)  # its place at a meeting stands


def test_nobody_agrees_to_their_own_proposal(manager, idva, case):
    assess(idva, case, 16)
    proposal = decide(manager, case, "medium")
    with pytest.raises(DomainError, match="Somebody else"):
        answer(manager, proposal)
    with manager.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        RiskReview.objects.create(case=case, decision=proposal, agrees=True, answered_by=manager.user)
    assert level_of(idva, case) == "high"


def test_a_review_of_one_case_cannot_be_hung_on_another(idva, manager, case):
    assess(idva, case, 16)
    proposal, other = decide(idva, case, "medium"), factories.case(manager.agency)
    with manager.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        RiskReview.objects.create(case=other, decision=proposal, agrees=True, answered_by=manager.user)


def test_a_practitioner_cannot_agree_even_past_the_first_lock(idva, police, case):
    assess(idva, case, 16)
    proposal = decide(idva, case, "medium")
    with police.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        RiskReview.objects.create(case=case, decision=proposal, agrees=True, answered_by=police.user)


def test_a_refusal_needs_a_reason_and_keeps_the_level(idva, manager, case):
    assess(idva, case, 16)
    proposal = decide(idva, case, "medium")
    with pytest.raises(DomainError, match="stays high"):
        answer(manager, proposal, agrees=False, note=" ")
    answer(manager, proposal, agrees=False, note="Bail ends next week.")
    assert level_of(idva, case) == "high"
    with manager.scope():
        assert not RiskFlag.objects.exists()
    with pytest.raises(Conflict):
        answer(manager, proposal)


def test_one_proposal_at_a_time(idva, case):
    assess(idva, case, 16)
    decide(idva, case, "medium")
    with pytest.raises(Conflict):
        decide(idva, case, "standard")


def test_what_came_to_light_after_the_proposal_is_not_cleared_by_it(idva, police, manager, case):
    assess(idva, case, 16)
    proposal = decide(idva, case, "medium")
    assess(police, case, 15)
    answer(manager, proposal)
    assert level_of(idva, case) == "high"


def test_a_flag_is_settled_once_and_with_words(idva, manager, coordinator, case):
    assess(idva, case, 16)
    answer(manager, decide(idva, case, "medium"))
    with coordinator.scope():
        flag = RiskFlag.objects.get()
        settle = {"by": coordinator.principal, "at": timezone.now()}
        with pytest.raises(DomainError, match="Say what you decided"):
            services.settle_flag(flag, note=" ", **settle)
        services.settle_flag(flag, note="Stays on Thursday’s agenda.", **settle)
        with pytest.raises(Conflict):
            services.settle_flag(flag, note="Off the agenda.", **settle)


# -- what an assessment has to hold ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "facts", "message"),
    [
        (tools.RIC, {"answers": {"FEARS": "yes"}}, "Answer the 23"),
        (tools.RIC, {"answers": said(3) | {"FEARS": "maybe"}}, "does not belong"),
        (tools.RIC, {"answers": said(3) | {"CHILDREN_HURT": "yes"}}, "does not belong"),
        (tools.RIC, {"answers": said(3), "details": {"FEARS": {"source": "gossip"}}}, "who told it"),
        (tools.RIC, {"answers": {}}, "score or the grade"),
        (tools.RIC, {"answers": {}, "stated_score": 25}, "can come to"),
        (tools.RIC, {"assessed_on": date(2999, 1, 1)}, "future"),
        (tools.GRADE, {"answers": said(0, tools.GRADE, "never")}, "grade and the reasons"),
        (tools.GRADE, {"answers": {}, "grade": "high", "notes": " "}, "grade and the reasons"),
        (tools.GRADE, {"answers": {}, "grade": "high", "notes": "Why", "stated_score": 3}, "not a score"),
        (tools.ELSE, {"answers": {}, "grade": "gold"}, "Choose high"),
    ],
)
def test_what_does_not_fit_the_tool_is_refused(idva, case, tool, facts, message):
    with pytest.raises(DomainError, match=message):
        assess(idva, case, tool=tool, **facts)
    with idva.scope():
        assert not RiskAssessment.objects.exists()


def test_an_assessment_is_kept_with_its_sources_and_its_wording_and_never_changes(idva, case):
    details = {"STRANGLE": {"source": "child", "said": "Mina saw it in March."}}
    made = assess(idva, case, 3, details=details, before_asking=SAFE, notes="Bail ends soon.")
    with idva.scope():
        kept = RiskAssessment.objects.get(pk=made.pk)
        assert (kept.details, kept.wording_version, kept.tool_name) == (details, "linnet-1", "24-item checklist")
        assert (kept.before_asking, kept.assessed_by_id, kept.is_stated) == (SAFE, idva.user.pk, False)
        for model in (RiskAssessment, RiskDecision, RiskReview):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.update(case=case)
    with as_owner():
        assert str(made.pk) in Event.objects.get(kind="risk assessed").subjects


def test_the_outsider_and_the_board_write_nothing(outsider, board_member, case):
    facts = {"case": case, "tool": "other", "assessed_on": date(2026, 1, 1), "threshold": 14}
    for person in (outsider, board_member):
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            RiskAssessment.objects.create(from_agency=person.agency, **facts)
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            RiskDecision.objects.create(case=case, level="high", basis="judgement", rationale="x", agency=person.agency)


# -- drafts ------------------------------------------------------------------------------------------------------------


def start(person, case, **before):
    with person.scope():
        tool = services.tools_for(case, on=timezone.localdate())[tools.RIC]
        return services.start_assessment(
            case, by=person.principal, tool=tool, before_asking=SAFE | before, at=timezone.now()
        )


@pytest.mark.parametrize("before", [{"safe_to_ask": "no"}, {"can_be_heard": "yes"}, {"can_be_heard": ""}])
def test_where_it_is_not_safe_to_ask_nothing_is_kept(idva, case, before):
    with pytest.raises(DomainError, match="not safe"):
        start(idva, case, **before)
    with as_owner():
        assert not AssessmentDraft.objects.exists()


def test_a_draft_is_its_writers_alone_and_gone_when_finished(idva, manager, case):
    draft = start(idva, case)
    with idva.scope():
        services.save_assessment(draft, by=idva.principal, typed={"FEARS": "yes"}, at=timezone.now())
        assert AssessmentDraft.objects.get().typed == {"FEARS": "yes"}
    with manager.scope():
        assert not AssessmentDraft.objects.exists()  # a colleague of the same agency
    with idva.scope():
        result = Result(assessed_on=timezone.localdate(), answers=said(2))
        services.finish_assessment(draft, by=idva.principal, result=result, at=timezone.now())
        assert not AssessmentDraft.objects.exists()


# -- tools are rows ----------------------------------------------------------------------------------------------------


def test_a_partnership_may_ask_in_its_licensed_words_from_a_day(idva, case):
    board = case.district.meeting_area.parent
    prompts = {code: f"Licensed words for {code}" for code in tools.RIC24}
    with as_owner():
        load_wording(
            tools.RIC, prompts, partnership=board, wording_version="licensed-2026", attribution="With permission",
            starts_on=date(2026, 6, 1),
        )  # fmt: skip
        load_tools()  # again: nothing is doubled
    before, after = (services.tools_for(case, on=date(2026, 5, 31)), services.tools_for(case, on=date(2026, 6, 1)))
    assert (before[tools.RIC].wording_version, after[tools.RIC].wording_version) == ("linnet-1", "licensed-2026")
    assert set(before) == set(after) == set(tools.BY_CODE)
    elsewhere = factories.area("Elsewhere")
    assert RiskTool.objects.in_force(date(2026, 6, 1), area=elsewhere).get(code=tools.RIC).wording_version == "linnet-1"
    made = assess(idva, case, 14, assessed_on=date(2026, 6, 1))
    assert made.definition.items[0].prompt == "Licensed words for INJURY_NOW"


@pytest.mark.parametrize("change", [{"FEARS": None}, {"NEW": "Words"}, {"FEARS": " "}])
def test_a_wording_leaves_no_item_out_and_adds_none(case, change):
    prompts = dict.fromkeys(tools.RIC24, "Words") | change
    given = {code: text for code, text in prompts.items() if text is not None}
    with as_owner(), pytest.raises(DomainError, match="every item"):
        load_wording(
            tools.RIC, given, partnership=case.district.meeting_area.parent, wording_version="x", attribution="x",
            starts_on=date(2026, 6, 1),
        )  # fmt: skip


def test_the_app_cannot_write_a_tool(idva):
    with idva.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        RiskTool.objects.update(name="x")
