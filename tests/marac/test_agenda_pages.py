"""Meetings, agenda and attendance as pages: what stands on them, what their buttons do. No JavaScript anywhere."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from marac.models import Hearing, Meeting
from tests import factories
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import marac

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def get(person, name, *, query="", **kwargs):
    marac.signed(person)
    response = person.client.get(reverse(name, kwargs=kwargs) + query)
    assert response.status_code == 200
    body = response.content.decode()
    assert_title_ok(TITLE.search(body)[1])
    return body


def post(person, name, posted=None, **kwargs):
    return person.client.post(reverse(name, kwargs=kwargs), posted or {}, follow=True)


def queries(person, name, **kwargs):
    address, client = reverse(name, kwargs=kwargs), person.client
    client.get(address)  # what is read once per process
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# -- the list --------------------------------------------------------------------------------------------------------


def test_who_runs_a_forum_sees_what_waits_and_what_comes_next(forum, coordinator):
    today = timezone.localdate()
    marac.waiting(forum, days_ago=20)
    marac.heard(marac.meeting(forum, on=today - timedelta(days=3), status="held"), marac.waiting(forum, days_ago=10))
    body = get(coordinator, "meetings")
    assert "Southend forum" in body
    assert "1 late" in body
    assert "100% of 1" in body
    assert "7 days" in body  # from receipt to the hearing
    assert "No meeting has been made yet" in body
    assert "Next sittings by the schedule" in body
    assert body.count("<time") >= 3


def test_the_button_makes_the_next_meetings_once(forum, coordinator):
    page = post(coordinator, "meetings_make", forum_id=forum.pk)
    assert "10 meetings made." in page.content.decode()
    page = post(coordinator, "meetings_make", forum_id=forum.pk)
    assert "The next 10 meetings are there already." in page.content.decode()
    assert Meeting.objects.count() == 10


def test_a_member_of_a_forum_sees_its_meetings_without_the_work(forum, representative):
    marac.meeting(forum)
    body = get(representative, "meetings")
    assert "Not published yet" in body
    assert "Make the next meetings" not in body
    assert "Waiting to be listed" not in body


def test_nobody_makes_meetings_of_another_teams_forum(coordinator, meeting_team):
    elsewhere = marac.forum(factories.agency(), meeting_team, name="Elsewhere")
    assert post(coordinator, "meetings_make", forum_id=elsewhere.pk).status_code == 404
    assert not Meeting.objects.exists()


def test_past_meetings_turn_their_pages(forum, coordinator):
    today = timezone.localdate()
    for ago in range(1, 28):
        marac.meeting(forum, on=today - timedelta(days=ago), status="held")
    first = get(coordinator, "meetings_past")
    assert first.count('<th scope="row"') == 25
    following = re.search(r'rel="next" href="(\?after=[^"]+)"', first)[1]
    second = get(coordinator, "meetings_past", query=following)
    assert second.count('<th scope="row"') == 2
    assert 'rel="next"' not in second
    assert get(coordinator, "meetings_past", query="?after=nonsense").count('<th scope="row"') == 25


def test_what_is_left_behind_is_shown_to_whom_it_concerns(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, status="cancelled"))
    body = get(coordinator, "meetings")
    assert "1 case still on the agenda of a meeting that is over" in body
    assert reverse("hearing", kwargs={"hearing_id": hearing.pk}) in body
    assert "Take it off the agenda" in get(coordinator, "hearing", hearing_id=hearing.pk)
    post(coordinator, "hearing_remove", hearing_id=hearing.pk)
    assert "still on the agenda" not in get(coordinator, "meetings")


# -- the agenda ------------------------------------------------------------------------------------------------------


@pytest.fixture
def meeting(forum):
    return marac.meeting(forum)


def test_the_agenda_stands_beside_those_who_wait(meeting, coordinator):
    forum = meeting.forum
    later = marac.waiting(forum, victim="Siân Prydderch", days_ago=4, child_count=1)
    sooner = marac.waiting(forum, victim="Thérèse Mbeki-Hall", days_ago=12, yes_count=17, score_of=24, is_repeat=True)
    marac.hearing(meeting, marac.waiting(forum, victim="Łucja Dąbrowska", days_ago=15, is_high_risk=True))
    body = get(coordinator, "agenda", meeting_id=meeting.pk)
    assert "Waiting to be listed (2)" in body
    assert body.index("Thérèse Mbeki-Hall") < body.index("Siân Prydderch") < body.index("Łucja Dąbrowska")
    assert "Repeat, judgement, 17 of 24 yes" in body
    assert "2 days left" in body
    assert "4 days late" in body  # the one on the agenda, by the day of the meeting
    assert "1 of 12 places used, about 12 minutes" in body
    assert sooner.spoken_reference in body
    assert later.spoken_reference in body


def test_who_will_be_late_is_said(meeting, coordinator):
    forum, held_on = meeting.forum, meeting.held_on
    marac.meeting(forum, on=held_on + timedelta(days=7))
    for days_ago in (14, 12, 11, 9, 4, 2):  # the last days of two are before it, of two before the next
        marac.waiting(forum, days_ago=days_ago)
    body = get(coordinator, "agenda", meeting_id=meeting.pk)
    assert "2 waiting cases will be late by this meeting, 2 more by the next one" in body
    assert "12 places are left." in body


def test_a_case_that_cannot_wait_is_shown_the_way_to_an_earlier_meeting(meeting, coordinator):
    marac.waiting(meeting.forum, days_ago=14)
    later = marac.meeting(meeting.forum, on=meeting.held_on + timedelta(days=7))
    agenda = reverse("agenda", kwargs={"meeting_id": meeting.pk})
    assert f'href="{agenda}">See the agenda of Thursday 26 November' in get(coordinator, "agenda", meeting_id=later.pk)
    assert "See the agenda of" not in get(coordinator, "agenda", meeting_id=meeting.pk)


def test_the_last_day_itself_is_in_time(meeting, coordinator):
    marac.waiting(meeting.forum, days_ago=11)  # due on the day of the meeting
    assert "1 waiting case will be late by the next one" in get(coordinator, "agenda", meeting_id=meeting.pk)


def test_a_case_is_added_moved_and_taken_off_by_buttons(meeting, coordinator):
    first = marac.hearing(meeting, marac.waiting(meeting.forum, victim="Ana First"))
    referral = marac.waiting(meeting.forum, victim="Bo Second")
    page = post(coordinator, "agenda_add", meeting_id=meeting.pk, reference=referral.reference).content.decode()
    assert "Added to the agenda." in page
    assert page.index("Ana First") < page.index("Bo Second")
    with coordinator.scope():
        second = Hearing.objects.get(referral=referral)
    page = post(coordinator, "hearing_move", {"to": "up"}, hearing_id=second.pk).content.decode()
    assert page.index("Bo Second") < page.index("Ana First")
    page = post(coordinator, "hearing_remove", hearing_id=first.pk).content.decode()
    assert "It waits to be listed again." in page
    assert page.index("Ana First") < page.index("Bo Second")  # waiting on the left, on the agenda on the right
    page = post(coordinator, "hearing_move", {"to": "sideways"}, hearing_id=second.pk)
    assert "A case moves up or down." in page.content.decode()


def test_over_capacity_is_a_warning(forum, coordinator):
    meeting = marac.meeting(forum, capacity=1)
    marac.hearing(meeting)
    page = post(coordinator, "agenda_add", meeting_id=meeting.pk, reference=marac.waiting(forum).reference)
    assert page.content.decode().count("2 of 1 place used, 1 too many") == 2  # as a warning, and where it always stands


def test_a_refusal_is_said_on_the_page(meeting, coordinator):
    hearing = marac.hearing(meeting)
    with as_owner():
        Meeting.objects.update(status="published", published_at=timezone.now(), published_by=coordinator.user)
    page = post(coordinator, "hearing_remove", hearing_id=hearing.pk)
    assert page.status_code == 200
    assert "This agenda is published. Reopen it" in page.content.decode()


def test_only_what_waits_for_this_forum_is_added(meeting, coordinator, meeting_team):
    other = marac.forum(meeting_team, name="Thurrock forum", area=factories.area("Thurrock"))
    for referral in (marac.waiting(other), marac.waiting(meeting.forum, status="screening")):
        answer = post(coordinator, "agenda_add", meeting_id=meeting.pk, reference=referral.reference)
        assert answer.status_code == 404


def test_a_twin_says_that_its_case_has_a_place(meeting, coordinator):
    listed = marac.hearing(meeting)
    marac.waiting(meeting.forum, case=listed.case)
    body = get(coordinator, "agenda", meeting_id=meeting.pk)
    assert "through another referral" in body
    assert "Waiting to be listed (1)" in body


def test_many_who_wait_turn_their_pages(meeting, coordinator):
    for days_ago in range(27):
        marac.waiting(meeting.forum, days_ago=days_ago % 9)
    first = get(coordinator, "agenda", meeting_id=meeting.pk)
    assert "Waiting to be listed (27)" in first
    following = re.search(r'rel="next" href="(\?after=[^"]+)"', first)[1]
    second = get(coordinator, "agenda", query=following, meeting_id=meeting.pk)
    spoken = re.compile(r'<span class="app-ref">([^<]+)</span>')
    assert len(spoken.findall(first)) == 25
    assert len(set(spoken.findall(first)) | set(spoken.findall(second))) == 27


def test_a_sealed_case_stands_there_by_its_code_name(meeting, coordinator):
    referral = marac.waiting(meeting.forum, victim="Real Name", sealed=True)
    factories.named(referral.case, coordinator.user)
    marac.hearing(meeting, referral)
    waiting = marac.waiting(meeting.forum, victim="Other Name", sealed=True)
    factories.named(waiting.case, coordinator.user)
    body = get(coordinator, "agenda", meeting_id=meeting.pk)
    assert body.count("Rowan") >= 2
    assert "Real Name" not in body
    assert "Other Name" not in body
    assert "Sending agency" not in body


def test_publishing_shows_who_will_read_it_and_opens_it_to_them(meeting, coordinator, representative):
    marac.hearing(meeting, marac.waiting(meeting.forum, victim="Ana First"))
    assert "has not published this agenda yet" in get(representative, "agenda", meeting_id=meeting.pk)
    check = get(coordinator, "agenda_publish", meeting_id=meeting.pk)
    assert "Advocacy service, Constabulary" in check
    assert "1 of 12 places used" in check
    page = post(coordinator, "agenda_publish", meeting_id=meeting.pk)
    assert "Agenda published." in page.content.decode()
    assert "Reopen the agenda" in page.content.decode()
    assert "Waiting to be listed" not in page.content.decode()
    assert "On the agenda" in get(representative, "agenda", meeting_id=meeting.pk)
    page = post(coordinator, "agenda_reopen", meeting_id=meeting.pk)
    assert "Agenda reopened." in page.content.decode()
    assert "Waiting to be listed" in page.content.decode()


def test_an_empty_agenda_is_published_after_a_warning(meeting, coordinator):
    assert "There is no case on this agenda." in get(coordinator, "agenda_publish", meeting_id=meeting.pk)
    post(coordinator, "agenda_publish", meeting_id=meeting.pk)
    assert Meeting.objects.get(pk=meeting.pk).status == "published"


def test_children_first_is_one_click(meeting, coordinator):
    for victim, children in (("Ana First", 0), ("Bo Second", 2)):
        marac.hearing(meeting, marac.waiting(meeting.forum, victim=victim, child_count=children))
    page = post(coordinator, "agenda_children_first", meeting_id=meeting.pk).content.decode()
    assert page.index("Bo Second") < page.index("Ana First")
    assert "may leave after item 1." in page


def test_a_member_agency_presses_nothing(meeting, representative):
    hearing = marac.hearing(meeting)
    steps = [
        ("agenda_publish", {"meeting_id": meeting.pk}),
        ("agenda_reopen", {"meeting_id": meeting.pk}),
        ("agenda_children_first", {"meeting_id": meeting.pk}),
        ("meeting_end", {"meeting_id": meeting.pk}),
        ("meeting_cancel", {"meeting_id": meeting.pk}),
        ("attendance", {"meeting_id": meeting.pk}),
        ("hearing_move", {"hearing_id": hearing.pk}),
        ("hearing_remove", {"hearing_id": hearing.pk}),
        ("hearing", {"hearing_id": hearing.pk}),
    ]
    assert {post(representative, name, **kwargs).status_code for name, kwargs in steps} == {403}


def test_a_team_that_is_a_guest_elsewhere_reads_and_does_not_run(meeting_team, coordinator):
    """A coordinator whose team belongs to another team's forum: in sight, so 403 and not 404."""
    elsewhere = marac.forum(factories.agency(type="coordination"), meeting_team, name="Elsewhere")
    meeting = marac.meeting(elsewhere)
    assert "has not published" in get(coordinator, "agenda", meeting_id=meeting.pk)
    assert post(coordinator, "agenda_publish", meeting_id=meeting.pk).status_code == 403


def test_reading_an_agenda_is_an_event(meeting, coordinator):
    hearing = marac.hearing(meeting)
    get(coordinator, "agenda", meeting_id=meeting.pk)
    with as_owner():
        event = Event.objects.get(kind="agenda viewed")
    assert event.subjects == [str(meeting.pk), str(hearing.case_id)]


# -- one meeting -----------------------------------------------------------------------------------------------------


def test_a_meeting_says_what_is_to_do_and_ends_when_it_is_done(forum, coordinator):
    meeting = marac.meeting(forum, on=timezone.localdate(), status="published")
    hearing = marac.hearing(meeting)
    body = get(coordinator, "meeting", meeting_id=meeting.pk)
    assert "0 of 1 dealt with" in body
    assert reverse("meeting_end", kwargs={"meeting_id": meeting.pk}) not in body
    page = post(coordinator, "meeting_end", meeting_id=meeting.pk)
    assert "1 case has still to be heard" in page.content.decode()
    post(coordinator, "hearing_adjourn", {"deferral": "time"}, hearing_id=hearing.pk)
    body = get(coordinator, "meeting", meeting_id=meeting.pk)
    assert reverse("meeting_end", kwargs={"meeting_id": meeting.pk}) in body
    page = post(coordinator, "meeting_end", meeting_id=meeting.pk)
    assert "Meeting ended." in page.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).status == "held"


def test_a_meeting_without_cases_is_cancelled(forum, coordinator):
    meeting = marac.meeting(forum)
    assert "Cancel the meeting" in get(coordinator, "meeting_cancel", meeting_id=meeting.pk)
    assert "Meeting cancelled." in post(coordinator, "meeting_cancel", meeting_id=meeting.pk).content.decode()
    assert Meeting.objects.get(pk=meeting.pk).status == "cancelled"


# -- attendance ------------------------------------------------------------------------------------------------------


def typed(rows):
    found = {"attendance-TOTAL_FORMS": len(rows), "attendance-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        found |= {f"attendance-{number}-{name}": value for name, value in row.items()}
    return found


def test_attendance_is_one_row_for_each_agency(meeting, coordinator, representative, constabulary, advocates):
    body = get(coordinator, "attendance", meeting_id=meeting.pk)
    assert [name for name in ("Advocacy service", "Constabulary", "Southend meeting team") if name in body]
    assert body.count('value="deputy"') == 3
    rows = [
        {"agency": constabulary.pk, "status": "present", "mode": "phone", "name": "Dee Oyelaran"},
        {"agency": advocates.pk, "status": "absent", "mode": "", "name": ""},
    ]
    page = post(coordinator, "attendance", typed(rows), meeting_id=meeting.pk)
    assert "Attendance saved." in page.content.decode()
    assert "2 of 3 agencies recorded." in page.content.decode()
    read = get(representative, "attendance", meeting_id=meeting.pk)
    assert "Dee Oyelaran" in read
    assert "Telephone" in read
    assert "Not recorded" in read
    assert "<select" not in read


def test_presence_without_a_mode_is_shown_at_its_place_with_what_was_typed(meeting, coordinator, constabulary):
    rows = [{"agency": constabulary.pk, "status": "deputy", "mode": "", "name": "Kit Marlowe"}]
    body = post(coordinator, "attendance", typed(rows), meeting_id=meeting.pk).content.decode()
    assert "<title>Error: Attendance" in body
    assert 'href="#id_attendance-0-mode"' in body
    assert 'value="Kit Marlowe"' in body
    with coordinator.scope():
        assert not meeting.attendance.exists()


def test_a_stranger_among_the_rows_is_left_out(meeting, coordinator, outsider):
    rows = [{"agency": outsider.agency.pk, "status": "absent", "mode": "", "name": ""}]
    post(coordinator, "attendance", typed(rows), meeting_id=meeting.pk)
    with coordinator.scope():
        assert not meeting.attendance.exists()


# -- one row or twenty -----------------------------------------------------------------------------------------------


def fill(forum, meeting, count):
    for number in range(count):
        marac.hearing(meeting, marac.waiting(forum))
        marac.waiting(forum)
        marac.meeting(forum, on=timezone.localdate() + timedelta(days=30 + number))
        marac.meeting(forum, on=factories.LONG_AGO + timedelta(days=number), status="held")


@pytest.mark.parametrize("name", ["meetings", "meetings_past", "agenda", "agenda_publish", "meeting"])
@pytest.mark.parametrize("who", ["coordinator", "representative"])
def test_twenty_rows_cost_as_many_queries_as_one(name, who, request, forum):
    if (name, who) == ("agenda_publish", "representative"):
        name = "meeting"
    person = request.getfixturevalue(who)
    meeting = marac.meeting(forum)
    kwargs = {} if name.startswith("meetings") else {"meeting_id": meeting.pk}
    fill(forum, meeting, 1)
    one = queries(person, name, **kwargs)
    with as_owner():
        Meeting.objects.exclude(pk=meeting.pk).filter(hearings=None).delete()
    fill(forum, meeting, 20)
    assert queries(person, name, **kwargs) == one


def test_twenty_forums_cost_as_many_queries_as_one(forum, meeting_team, coordinator):
    marac.meeting(forum)
    one = queries(coordinator, "meetings")
    for number in range(20):
        marac.meeting(marac.forum(meeting_team, name=f"Forum {number}", area=factories.area(f"Area {number}")))
    assert queries(coordinator, "meetings") == one


def test_twenty_agencies_cost_as_many_queries_as_one(meeting, coordinator):
    one = queries(coordinator, "attendance", meeting_id=meeting.pk)
    with as_owner():
        meeting.forum.members.add(*(factories.agency() for _ in range(20)))
    assert queries(coordinator, "attendance", meeting_id=meeting.pk) == one
