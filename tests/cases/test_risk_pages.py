"""The risk pages of a case: asking, the result, side by side, deciding; and what happens when it is not safe."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from cases import tools
from cases.models import AssessmentDraft, RiskAssessment, RiskDecision, RiskFlag
from tests import factories
from tests.cases.test_risk import answer, assess, decide, said
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok

pytestmark = pytest.mark.django_db
SAFE = {"tool": tools.RIC, "safe_to_ask": "yes", "can_be_heard": "no", "how": "video", "interpreter": "not_needed"}
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


def address(name, case, **more):
    return reverse(name, kwargs={"reference": case.reference} | more)


def get(person, name, case, query="", **more):
    response = person.client.get(address(name, case, **more) + query)
    assert response.status_code == 200
    html = response.content.decode()
    assert_title_ok(html.split("<title>")[1].split("</title>")[0])
    return html


def post(person, name, case, posted, **more):
    return person.client.post(address(name, case, **more), posted)


def begin(person, case, **before):
    post(person, "risk_new", case, SAFE | before)
    with as_owner():
        return AssessmentDraft.objects.get(case=case)


def typed(yes=14, tool=tools.RIC, **more):
    today = timezone.localdate()
    day = {"assessed_on-day": today.day, "assessed_on-month": today.month, "assessed_on-year": today.year}
    return said(yes, tool) | day | {"notes": ""} | more


def press(person, case, draft, do, posted):
    return post(person, "risk_ask", case, posted | {"do": do}, draft_id=draft.pk)


# -- asking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"safe_to_ask": "no"}, {"can_be_heard": "yes"}])
def test_when_it_is_not_safe_nothing_is_saved_and_the_page_says_so_kindly(idva, case, change):
    html = post(idva, "risk_new", case, SAFE | change).content.decode()
    assert "Nothing was saved. You did right to stop" in html
    with as_owner():
        assert not AssessmentDraft.objects.exists()


def test_what_is_on_record_is_not_asked_so_nobody_can_hear_it(idva, case):
    draft = begin(idva, case, how="record", can_be_heard="yes")
    press(idva, case, draft, "finish", typed(1))
    with idva.scope():
        assert RiskAssessment.objects.get().details["MONEY"] == {"source": "agency_record", "said": ""}


def test_twenty_four_items_in_four_groups_with_nothing_chosen(idva, case):
    draft = begin(idva, case)
    html = get(idva, "risk_ask", case, draft_id=draft.pk)
    assert html.count("data-item") == 24
    assert html.count('class="app-check__group"') == 4
    assert 'type="radio" value="yes" checked' not in html
    assert "use them with your agency’s licensed form" in html
    assert "24 to answer" in html
    assert "14 or more is visible high risk in this area" in html


def test_a_finished_assessment_is_filed_with_who_told_it(idva, case):
    draft = begin(idva, case)
    more = {"STRANGLE": "yes", "STRANGLE-source": "child", "STRANGLE-said": "Seen in March", "notes": "Bail ends soon"}
    response = press(idva, case, draft, "finish", typed(14, **more))
    with idva.scope():
        made = RiskAssessment.objects.get()
        assert (made.yes_count, made.notes) == (15, "Bail ends soon")
        assert made.details == {"STRANGLE": {"source": "child", "said": "Seen in March"}}
        assert made.before_asking["how"] == "video"
        assert not AssessmentDraft.objects.exists()
    assert response.url == address("risk_result", case, assessment_id=made.pk)


def test_what_is_left_is_an_error_only_on_finish_and_keeps_the_rest(idva, case):
    draft = begin(idva, case)
    posted = typed(3, **{"FEARS-said": "Told by her"}) | {"MONEY": "", "BREACH": ""}
    saved = press(idva, case, draft, "draft", posted).content.decode()
    assert "Select an answer" not in saved
    assert "2 to answer" in saved
    refused = press(idva, case, draft, "finish", posted).content.decode()
    assert refused.count("Select an answer, or “Not known”") == 4  # beside each, and in the summary
    assert "Told by her" in refused
    assert "Told by her" in get(idva, "risk_ask", case, draft_id=draft.pk)
    with as_owner():
        assert not RiskAssessment.objects.exists()


def test_marking_the_rest_asks_first(idva, case):
    draft, posted = begin(idva, case), typed(3) | {"MONEY": "", "BREACH": ""}
    assert "Mark the 2 that are left as not known?" in press(idva, case, draft, "rest", posted).content.decode()
    with as_owner():
        assert AssessmentDraft.objects.get().typed["MONEY"] == [""]
    press(idva, case, draft, "rest_yes", posted)
    with as_owner():
        kept = AssessmentDraft.objects.get().typed
    assert (kept["MONEY"], kept["BREACH"], kept["FEARS"]) == (["dont_know"], ["dont_know"], ["yes"])


def test_throwing_away_asks_first(idva, case):
    draft = begin(idva, case)
    assert "It cannot be brought back" in press(idva, case, draft, "throw", typed(3)).content.decode()
    press(idva, case, draft, "throw_yes", typed(3))
    with as_owner():
        assert not AssessmentDraft.objects.exists()


def test_autosave_keeps_what_save_draft_would(idva, case):
    draft = begin(idva, case)
    answered = post(idva, "risk_autosave", case, {"FEARS": "yes"}, draft_id=draft.pk)
    assert "saved_at" in answered.json()
    with as_owner():
        assert AssessmentDraft.objects.get().typed == {"FEARS": ["yes"]}


def test_nobody_else_opens_a_draft(idva, manager, case):
    draft = begin(idva, case)
    assert manager.client.get(address("risk_ask", case, draft_id=draft.pk)).status_code == 404


def test_a_graded_tool_counts_nothing_and_needs_its_reasons(police, case):
    draft = begin(police, case, tool=tools.GRADE)
    html = get(police, "risk_ask", case, draft_id=draft.pk)
    assert " yes of " not in html
    posted = typed(0, tools.GRADE) | dict.fromkeys(tools.BY_CODE[tools.GRADE].codes, "often")
    refused = press(police, case, draft, "finish", posted | {"grade": "high"}).content.decode()
    assert "Give the reasons for your grade" in refused
    press(police, case, draft, "finish", posted | {"grade": "high", "notes": "Control is escalating."})
    with police.scope():
        made = RiskAssessment.objects.get()
        assert (made.yes_count, made.grade) == (None, "high")
        assert RiskDecision.objects.get().basis == "tool_grade"


# -- the result ----------------------------------------------------------------------------------------------------


def test_a_result_proposes_and_gives_no_comfort(idva, case):
    made = assess(idva, case, answers=said(8, other="dont_know"))
    html = get(idva, "risk_result", case, assessment_id=made.pk)
    assert "8 yes, 0 no, 16 not known" in html
    assert "Insufficient information" in html
    assert "A lower number is not a low risk" in html
    assert "Ask the stalking questions too" in html  # the eighth item
    assert "Left, or tried to leave" in html


def test_the_stalking_questions_are_offered_until_they_are_asked(idva, case):
    assess(idva, case, 8)
    assert "Ask about stalking" in get(idva, "risk", case)
    assess(idva, case, 3, tool=tools.STALKING)
    assert "Ask about stalking" not in get(idva, "risk", case)


def test_a_level_is_decided_from_the_result_and_cites_it(idva, case):
    made = assess(idva, case, 9)
    post(idva, "risk_decide", case, {"level": "high", "rationale": WHY, "cites": made.pk})
    with idva.scope():
        decision = RiskDecision.objects.get()
        assert (decision.level, decision.basis, decision.cites) == ("high", "judgement", [made.pk])


def test_a_reason_that_is_too_short_is_asked_for_again_and_kept(idva, case):
    html = post(idva, "risk_decide", case, {"level": "high", "rationale": "Because"}).content.decode()
    assert "Say why, in a sentence or two" in html
    assert "Because" in html


# -- side by side --------------------------------------------------------------------------------------------------


def test_a_comparison_says_what_changed_with_critical_items_first(idva, case):
    before = assess(idva, case, answers=said(2), days_ago=30)
    after = assess(idva, case, answers=said(1) | {"STRANGLE": "yes"})
    html = get(idva, "risk_compare", case, f"?before={before.pk}&after={after.pk}")
    assert html.index("Changed from No to Yes") < html.index("Changed from Yes to No")
    assert "Compare" in get(idva, "risk", case)


def test_two_different_tools_are_not_compared(idva, case):
    before, after = assess(idva, case, 2), assess(idva, case, 2, tool=tools.STALKING)
    html = get(idva, "risk_compare", case, f"?before={before.pk}&after={after.pk}")
    assert "never compared or averaged" in html
    assert "Changed from" not in html


def test_the_police_checklist_is_laid_beside_the_partners_for_comparison_only(idva, police, case):
    before, after = assess(police, case, 14, tool=tools.POLICE), assess(idva, case, 9)
    html = get(idva, "risk_compare", case, f"?before={before.pk}&after={after.pk}")
    assert "For comparison only" in html
    assert "14 yes of 27; 11 of the 24 that both have" in html


def test_an_assessment_of_another_case_is_not_found(idva, case):
    mine, other = assess(idva, case, 2), factories.case(idva.agency, district=factories.authority())
    theirs = assess(idva, other, 2)
    url = address("risk_compare", case) + f"?before={mine.pk}&after={theirs.pk}"
    assert idva.client.get(url).status_code == 404
    assert idva.client.get(address("risk_result", case, assessment_id=theirs.pk)).status_code == 404


# -- from elsewhere, and lowering ----------------------------------------------------------------------------------


def outside(**more):
    today = timezone.localdate()
    day = {"assessed_on-day": today.day, "assessed_on-month": today.month, "assessed_on-year": today.year}
    return day | {"tool": tools.POLICE, "assessor": "Sgt Example, Durham police", "stated_score": "15"} | more


def test_a_stated_score_is_filed_beside_the_others(idva, case):
    post(idva, "risk_outside", case, outside())
    html = get(idva, "risk", case)
    assert "15 yes, stated" in html
    assert "Sgt Example, Durham police" in html
    with idva.scope():
        assert RiskAssessment.objects.get().is_visible_high_risk


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stated_score": ""}, "Give the score or the grade"),
        ({"stated_score": "28"}, "Enter a score that the tool can come to"),
        ({"tool": tools.GRADE}, "Give the grade and the reasons"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(idva, case, change, message):
    html = post(idva, "risk_outside", case, outside(**change)).content.decode()
    assert message in html
    assert "Sgt Example" in html


def test_a_lower_level_is_answered_by_a_second_person_and_told_to_the_coordinator(idva, manager, coordinator, case):
    assess(idva, case, 16)
    post(idva, "risk_decide", case, {"level": "medium", "rationale": WHY})
    assert "stays high until a second person agrees" in get(idva, "risk", case)
    assert "Read it and answer" not in get(idva, "risk", case)
    assert "Read it and answer" in get(manager, "risk", case)
    with as_owner():
        proposal = RiskDecision.objects.get(basis="secondary_review")
    refused = post(manager, "risk_review", case, {"answer": "refuses", "note": ""}, decision_id=proposal.pk)
    assert "Say why the level stays high" in refused.content.decode()
    post(manager, "risk_review", case, {"answer": "agrees", "note": ""}, decision_id=proposal.pk)
    assert "No listing was changed: the coordinator decides" in get(coordinator, "risk", case)
    with as_owner():
        flag = RiskFlag.objects.get()
    post(coordinator, "risk_flag", case, {"note": "Stays on the agenda."}, flag_id=flag.pk)
    assert "No listing was changed" not in get(coordinator, "risk", case)


def test_nobody_opens_the_answer_to_their_own_proposal(manager, idva, case):
    assess(idva, case, 16)
    proposal = decide(manager, case, "medium")
    assert manager.client.get(address("risk_review", case, decision_id=proposal.pk)).status_code == 403


# -- what a page costs ---------------------------------------------------------------------------------------------


def queries(person, url):
    with CaptureQueriesContext(connection) as captured:
        assert person.client.get(url).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_for_one_assessment_and_for_twenty(idva, manager, case):
    assess(idva, case, 16)
    answer(manager, decide(idva, case, "medium"))
    one = queries(idva, address("risk", case))
    for _ in range(19):
        assess(idva, case, 16)
    decide(idva, case, "medium")
    assert queries(idva, address("risk", case)) == one


def test_a_list_of_cases_costs_the_same_whatever_is_known_of_their_risk(idva, manager, case):
    one = queries(idva, reverse("cases"))
    for _ in range(5):
        other = factories.case(idva.agency, district=factories.authority())
        assess(idva, other, 16)
        answer(manager, decide(idva, other, "medium"))
    assert queries(idva, reverse("cases")) == one + 2  # the tools' names, and the answers of second persons
