"""Who comes to which sitting, and what happens when a forum changes its rhythm."""

from datetime import date, time

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from common.errors import Conflict, DomainError
from marac import services
from marac.models import RotaPlace, ScheduleVersion
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
THURSDAYS = [date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)]


@pytest.fixture
def meetings(forum):
    return [marac.meeting(forum, on=day) for day in THURSDAYS]


@pytest.fixture
def deputy(constabulary):
    return Person(factories.member(constabulary, Role.AGENCY_REPRESENTATIVE, email="deputy@example.org"))


def name(person, meeting, agency, practitioner, **more):
    with person.scope():
        facts = {"agency": agency, "practitioner": practitioner.user, "at": timezone.now()} | more
        return services.put_on_rota(meeting, by=person.principal, **facts)


def places():
    with as_owner():
        rows = RotaPlace.objects.order_by("meeting__held_on")
        return list(rows.values_list("meeting__held_on", "practitioner__email", "deputy__email"))


def test_an_agency_names_who_comes_and_a_deputy_for_every_week(meetings, representative, deputy, constabulary):
    friday = marac.meeting(meetings[0].forum, on=date(2026, 12, 4))
    assert name(representative, friday, constabulary, deputy) == 1
    made = name(representative, meetings[1], constabulary, representative, deputy=deputy.user, every_week=True)
    assert made == 2
    assert places() == [
        (date(2026, 12, 3), "representative@example.org", "deputy@example.org"),
        (date(2026, 12, 4), "deputy@example.org", None),
        (date(2026, 12, 10), "representative@example.org", "deputy@example.org"),
    ]


def test_those_who_run_the_meeting_name_for_everybody_and_an_agency_for_itself_alone(
    meetings, coordinator, representative, constabulary, advocates, idva
):
    assert name(coordinator, meetings[0], constabulary, representative) == 1
    with pytest.raises(DomainError, match="own agency"):
        name(representative, meetings[0], advocates, idva)
    with representative.scope(), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        RotaPlace.objects.create(meeting=meetings[1], agency=advocates, practitioner=idva.user)


@pytest.mark.parametrize("who", ["police", "idva"])
def test_nobody_is_named_who_does_not_go_to_meetings_for_that_agency(who, meetings, coordinator, constabulary, request):
    with pytest.raises(DomainError, match="goes to meetings for"):
        name(coordinator, meetings[0], constabulary, request.getfixturevalue(who))


def test_a_deputy_is_somebody_else_and_a_meeting_that_is_over_has_no_rota(
    meetings, coordinator, representative, constabulary
):
    with pytest.raises(DomainError, match="somebody else"):
        name(coordinator, meetings[0], constabulary, representative, deputy=representative.user)
    over = marac.meeting(meetings[0].forum, on=date(2026, 11, 19), status="held")
    with pytest.raises(DomainError, match="over"):
        name(coordinator, over, constabulary, representative)


def test_the_pages_show_it_change_it_and_fill_in_the_attendance(
    meetings, coordinator, representative, outsider, constabulary, advocates
):
    address = reverse("forum_rota", args=[meetings[0].forum_id])
    page = representative.client.get(address).content.decode()
    assert "2 not named" in page
    own, other = (reverse("rota_place", args=[meetings[0].pk, agency.pk]) for agency in (constabulary, advocates))
    assert own in page
    assert other not in page
    assert representative.client.get(other).status_code == 404
    assert outsider.client.get(address).status_code == 403
    assert "Select who comes" in representative.client.post(own).content.decode()
    body = representative.client.post(own, {"practitioner": representative.user.pk}, follow=True).content.decode()
    assert "1 not named" in body
    written = coordinator.client.get(reverse("attendance", args=[meetings[0].pk])).content.decode()
    assert f'value="{representative.user}"' in written


def test_the_rota_takes_as_many_queries_for_ten_meetings_as_for_one(forum, coordinator, representative, constabulary):
    client, address = coordinator.client, reverse("forum_rota", args=[forum.pk])
    marac.meeting(forum, on=THURSDAYS[0])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for day in range(1, 10):
        name(coordinator, marac.meeting(forum, on=date(2026, 12, day)), constabulary, representative)
    with CaptureQueriesContext(connection) as ten:
        client.get(address)
    assert len(ten) == len(one)


# -- another rhythm ---------------------------------------------------------------------------------------------------


def change(person, forum, **more):
    facts = {"weekdays": [1], "at": time(14), "starts_on": date(2026, 12, 1), "reason": "The pilot goes weekly"} | more
    with person.scope():
        return services.change_schedule(forum, by=person.principal, today=timezone.localdate(), **facts)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"weekdays": []}, "which days"),
        ({"weekdays": [8]}, "which days"),
        ({"reason": " "}, "why"),
        ({"starts_on": date(2026, 11, 23)}, "day to come"),
    ],
)
def test_a_change_is_whole_and_never_of_the_past(wrong, why, forum, coordinator):
    with pytest.raises(DomainError, match=why):
        change(coordinator, forum, **wrong)
    with as_owner():
        assert forum.schedules.count() == 1


def test_one_change_starts_on_a_day_and_only_those_who_run_the_forum_make_it(forum, coordinator, representative):
    with pytest.raises(DomainError, match="run this forum"):
        change(representative, forum)
    change(coordinator, forum)
    with pytest.raises(Conflict):
        change(coordinator, forum, weekdays=[2])
    with coordinator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        ScheduleVersion.objects.update(weekdays=[5])


def test_the_page_shows_every_version_and_the_list_of_meetings_what_does_not_fit(forum, coordinator, representative):
    with as_owner():
        weekly = forum.schedules.get()
    marac.meeting(forum, on=THURSDAYS[1], schedule=weekly)
    address = reverse("forum_schedule", args=[forum.pk])
    assert representative.client.get(address).status_code == 403
    assert "Thursdays at 9:30am" in coordinator.client.get(address).content.decode()
    typed = {"weekdays": ["1", "5"], "at": "2pm", "starts_on": "1/12/2026", "reason": "Twice a week"}
    body = coordinator.client.post(address, typed, follow=True).content.decode()
    assert "1 meeting to come does not fit the schedule any more." in body
    assert "Mondays and Fridays at 2pm" in coordinator.client.get(address).content.decode()
