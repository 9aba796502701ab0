"""One incident, a notice for each child and each school: to whom it goes, by when, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.roles import Role
from audit.models import Event
from common.dates import LONDON
from encompass import services
from encompass.models import ClosedDay, EncompassIncident, Notice, SchoolCalendar, Term
from encompass.services.schools import calendar_of
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import encompass as made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.fixture
def send(liaison):
    """Sends notices as the liaison officer."""

    def go(*children, person=liaison, **more):
        recorded_at = more.pop("recorded_at", NOW - timedelta(minutes=10))
        facts = {
            "police_reference": "42/1/26",
            "occurred_at": recorded_at - timedelta(hours=1),
            "risk_grade": "standard",
            "circumstances": "Shouting and a broken door.",
            "contact": "School liaison, 01632 960200",
            "at": NOW,
        }
        with person.scope():
            return services.send_notices(
                by=person.principal, recorded_at=recorded_at, children=children, **(facts | more)
            )

    return go


def notices():
    with as_owner():
        return list(Notice.objects.select_related("school__agency", "incident").order_by("child_given"))


def test_two_children_at_two_schools_are_two_notices_of_one_incident(send, child, school, college):
    send(child(), child(given="Ash", school=college, born_on=date(2009, 5, 1)))
    ash, robin = notices()
    assert ash.incident == robin.incident
    assert (ash.school, robin.school) == (college, school)
    assert {ash.status, robin.status} == {"sent"}
    assert ash.sent_at == robin.sent_at == NOW


def test_standard_risk_is_told_like_any_other(send, child):
    send(child(), risk_grade="standard")
    assert notices()[0].status == "sent"


@pytest.mark.parametrize(
    ("recorded", "due"),
    [
        ("2026-11-17T22:10", "2026-11-18T08:30"),
        ("2026-11-18T03:00", "2026-11-18T08:30"),
        ("2026-11-20T20:00", "2026-11-23T08:30"),  # acceptance: Friday 20:00 with two children, due on Monday
    ],
)
def test_each_notice_carries_its_deadline(recorded, due, send, child, college):
    send(child(), child(school=college), recorded_at=at(recorded))
    assert {notice.due_at for notice in notices()} == {at(due)}
    assert {notice.amber_at for notice in notices()} == {None}


def test_in_school_hours_the_policy_says_when_it_is_amber(send, child, county):
    recorded = at("2026-11-23T09:00")
    send(child(), recorded_at=recorded)
    factories.policy("notice_amber_hours", 1, area=county)
    send(child(), recorded_at=recorded, police_reference="2")
    assert sorted(n.amber_at for n in notices()) == [recorded + timedelta(hours=1), recorded + timedelta(hours=2)]


def test_a_schools_own_training_day_moves_its_deadline_alone(send, child, school, college):
    with as_owner():
        own = SchoolCalendar.objects.create(school=school)
        ClosedDay.objects.create(calendar=own, on=date(2026, 11, 23), kind="training")
    send(child(), child(given="Ash", school=college), recorded_at=at("2026-11-20T20:00"))
    ash, robin = notices()
    assert (ash.due_at, robin.due_at) == (at("2026-11-23T08:30"), at("2026-11-24T08:30"))


def test_a_school_with_terms_of_its_own_follows_them(school):
    with as_owner():
        own = SchoolCalendar.objects.create(school=school)
        Term.objects.create(calendar=own, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 11))
    assert calendar_of(school).terms == ((date(2026, 12, 1), date(2026, 12, 11)),)
    assert not calendar_of(school).is_open_on(date(2026, 11, 24))


def test_a_council_without_term_dates_counts_working_days(send, child):
    elsewhere = made.school(area=factories.area("Elsewhere", kind="upper_tier"))
    send(child(school=elsewhere), recorded_at=at("2026-11-20T20:00"))
    assert notices()[0].due_at == at("2026-11-23T08:30")


# -- holidays ---------------------------------------------------------------------------------------------------------

HOLIDAY = at("2026-10-27T21:00")  # half term: back on Monday 2 November


@pytest.fixture
def half_term(monday_morning):
    monday_morning.move_to(HOLIDAY + timedelta(hours=1))


def change(school, **facts):
    with as_owner():
        type(school).objects.filter(pk=school.pk).update(**facts)
    school.refresh_from_db()


def test_a_monitored_inbox_is_told_at_once_in_the_holidays(half_term, send, child, key_adult):
    send(child(), recorded_at=HOLIDAY, at=timezone.now())
    assert notices()[0].due_at == at("2026-11-02T08:30")
    with key_adult.scope():
        assert Notice.objects.received_by(key_adult.principal).count() == 1


def test_what_a_school_holds_reaches_it_an_hour_before_its_first_day(half_term, send, child, key_adult, monday_morning):
    school = child().school
    change(school, holiday_mode="hold", holiday_reason="Nobody reads the inbox.")
    send(child(school=school), recorded_at=HOLIDAY, at=timezone.now())
    assert notices()[0].sent_at == at("2026-11-02T07:30")
    for moment, seen in (("2026-11-02T07:29", 0), ("2026-11-02T07:30", 1)):
        monday_morning.move_to(at(moment))
        with key_adult.scope():
            assert Notice.objects.received_by(key_adult.principal).count() == seen
            assert Notice.objects.count() == EncompassIncident.objects.count() == seen  # the second lock alone


def test_what_a_school_routes_goes_to_the_council_by_its_next_working_day(half_term, send, child, officer):
    school = child().school
    change(school, holiday_mode="route")
    send(child(school=school), recorded_at=HOLIDAY, at=timezone.now())
    notice = notices()[0]
    assert (notice.school, notice.pupil_of, notice.route) == (officer, school, "holiday")
    assert notice.due_at == at("2026-10-28T08:30")


@pytest.mark.parametrize("route", ["home_educated", "no_school"])
def test_a_child_without_a_school_is_told_to_the_councils_officer(route, send, child, officer, county):
    send(child(school=None, council=county, route=route))
    notice = notices()[0]
    assert (notice.school, notice.pupil_of, notice.route) == (officer, None, route)


def test_a_council_without_an_officer_is_refused_by_name_of_the_place_to_mend(send, child, county):
    with pytest.raises(services.BrokenNotice) as refused:
        send(child(), child(given="Ash", school=None, council=county, route="no_school"))
    assert (refused.value.field, refused.value.child) == ("school", 1)


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "message"),
    [
        (date(2023, 5, 1), "nurseries are not told"),  # three, in a nursery
        (date(2008, 11, 23), "18th birthday"),
        (date(2027, 1, 1), "in the past"),
    ],
)
def test_a_child_outside_the_duty_is_refused_and_nothing_is_sent(born, message, send, child):
    with pytest.raises(services.BrokenNotice, match=message) as refused, transaction.atomic():
        send(child(), child(given="Ash", born_on=born))
    assert (refused.value.field, refused.value.child) == ("born_on", 1)


def test_an_area_may_choose_to_tell_nurseries(send, child, county):
    factories.policy("notice_before_reception", 1, area=county)
    send(child(born_on=date(2023, 5, 1), school=made.school(phase="nursery", area=county)))
    assert len(notices()) == 1


def test_seventeen_at_a_sixth_form_college_is_included(send, child, college):
    send(child(school=college, born_on=date(2008, 11, 24)))
    assert len(notices()) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"circumstances": "  "}, "circumstances"),
        ({"recorded_at": NOW + timedelta(minutes=1)}, "recorded_at"),
        ({"recorded_at": NOW - timedelta(hours=2), "occurred_at": NOW - timedelta(hours=1)}, "recorded_at"),
    ],
)
def test_an_incident_that_makes_no_sense_is_refused(more, field, send, child):
    with pytest.raises(services.BrokenNotice) as refused:
        send(child(), **more)
    assert refused.value.field == field


def test_a_police_reference_is_used_once_and_more_children_join_it(send, child, college, liaison):
    incident = send(child())
    with pytest.raises(services.BrokenNotice) as refused:
        send(child(given="Ash"))
    assert refused.value.field == "police_reference"
    with liaison.scope():
        ash = child(given="Ash", school=college)
        services.add_children(incident, by=liaison.principal, children=[ash], at=NOW)
        with pytest.raises(services.BrokenNotice, match="already"):
            services.add_children(incident, by=liaison.principal, children=[ash], at=NOW)
    assert [notice.child_given for notice in notices()] == ["Ash", "Robin"]


def test_the_database_refuses_the_same_child_and_school_twice(constabulary, school):
    notice = made.notice(constabulary, school)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.notice(constabulary, school, of=notice.incident, child_family=notice.child_family)


def test_only_the_police_send(child, send, school):
    elsewhere = Person(factories.member(factories.agency(type="housing_la"), Role.SCHOOL_LIAISON_OFFICER))
    with pytest.raises(services.BrokenNotice, match="Only the police"):
        send(child(), person=elsewhere)


def test_nothing_without_a_child(send):
    with pytest.raises(services.BrokenNotice, match="at least one child"):
        send()


def test_every_notice_is_an_event_without_a_name(send, child):
    send(child())
    with as_owner():
        events = {event.kind: event for event in Event.objects.all()}
    assert set(events) == {"incident for schools recorded", "notice sent"}
    said = " ".join(f"{event.detail} {event.subjects}" for event in events.values())
    assert "Robin" not in said
    assert "Sample" not in said
