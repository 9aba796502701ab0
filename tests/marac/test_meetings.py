"""Meetings: made, published, attended, ended."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from agencies.models import BankHoliday
from common.errors import DomainError, InvalidTransition
from marac import services
from marac.models import Attendance, Meeting
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def test_the_next_meetings_come_from_the_schedule(forum, coordinator):
    with coordinator.scope():
        made = services.make_meetings(forum, by=coordinator.principal, after=MONDAY, count=3)
    assert [m.held_on for m in made] == [date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)]
    assert {m.capacity for m in made} == {12}
    assert made[0].starts_at == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert {m.schedule for m in made} == {forum.schedules.get()}


def test_asking_again_makes_nothing_and_extends(forum, coordinator):
    with coordinator.scope():
        services.make_meetings(forum, by=coordinator.principal, after=MONDAY, count=2)
        assert services.make_meetings(forum, by=coordinator.principal, after=MONDAY, count=2) == []
        more = services.make_meetings(forum, by=coordinator.principal, after=MONDAY, until=date(2026, 12, 10))
    assert [m.held_on for m in more] == [date(2026, 12, 10)]
    assert Meeting.objects.filter(forum=forum).count() == 3


def test_a_cancelled_meeting_is_not_made_again(forum, coordinator):
    marac.meeting(forum, on=date(2026, 11, 26), status="cancelled")
    with coordinator.scope():
        made = services.make_meetings(forum, by=coordinator.principal, after=MONDAY, count=2)
    assert [m.held_on for m in made] == [date(2026, 12, 3)]


def test_bank_holidays_and_a_new_rhythm(meeting_team, coordinator):
    forum = marac.forum(meeting_team, name="Essex")
    with as_owner():
        forum.schedules.update(weekdays=marac.DAILY)
        BankHoliday.objects.create(on=date(2026, 12, 25), name="Christmas Day")
        BankHoliday.objects.create(on=date(2026, 12, 28), name="Boxing Day (substitute day)")
    weekly = marac.schedule(forum, weekdays=[2], at=time(14), starts_on=date(2027, 1, 1))
    with coordinator.scope():
        made = services.make_meetings(
            forum, by=coordinator.principal, after=date(2026, 12, 23), until=date(2027, 1, 13)
        )
    assert [m.held_on for m in made] == [
        date(2026, 12, 24),
        date(2026, 12, 29),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 5),
        date(2027, 1, 12),
    ]
    assert made[-1].schedule == weekly


def test_publishing_closes_the_agenda_and_reopening_takes_it_back(forum, coordinator):
    meeting, now = marac.meeting(forum), timezone.now()
    with coordinator.scope():
        meeting = services.publish_meeting(meeting, by=coordinator.principal, at=now)
        assert (meeting.status, meeting.published_at) == ("published", now)
        assert meeting.published_by == coordinator.user
        with pytest.raises(InvalidTransition):
            services.publish_meeting(meeting, by=coordinator.principal, at=now)
        meeting = services.reopen_agenda(meeting, by=coordinator.principal)
    assert (meeting.status, meeting.published_at, meeting.published_by) == ("planned", None, None)


def test_a_held_meeting_cannot_be_reopened(forum, coordinator):
    meeting = marac.meeting(forum, status="held")
    with coordinator.scope(), pytest.raises(InvalidTransition):
        services.reopen_agenda(meeting, by=coordinator.principal)


def test_a_meeting_ends_when_every_case_is_dealt_with(forum, coordinator):
    meeting = marac.meeting(forum, on=timezone.localdate(), status="published")
    marac.heard(meeting)
    hearing = marac.hearing(meeting)
    with coordinator.scope():
        with pytest.raises(DomainError, match="1 case has still to be heard"):
            services.end_meeting(meeting, by=coordinator.principal, at=timezone.now())
        services.adjourn_hearing(hearing, by=coordinator.principal, deferral="time")
        ended = services.end_meeting(meeting, by=coordinator.principal, at=timezone.now())
    assert (ended.status, ended.ended_by) == ("held", coordinator.user)


def test_a_meeting_does_not_end_before_its_day(forum, coordinator):
    meeting = marac.meeting(forum, status="published")
    with coordinator.scope(), pytest.raises(DomainError, match="not been held"):
        services.end_meeting(meeting, by=coordinator.principal, at=timezone.now())


def test_a_draft_does_not_end(forum, coordinator):
    meeting = marac.meeting(forum, on=timezone.localdate())
    with coordinator.scope(), pytest.raises(InvalidTransition):
        services.end_meeting(meeting, by=coordinator.principal, at=timezone.now())


def test_a_meeting_with_cases_is_not_cancelled(forum, coordinator):
    meeting = marac.meeting(forum)
    hearing = marac.hearing(meeting)
    with coordinator.scope():
        with pytest.raises(DomainError, match="Take the cases off"):
            services.cancel_meeting(meeting, by=coordinator.principal)
        services.remove_hearing(hearing, by=coordinator.principal)
        assert services.cancel_meeting(meeting, by=coordinator.principal).status == "cancelled"


def test_a_refusal_does_not_tell_of_a_hidden_case(forum, coordinator, excluded):
    """The excluded may end and cancel; whoever sees the case finds it left behind."""
    held, dropped = marac.meeting(forum, on=timezone.localdate(), status="published"), marac.meeting(forum)
    hidden = [marac.hearing(held), marac.hearing(dropped)]
    for hearing in hidden:
        factories.exclusion(hearing.case, excluded.user)
    with excluded.scope():
        services.end_meeting(held, by=excluded.principal, at=timezone.now())
        services.cancel_meeting(dropped, by=excluded.principal)
    with coordinator.scope():
        from marac.models import Hearing

        left = Hearing.objects.visible_to(coordinator.principal).left_behind()
        assert set(left) == set(hidden)
        services.adjourn_hearing(hidden[0], by=coordinator.principal, deferral="other")
        services.remove_hearing(hidden[1], by=coordinator.principal)
        assert not left.all()


# -- attendance ------------------------------------------------------------------------------------------------------


def row(agency, status="", mode="", name=""):
    return services.AttendanceRow(agency, status, mode, name)


def test_attendance_says_who_and_how(forum, coordinator, constabulary, advocates):
    meeting = marac.meeting(forum)
    rows = [row(constabulary, "present", "phone", " Dee Oyelaran "), row(advocates, "apology_info_sent", "video")]
    with coordinator.scope():
        services.record_attendance(meeting, by=coordinator.principal, rows=rows)
        found = {a.agency: (a.status, a.mode, a.name) for a in meeting.attendance.all()}
    assert found == {
        constabulary: ("present", "phone", "Dee Oyelaran"),
        advocates: ("apology_info_sent", "", ""),  # nobody was there, so nobody was there by video
    }


def test_attendance_is_corrected_in_place_and_taken_back(forum, coordinator, constabulary):
    meeting = marac.meeting(forum)
    with coordinator.scope():
        services.record_attendance(meeting, by=coordinator.principal, rows=[row(constabulary, "absent")])
        services.record_attendance(meeting, by=coordinator.principal, rows=[row(constabulary, "deputy", "video")])
        assert meeting.attendance.get().status == "deputy"
        services.record_attendance(meeting, by=coordinator.principal, rows=[row(constabulary)])
        assert not meeting.attendance.exists()


@pytest.mark.parametrize("status", ["present", "deputy"])
def test_presence_needs_a_mode(status, forum, coordinator, constabulary):
    meeting = marac.meeting(forum)
    with coordinator.scope(), pytest.raises(DomainError, match="Select how Constabulary was there"):
        services.record_attendance(meeting, by=coordinator.principal, rows=[row(constabulary, status)])


def test_only_who_belongs_to_the_forum_attends(forum, coordinator, outsider):
    meeting = marac.meeting(forum)
    with coordinator.scope(), pytest.raises(DomainError, match="does not belong"):
        services.record_attendance(meeting, by=coordinator.principal, rows=[row(outsider.agency, "absent")])


def test_who_has_left_the_forum_keeps_the_attendance_of_old_meetings(forum, coordinator, constabulary):
    meeting = marac.meeting(forum)
    marac.attendance(meeting, constabulary)
    with as_owner():
        forum.members.remove(constabulary)
    with coordinator.scope():
        services.record_attendance(meeting, by=coordinator.principal, rows=[row(constabulary, "absent")])
        assert meeting.attendance.get().status == "absent"


def test_nobody_attends_a_cancelled_meeting(forum, coordinator, constabulary):
    meeting = marac.meeting(forum, status="cancelled")
    with coordinator.scope(), pytest.raises(DomainError, match="cancelled"):
        services.record_attendance(meeting, by=coordinator.principal, rows=[row(constabulary, "absent")])


def test_attendance_is_seen_by_the_forum_and_nobody_else(forum, coordinator, representative, outsider, constabulary):
    meeting = marac.meeting(forum)
    marac.attendance(meeting, constabulary)
    for person, seen in ((coordinator, 1), (representative, 1), (outsider, 0)):
        with person.scope():
            assert Attendance.objects.count() == seen


# -- who sees meetings -----------------------------------------------------------------------------------------------


def test_meetings_are_seen_by_their_forum_and_run_by_its_team(
    forum, coordinator, meeting_chair, representative, police, outsider
):
    meeting = marac.meeting(forum, on=timezone.localdate() + timedelta(days=1))
    for person, sees, runs in (
        (coordinator, 1, 1),
        (meeting_chair, 1, 1),
        (representative, 1, 0),
        (police, 0, 0),  # a practitioner of a member agency goes to no meetings
        (outsider, 0, 0),
    ):
        assert Meeting.objects.visible_to(person.principal).filter(pk=meeting.pk).count() == sees
        assert Meeting.objects.run_by(person.principal).filter(pk=meeting.pk).count() == runs
