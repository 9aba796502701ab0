"""A schedule changes in the middle: no case is left on a meeting that will not be held."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from common.errors import DomainError
from marac import services
from marac.models import Hearing, Meeting, ResearchRequest
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
THURSDAYS = [date(2026, 12, 3), date(2026, 12, 10)]


@pytest.fixture
def changed(forum, coordinator):
    """Made for Thursdays; from 1 December the forum sits on Mondays. The Thursday before that stays."""
    with as_owner():
        weekly = forum.schedules.get()
    kept = marac.meeting(forum, on=date(2026, 11, 26), schedule=weekly)
    strays = [marac.meeting(forum, on=day, schedule=weekly) for day in THURSDAYS]
    marac.meeting(forum, on=date(2026, 12, 2))  # an extra meeting is meant so
    marac.schedule(forum, weekdays=[1], at=time(14), starts_on=date(2026, 12, 1))
    return kept, strays


def relist(person, forum):
    with person.scope():
        return services.relist(forum, by=person.principal, at=timezone.now())


def where(hearing):
    with as_owner():
        found = Hearing.objects.select_related("meeting").get(pk=hearing.pk)
    return found.meeting.held_on, found.status, found.position


def test_every_case_gets_a_place_soonest_last_day_first_and_the_old_meetings_are_given_up(forum, changed, coordinator):
    kept, strays = changed
    with as_owner():
        Meeting.objects.filter(pk=kept.pk).update(capacity=1)
    later = marac.hearing(strays[0], marac.waiting(forum, days_ago=1), kind="review")
    sooner = marac.hearing(strays[1], marac.waiting(forum, days_ago=8))
    plan = relist(coordinator, forum)
    assert where(sooner) == (date(2026, 11, 26), "listed", 1)
    assert where(later) == (date(2026, 12, 7), "listed", 1)
    assert [each.held_on for each in plan.strays] == THURSDAYS
    with as_owner():
        assert Hearing.objects.get(pk=later.pk).kind == "review"
        states = dict(Meeting.objects.filter(forum=forum).values_list("held_on", "status"))
    assert states == {
        date(2026, 11, 26): "planned",
        date(2026, 12, 2): "planned",
        date(2026, 12, 3): "cancelled",
        date(2026, 12, 7): "planned",
        date(2026, 12, 10): "cancelled",
    }
    with pytest.raises(DomainError, match="fits the schedule"):
        relist(coordinator, forum)


def test_without_a_free_place_a_case_goes_to_the_first_sitting(forum, changed, coordinator):
    with as_owner():
        type(forum).objects.filter(pk=forum.pk).update(capacity=0)
        Meeting.objects.filter(forum=forum).update(capacity=0)
        forum.refresh_from_db()
    hearing = marac.hearing(changed[1][0])
    relist(coordinator, forum)
    assert where(hearing)[:2] == (date(2026, 11, 26), "listed")


def test_the_questions_go_with_the_case_and_get_the_new_day(forum, changed, coordinator, constabulary):
    hearing = marac.hearing(changed[1][0])
    marac.research(hearing, constabulary)
    relist(coordinator, forum)
    with as_owner():
        assert ResearchRequest.objects.get(hearing=hearing).due_on == date(2026, 11, 25)  # the working day before


def test_an_agenda_that_was_published_is_reopened_first(forum, changed, coordinator):
    with as_owner():
        facts = {"published_at": timezone.now(), "published_by": coordinator.user}
        Meeting.objects.filter(held_on__in=THURSDAYS).update(status="published", **facts)
    hearing = marac.hearing(changed[1][0])
    page = coordinator.client.get(reverse("forum_relist", args=[forum.pk])).content.decode()
    assert "Reopen them first" in page
    assert "Move the cases" not in page
    with pytest.raises(DomainError):
        relist(coordinator, forum)
    assert where(hearing)[0] == THURSDAYS[0]


def test_a_case_that_is_hidden_stays_and_is_found_left_behind(forum, changed, coordinator, excluded):
    shown, hidden = marac.hearing(changed[1][0]), marac.hearing(changed[1][0])
    factories.exclusion(hidden.case, excluded.user)
    plan = relist(excluded, forum)
    assert [move.hearing.pk for move in plan.moves] == [shown.pk]
    assert where(hidden)[0] == THURSDAYS[0]
    with coordinator.scope():
        assert list(Hearing.objects.visible_to(coordinator.principal).left_behind()) == [hidden]


def test_the_pages_say_it_and_one_press_does_it(forum, changed, coordinator, representative):
    hearing = marac.hearing(changed[1][1], marac.waiting(forum, victim="Ana Moved", days_ago=13))
    with as_owner():
        Meeting.objects.filter(pk=changed[0].pk).delete()
    board = coordinator.client.get(reverse("meetings")).content.decode()
    assert "2 meetings to come do not fit the schedule any more." in board
    address = reverse("forum_relist", args=[forum.pk])
    page = coordinator.client.get(address).content.decode()
    assert "Ana Moved" in page
    assert "Past its last day" in page
    assert where(hearing)[0] == THURSDAYS[1]  # looking moves nothing
    assert "Every case has another place" in coordinator.client.post(address, follow=True).content.decode()
    assert where(hearing)[0] == date(2026, 11, 26)
    assert representative.client.get(address).status_code == 403
