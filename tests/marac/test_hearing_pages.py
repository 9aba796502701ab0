"""The meeting screen, the actions and the case's tab as pages: what stands on them, what their buttons do."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.models import BirthDate, Case, CaseAgency, Incident, Involvement, RiskAssessment, SafeContact, VictimView
from common.dates import add_working_days
from marac.models import Action, Hearing
from referrals.models import Referral
from tests import factories
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import marac

pytestmark = pytest.mark.django_db
# What the closing rule wants beside an action and the agency that updates the person: tests/marac/test_closing.py.
SAID = {"update_method": "call", "adviser_line": "In touch", "child_line": "The school knows", "flag": "flag"}
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def get(person, name, *, query="", **kwargs):
    marac.signed(person)
    response = person.client.get(reverse(name, kwargs=kwargs) + query)
    assert response.status_code == 200
    body = response.content.decode()
    assert_title_ok(TITLE.search(body)[1])
    return body


def press(person, hearing, do, **typed):
    """Press a button of the screen, with what is typed in it."""
    marac.signed(person)
    with as_owner():
        version = Hearing.objects.get(pk=hearing.pk).version
    posted = {"do": do, "version": version, "risks": "", "outcome": ""} | (SAID if do == "heard" else {}) | typed
    return person.client.post(reverse("hearing", kwargs={"hearing_id": hearing.pk}), posted, follow=True)


def now_is(hearing):
    with as_owner():
        return Hearing.objects.get(pk=hearing.pk)


@pytest.fixture
def meeting(forum):
    return marac.meeting(forum, on=timezone.localdate(), status="published")


@pytest.fixture
def hearing(meeting):
    return marac.hearing(meeting, marac.waiting(meeting.forum, victim="Zofia Wójcik-Nowak", days_ago=9))


@pytest.fixture
def shared(hearing, constabulary):
    """The hearing, its case shared with the constabulary as a meeting shares it."""
    with as_owner():
        CaseAgency.objects.create(
            case=hearing.case, agency=constabulary, level=10, sources=["meeting"], starts_at=hearing.case.received_at
        )
    return hearing


@pytest.fixture
def known(hearing, advocates):
    """Everything the screen can show of a case."""
    case = hearing.case
    child = factories.person(case, name="Maja Nowak", role="child")
    factories.person(case, name="Tomasz Wójcik", role="perpetrator")
    with as_owner():
        involved = Involvement.objects.filter(case=case)
        BirthDate.objects.create(person=child, on=date(2019, 3, 1))
        involved.filter(role="child").update(lives_with="victim")
        involved.filter(role="perpetrator").update(
            relationship_to_victim="ex_husband_wife", works_for_partner_agency="unknown"
        )
        victim = involved.get(role="victim").person
        SafeContact.objects.create(person=victim, channel="letter", safety="not_safe")
        SafeContact.objects.create(person=victim, channel="text", safety="unknown")
        SafeContact.objects.create(person=victim, channel="phone", safety="safe", value="01632 960123")
        VictimView.objects.create(
            case=case, wants="I want to stay in the flat.", not_safe_to_talk_to="His mother", from_agency=advocates
        )
        RiskAssessment.objects.create(
            case=case,
            tool="safelives_ric24",
            assessed_on=date(2026, 11, 11),
            yes_count=17,
            answers={"a": "yes", "b": "dont_know", "c": "not_asked"},
            is_visible_high_risk=True,
            threshold=14,
            from_agency=advocates,
        )
        Incident.objects.create(
            case=case,
            occurred_at=timezone.now(),
            kind="crime",
            category="breach_of_bail",
            summary="At the gate",
            from_agency=advocates,
        )
    return hearing


# -- what stands there -----------------------------------------------------------------------------------------------


def test_the_persons_own_view_comes_first_then_children_then_who_causes_harm(known, coordinator):
    body = get(coordinator, "hearing", hearing_id=known.pk)
    order = ["Not safe: letter, text message.", "I want to stay in the flat.", "Maja Nowak", "Tomasz Wójcik"]
    assert sorted(order, key=body.index) == order
    assert "lives with the person at risk" in body
    assert "former husband or wife" in body
    assert "May work for a partner agency" in body
    assert "17 yes, 2 not known" in body
    assert "Breach of bail" in body
    assert "Who will update Zofia?" in body
    assert "Case 1 of 1" in body
    assert "6 things missing before you finish" in body


def test_a_screen_that_a_room_can_see_shows_no_number_and_no_address(known, coordinator):
    assert "960123" not in get(coordinator, "hearing", hearing_id=known.pk)


def test_the_rail_shortens_names_and_says_where_each_case_is(hearing, meeting, coordinator):
    marac.heard(meeting, marac.waiting(meeting.forum, victim="Grace Pemberton-Ash"))
    body = get(coordinator, "hearing", hearing_id=hearing.pk)
    rail = body[body.index("app-rail") : body.index("</ol>")]
    assert "Grace P-A." in rail
    assert "Pemberton" not in rail
    assert re.findall(r'app-line2">([^<]+)<', rail) == ["Now", "Heard"]


def test_who_does_not_lead_is_told_to_ask_first(shared, representative):
    assert "Do not get in touch without asking" in get(representative, "hearing", hearing_id=shared.pk)


def test_nothing_recorded_is_said(hearing, coordinator):
    body = get(coordinator, "hearing", hearing_id=hearing.pk)
    assert "Nobody has recorded their views. Ask in the room." in body
    assert "No way to get in touch is known to be safe." in body
    assert "No score" in body


def test_reading_a_hearing_is_an_event(hearing, coordinator):
    get(coordinator, "hearing", hearing_id=hearing.pk)
    with as_owner():
        assert Event.objects.get(kind="hearing viewed").subjects == [str(hearing.pk), str(hearing.case_id)]


def test_a_member_reads_without_the_drafts(shared, coordinator, representative, constabulary):
    press(
        coordinator, shared, "save", risks="DRAFT", **{"action-text": "DRAFT", "action-owner_agency": constabulary.pk}
    )
    body = get(representative, "hearing", hearing_id=shared.pk)
    assert "DRAFT" not in body
    assert "<textarea" not in body
    press(coordinator, shared, "heard", risks="AGREED", victim_update_agency=constabulary.pk)
    body = get(representative, "hearing", hearing_id=shared.pk)
    assert "AGREED" in body
    assert "DRAFT" in body  # the action, agreed now
    assert "Constabulary, by" in body


def test_a_draft_agenda_shows_its_cases_to_nobody_else(forum, coordinator, representative, constabulary):
    hearing = marac.hearing(marac.meeting(forum))
    with as_owner():
        CaseAgency.objects.create(
            case=hearing.case, agency=constabulary, level=10, sources=["meeting"], starts_at=hearing.case.received_at
        )
    address = reverse("hearing", kwargs={"hearing_id": hearing.pk})
    assert representative.client.get(address).status_code == 404
    assert "still being made" in get(coordinator, "hearing", hearing_id=hearing.pk)
    assert "<textarea" not in get(coordinator, "hearing", hearing_id=hearing.pk)


# -- its buttons -----------------------------------------------------------------------------------------------------


def test_save_keeps_what_was_typed(hearing, coordinator, advocates):
    page = press(coordinator, hearing, "save", risks="Bail ends", outcome="Locks", victim_update_agency=advocates.pk)
    assert "Saved." in page.content.decode()
    found = now_is(hearing)
    assert (found.risks, found.outcome, found.victim_update_agency, found.status) == (
        "Bail ends",
        "Locks",
        advocates,
        "listed",
    )


def action_typed(owner, text="Change the locks", **more):
    return {"action-text": text, "action-owner_agency": owner.pk, **{f"action-{k}": v for k, v in more.items()}}


def test_an_action_is_added_with_the_minutes_kept(hearing, coordinator, constabulary):
    page = press(coordinator, hearing, "add", risks="Typed so far", **action_typed(constabulary, owner_name="J. Patel"))
    body = page.content.decode()
    assert "Action added." in body
    assert "Typed so far" in body
    with as_owner():
        action = Action.objects.get()
    due = add_working_days(hearing.meeting.held_on, 5, frozenset())
    assert (action.text, action.owner_name, action.due_on) == ("Change the locks", "J. Patel", due)


def test_a_due_date_is_typed_as_people_say_it(hearing, coordinator, constabulary):
    press(coordinator, hearing, "add", **action_typed(constabulary, due_on="+7"))
    with as_owner():
        assert Action.objects.get().due_on == timezone.localdate() + timedelta(days=7)


@pytest.mark.parametrize(
    ("typed", "message", "place"),
    [
        ({"action-text": ""}, "Enter what the agency will do", "id_action-text"),
        ({"action-owner_agency": ""}, "Select the agency that will do it", "id_action-owner_agency"),
        ({"action-due_on": "soon"}, "Due date must be a real date", "id_action-due_on"),
        ({"action-due_on": "1/1/2020"}, "Due date must be on or after", "id_action-due_on"),
    ],
)
def test_an_unfinished_action_is_shown_at_its_place_and_the_minutes_are_kept(
    typed, message, place, hearing, coordinator, constabulary
):
    page = press(coordinator, hearing, "add", risks="Typed so far", **(action_typed(constabulary) | typed))
    body = page.content.decode()
    assert "<title>Error: " in body
    assert f'<a href="#{place}">{message}' in body
    assert now_is(hearing).risks == "Typed so far"
    with as_owner():
        assert not Action.objects.exists()


def test_an_action_that_was_begun_is_never_lost_by_another_button(hearing, coordinator, constabulary):
    press(coordinator, hearing, "save", **action_typed(constabulary))
    body = press(coordinator, hearing, "heard", **{"action-text": "Give reception a photograph"}).content.decode()
    assert "Select the agency that will do it" in body
    assert "Give reception a photograph" in body
    assert now_is(hearing).status == "listed"


def test_an_action_is_removed(hearing, coordinator, constabulary):
    press(coordinator, hearing, "add", **action_typed(constabulary))
    with as_owner():
        action = Action.objects.get()
    assert "Action removed." in press(coordinator, hearing, f"remove:{action.pk}").content.decode()
    with as_owner():
        assert not Action.objects.exists()
    assert press(coordinator, hearing, f"remove:{action.pk}").status_code == 200
    assert press(coordinator, hearing, "remove:nonsense").status_code == 200


def test_heard_goes_on_to_the_next_case(hearing, meeting, coordinator, constabulary):
    following = marac.hearing(meeting, marac.waiting(meeting.forum, victim="Hana Second"))
    page = press(coordinator, hearing, "heard", victim_update_agency=constabulary.pk, **action_typed(constabulary))
    assert page.redirect_chain[-1][0] == reverse("hearing", kwargs={"hearing_id": following.pk})
    assert "Heard and saved. This is the next case." in page.content.decode()
    assert now_is(hearing).status == "heard"


def test_the_last_case_leads_back_to_the_meeting_and_an_earlier_one_comes_first(hearing, meeting, coordinator):
    last = marac.hearing(meeting)
    done = {"victim_update_agency": coordinator.agency.pk, "no_action_reason": "None needed"}
    page = press(coordinator, last, "heard", **done)
    assert page.redirect_chain[-1][0] == reverse("hearing", kwargs={"hearing_id": hearing.pk})
    page = press(coordinator, hearing, "heard", **done)
    assert page.redirect_chain[-1][0] == reverse("meeting", kwargs={"meeting_id": meeting.pk})
    assert "That was the last case." in page.content.decode()


def test_heard_without_the_agency_that_updates_is_refused_at_its_place(hearing, coordinator, constabulary):
    body = press(coordinator, hearing, "heard", outcome="Typed", **action_typed(constabulary)).content.decode()
    assert '<a href="#id_victim_update_agency">Select which agency will update the person</a>' in body
    assert "<title>Error: " in body
    assert "Typed" in body
    found = now_is(hearing)
    assert (found.status, found.outcome) == ("listed", "Typed")
    with as_owner():  # the action was kept, and stands in the list now
        assert Action.objects.count() == 1
    assert body.count("Change the locks") >= 1


def test_heard_without_an_action_and_a_reason_is_refused_at_its_place(hearing, coordinator, constabulary):
    body = press(coordinator, hearing, "heard", victim_update_agency=constabulary.pk).content.decode()
    assert '<a href="#id_no_action_reason">Add an action, or say why there is none</a>' in body


def test_heard_before_the_day_is_refused(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, status="published"))
    done = {"victim_update_agency": coordinator.agency.pk, "no_action_reason": "None needed"}
    assert "not been held yet" in press(coordinator, hearing, "heard", **done).content.decode()


def test_adjourn_asks_why_keeps_the_minutes_and_goes_on(hearing, meeting, coordinator):
    following = marac.hearing(meeting)
    page = press(coordinator, hearing, "adjourn", risks="Typed so far")
    assert page.redirect_chain[-1][0] == reverse("hearing_adjourn", kwargs={"hearing_id": hearing.pk})
    assert "Its clock runs on" in page.content.decode()
    assert now_is(hearing).risks == "Typed so far"
    address = reverse("hearing_adjourn", kwargs={"hearing_id": hearing.pk})
    assert "Select why the case is put off" in coordinator.client.post(address, {}).content.decode()
    page = coordinator.client.post(address, {"deferral": "court", "note": "Friday"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("hearing", kwargs={"hearing_id": following.pk})
    with as_owner():
        assert Referral.objects.get(pk=hearing.referral_id).status == "accepted"
        assert Case.objects.get(pk=hearing.case_id).heard_on is None
    assert "Adjourned: a court date" in get(coordinator, "agenda", meeting_id=meeting.pk)
    again = coordinator.client.post(address, {"deferral": "court"}, follow=True)
    assert again.status_code == 200
    assert "cannot become adjourned" in again.content.decode()


def test_of_two_people_typing_the_second_sees_both_texts(hearing, coordinator, meeting_chair):
    for person in (coordinator, meeting_chair):
        marac.signed(person)
    address = reverse("hearing", kwargs={"hearing_id": hearing.pk})
    first = {"do": "save", "version": 0, "risks": "From the coordinator", "outcome": ""}
    coordinator.client.post(address, first)
    second = first | {"risks": "From the chair"}
    client = meeting_chair.client
    body = client.post(address, second).content.decode()
    assert "Somebody else saved these minutes" in body
    assert "From the coordinator" in body
    assert "Who will update Zofia?" in body
    assert "From the chair" in body
    assert now_is(hearing).risks == "From the coordinator"
    version = re.search(r'name="version" value="(\d+)"', body)[1]
    client.post(address, second | {"version": version})
    assert now_is(hearing).risks == "From the chair"


def test_closed_minutes_are_not_written(hearing, coordinator):
    done = {"victim_update_agency": coordinator.agency.pk, "no_action_reason": "None needed"}
    press(coordinator, hearing, "heard", **done)
    page = press(coordinator, hearing, "save", risks="Afterwards")
    assert "This hearing is closed: heard." in page.content.decode()
    assert now_is(hearing).risks == ""


def test_a_sealed_case_is_called_by_its_code_name(meeting, coordinator):
    hearing = marac.hearing(meeting, marac.waiting(meeting.forum, victim="Real Name", sealed=True))
    factories.named(hearing.case, coordinator.user)
    body = get(coordinator, "hearing", hearing_id=hearing.pk)
    assert "Rowan" in body
    assert "Real Name" not in body
    assert "Who will update the person?" in body


# -- actions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def agreed(meeting):
    return marac.heard(meeting, marac.waiting(meeting.forum, victim="Zofia Wójcik-Nowak"))


def test_an_agency_sees_what_it_has_to_do_the_nearest_first(agreed, police, constabulary, advocates):
    for text, in_days in (("Later on", 12), ("Too late", -2), ("By tonight", 0)):
        marac.action(agreed, constabulary, text=text, in_days=in_days)
    marac.action(agreed, advocates, text="Somebody else’s")
    body = get(police, "actions")
    order = ["Too late", "2 days late", "Due today", "By tonight", "Later on", "12 days left"]
    assert sorted(order, key=body.index) == order
    assert "Zofia Wójcik-Nowak" in body
    assert "Somebody else" not in body


def test_the_list_of_actions_turns_its_pages(agreed, police, constabulary):
    for number in range(27):
        marac.action(agreed, constabulary, text=f"Number {number}", in_days=number % 4)
    first = get(police, "actions")
    following = re.search(r'rel="next" href="(\?after=[^"]+)"', first)[1]
    second = get(police, "actions", query=following)
    found = [re.findall(r">(Number \d+)</a>", body) for body in (first, second)]
    assert [len(each) for each in found] == [25, 2]
    assert len(set(found[0] + found[1])) == 27


def test_nothing_to_do_is_said(police):
    assert "No action of your agency is open." in get(police, "actions")


def test_the_owner_says_what_happened_in_three_clicks(agreed, police, constabulary):
    action = marac.action(agreed, constabulary)
    address = reverse("action", kwargs={"action_id": action.pk})
    assert address in get(police, "actions")
    assert "What happened?" in get(police, "action", action_id=action.pk)
    body = police.client.post(address, {"status": "", "result": ""}).content.decode()
    assert "Select whether it was done" in body
    assert "Enter what was done, or why it was not" in body
    page = police.client.post(address, {"status": "not_possible", "result": "She has moved"}, follow=True)
    assert "Result saved." in page.content.decode()
    body = get(police, "action", action_id=action.pk)
    assert "She has moved" in body
    assert "What happened?" not in body
    again = police.client.post(address, {"status": "done", "result": "x"})
    assert again.status_code == 200
    with as_owner():
        assert Action.objects.get().status == "not_possible"


def test_another_agency_finds_no_action(agreed, idva, constabulary, advocates):
    action = marac.action(agreed, constabulary)
    with as_owner():
        agreed.case.agencies.create(agency=advocates, level=10, sources=["meeting"], starts_at=agreed.case.received_at)
    assert idva.client.get(reverse("action", kwargs={"action_id": action.pk})).status_code == 404


# -- the case's tab --------------------------------------------------------------------------------------------------


def test_a_case_shows_its_meetings_and_what_was_agreed(agreed, forum, coordinator, police, constabulary):
    marac.action(agreed, constabulary, status="done", result="Fitted", ended_at=timezone.now(), ended_by=police.user)
    open_action = marac.action(agreed, constabulary, text="Ask the school")
    later = marac.hearing(marac.meeting(forum), marac.waiting(forum, case=agreed.case))
    body = get(coordinator, "case_meetings", reference=agreed.case.reference)
    assert "Fitted" in body
    assert "Southend meeting team, by" in body
    assert body.index("To come") < body.index("Heard</span>")
    assert reverse("hearing", kwargs={"hearing_id": later.pk}) in body
    body = get(police, "case_meetings", reference=agreed.case.reference)  # goes to no meetings, owns the action
    assert reverse("hearing", kwargs={"hearing_id": agreed.pk}) not in body
    assert reverse("action", kwargs={"action_id": open_action.pk}) in body


def test_a_case_without_meetings_says_so(shared_case, police):
    assert "has not been to a meeting yet" in get(police, "case_meetings", reference=shared_case.reference)


# -- one row or twenty -----------------------------------------------------------------------------------------------


def queries(person, name, **kwargs):
    address, client = reverse(name, kwargs=kwargs), person.client
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_twenty_on_the_screen_cost_as_many_queries_as_one(known, meeting, coordinator, constabulary):
    before = marac.meeting(meeting.forum, on=factories.LONG_AGO, status="held")
    earlier = marac.heard(before, marac.waiting(meeting.forum, case=known.case))
    marac.signed(coordinator)
    found = []
    for count in (1, 20):
        for number in range(count):
            child = factories.person(known.case, name=f"Child {count}{number}", role="child")
            with as_owner():
                BirthDate.objects.create(person=child, on=date(2019, 3, 1))
            marac.hearing(meeting)
            marac.action(known, constabulary)
            marac.action(earlier, constabulary)
        found.append(queries(coordinator, "hearing", hearing_id=known.pk))
    assert found[0] == found[1]


def test_twenty_actions_cost_as_many_queries_as_one(meeting, police, constabulary):
    found = []
    for count in (1, 19):
        for _ in range(count):
            marac.action(marac.heard(meeting), constabulary)
        found.append(queries(police, "actions"))
    assert found[0] == found[1]


def test_twenty_hearings_of_a_case_cost_as_many_queries_as_one(agreed, forum, coordinator, constabulary):
    marac.action(agreed, constabulary)
    one = queries(coordinator, "case_meetings", reference=agreed.case.reference)
    for number in range(20):
        meeting = marac.meeting(forum, on=factories.LONG_AGO + timedelta(days=number), status="held")
        marac.action(marac.heard(meeting, marac.waiting(forum, case=agreed.case)), constabulary)
    assert queries(coordinator, "case_meetings", reference=agreed.case.reference) == one
