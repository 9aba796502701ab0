"""Acceptance lines of the domain notes, section 11, about meetings, that no other test carries by its number."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from common.quarters import Quarter
from marac import services
from marac.models import Hearing, Meeting
from marac.presenters.timeliness import timeliness_page
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
WHOLE = {"update_method": "adviser", "adviser_line": "Weekly", "flag": "flag", "no_action_reason": "All done"}


def hear(person, hearing, **more):
    with person.scope():
        facts = WHOLE | {"victim_update_agency": person.agency} | more
        return services.hear_case(hearing, by=person.principal, at=timezone.now(), **facts)


def figures_of(person, forum, quarter):
    with person.scope():
        return timeliness_page(forum, principal=person.principal, quarter=quarter, today=timezone.localdate())


def test_line_5_heard_on_day_15_because_an_agency_was_absent_is_late_and_says_why(forum, coordinator):
    first = marac.meeting(forum, on=timezone.localdate(), status="published")
    referral = marac.waiting(forum, days_ago=15)
    put_off = marac.hearing(first, referral)
    with coordinator.scope():
        by = coordinator.principal
        services.adjourn_hearing(put_off, by=by, deferral="key_agency_absent", note="Children’s social care")
    with as_owner():
        Meeting.objects.filter(pk=first.pk).update(status="held")
    again = marac.meeting(forum, on=timezone.localdate(), status="published", is_emergency=True,
                          asked_by=coordinator.agency, convene_by=timezone.localdate())  # fmt: skip
    hear_without_quorum(coordinator, marac.hearing(again, referral, kind="deferred_in"))
    page = figures_of(coordinator, forum, Quarter.of(timezone.localdate()))
    assert (page.figures.heard, page.figures.in_time) == (1, 0)
    assert page.deferrals == [("An agency we needed was absent", 1)]
    assert [band.count for _, band in page.bands] == [0, 0, 1, 0, 0]


def hear_without_quorum(person, hearing):
    with person.scope():
        facts = {"choice": "proceed", "reason": "Nobody else can come", "chair": "Ada", "at": timezone.now()}
        services.decide_without_quorum(hearing.meeting, by=person.principal, **facts)
    hear(person, hearing)


def test_line_7_nothing_known_is_an_answer_and_silence_is_none(forum, coordinator, representative, advocates):
    meeting = marac.meeting(forum, status="published")
    hearing = marac.hearing(meeting)
    said, silent = (marac.research(hearing, agency) for agency in (representative.agency, advocates))
    with representative.scope():
        services.answer_nothing_known(
            said, by=representative.principal, version=0, systems="Records", at=timezone.now()
        )
    marac.signed(coordinator)
    page = coordinator.client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "1 of 2 answers in." in page
    with as_owner():
        said.refresh_from_db()
        silent.refresh_from_db()
    assert (said.status, silent.status) == ("returned_nil", "requested")


def test_line_9_no_case_is_closed_without_the_agency_that_tells_the_person(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, on=timezone.localdate(), status="published"))
    with pytest.raises(services.NobodyUpdatesTheVictim):
        hear(coordinator, hearing, victim_update_agency=None)
    with as_owner():
        assert Hearing.objects.get(pk=hearing.pk).status == "listed"


def test_line_18_from_twice_weekly_to_weekly_from_a_day_on(forum, coordinator):
    """Durham's pilot: what was listed is listed again, and the figures stand apart for each rhythm."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 14, tzinfo=UTC), tick=False) as clock:
        with as_owner():
            forum.schedules.update(weekdays=[2, 5])
            twice = forum.schedules.get()
        marac.heard(marac.meeting(forum, on=date(2026, 11, 17), status="held", schedule=twice),
                    marac.waiting(forum, days_ago=12))  # fmt: skip
        friday = marac.meeting(forum, on=date(2026, 12, 4), schedule=twice)
        listed = marac.hearing(friday, marac.waiting(forum, days_ago=3))
        with coordinator.scope():
            facts = {"weekdays": [2], "at": time(14), "starts_on": date(2026, 12, 1), "reason": "Weekly from now on"}
            weekly = services.change_schedule(forum, by=coordinator.principal, today=timezone.localdate(), **facts)
            services.relist(forum, by=coordinator.principal, at=timezone.now())
        with as_owner():
            moved = Hearing.objects.select_related("meeting").get(pk=listed.pk).meeting
            assert Meeting.objects.get(pk=friday.pk).status == "cancelled"
        assert moved.held_on.isoweekday() in (2, 5)
        assert moved.held_on != friday.held_on
        clock.move_to(datetime(2026, 12, 8, 15, tzinfo=UTC))
        marac.heard(marac.meeting(forum, on=date(2026, 12, 8), status="held", schedule=weekly), marac.waiting(forum))
        page = figures_of(coordinator, forum, Quarter(date(2026, 10, 1)))
    assert [each.heard for _, each in page.by_schedule] == [1, 1]
    assert [words.partition(" at ")[0] for words, _ in page.by_schedule] == ["Tuesdays and Fridays", "Tuesdays"]
