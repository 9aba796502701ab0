"""The pages: who may open which, what stands on them, what a form keeps, and what every list costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from encompass.models import ClosedDay, EncompassIncident, Notice, School, SchoolCalendar, Term
from tests import factories
from tests.access.test_addresses import LOCKS
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_neutral, assert_title_ok, words_on
from tests.factories import encompass as made

pytestmark = pytest.mark.django_db


def address(name, notice=None, **more):
    return reverse(name, kwargs={"reference": notice.reference} if notice else more)


@pytest.fixture
def sent(constabulary, school):
    return made.notice(constabulary, school, child_given="Robin")


@pytest.fixture
def asked(constabulary, school, liaison):
    return made.notice(constabulary, school, status="asked", asked_by=liaison.user)


# -- who may ----------------------------------------------------------------------------------------------------------

WHO = ("liaison", "supervisor", "key_adult", "college_key_adult", "office")
MAY = {
    "notices": ("get", 403, 403, 200, 200, 403),
    "notices_sent": ("get", 200, 200, 403, 403, 403),
    "notice_new": ("get", 200, 200, 403, 403, 403),
    "notices_figures": ("get", 200, 200, 403, 403, 403),
    "notice": ("get", 200, 200, 200, 404, 403),
    "notice_acknowledge": ("post", 403, 403, 302, 404, 403),
    "notice_answer": ("get", 403, 403, 200, 404, 403),
    "notice_child": ("get", 200, 200, 403, 403, 403),
    "notice_keep_back": ("get", 200, 200, 403, 403, 403),
    "notice_decision": ("get", 403, 200, 403, 403, 403),
    "school_year": ("get", 403, 403, 200, 200, 200),
    "school_settings": ("get", 403, 403, 200, 200, 200),
}
ABOUT_ONE = ("notice", "notice_acknowledge", "notice_answer", "notice_child", "notice_keep_back", "notice_decision")


@LOCKS
@pytest.mark.parametrize("name", MAY)
def test_every_address_answers_each_of_them(name, locks, sent, request):
    method, *wanted = MAY[name]
    people = [request.getfixturevalue(who) for who in WHO]
    where = address(name, sent if name in ABOUT_ONE else None)
    assert_neutral(where)
    clients = [person.client for person in people]
    with locks():
        found = [getattr(client, method)(where) for client in clients]
    assert [answer.status_code for answer in found] == wanted
    for answer in found:
        if answer.status_code == 200:
            assert_title_ok(re.search(r"<title>(.*?)</title>", answer.content.decode())[1])


@pytest.mark.parametrize("name", ["notice", "notice_answer"])
@pytest.mark.parametrize("hidden", ["college's", "asked", "held"])
def test_what_is_not_a_schools_answers_with_the_bytes_of_nothing(name, hidden, constabulary, college, key_adult, asked):
    there = {
        "college's": lambda: made.notice(constabulary, college),
        "asked": lambda: asked,
        "held": lambda: made.notice(constabulary, asked.school, sent_at=timezone.now() + timedelta(days=1)),
    }[hidden]()
    client = key_adult.client
    answers = [client.get(reverse(name, kwargs={"reference": each})) for each in (there.reference, "0000000000")]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


# -- the school -------------------------------------------------------------------------------------------------------


def test_a_notice_says_to_its_school_what_it_needs_and_no_grade(sent, key_adult, constabulary, college):
    sibling = made.notice(constabulary, college, of=sent.incident, child_given="Ash")
    page = words_on(key_adult.client.get(address("notice", sent)))
    for words in (
        "Robin",
        "14 Mar 2016, age 10",
        "I hid under the bed.",
        sent.incident.police_reference,
        "01632 960200",
    ):
        assert words in page
    for words in ("Standard", "Ash", sibling.child_family, "Risk grade", "Due by"):
        assert words not in page


def test_opening_a_notice_is_an_event(sent, key_adult):
    key_adult.client.get(address("notice", sent))
    with as_owner():
        event = Event.objects.get(kind="notice viewed")
    assert event.subjects == [str(sent.pk), str(sent.incident_id)]


def test_one_click_acknowledges_and_the_notice_leaves_the_new_ones(sent, key_adult):
    client = key_adult.client
    assert sent.child_name in words_on(client.get(address("notices")))
    assert "Acknowledged." in words_on(client.post(address("notice_acknowledge", sent), follow=True))
    assert sent.child_name not in words_on(client.get(address("notices")))
    assert sent.child_name in words_on(client.get(address("notices") + "?show=read"))


def test_an_answer_is_kept_as_it_was_typed_when_it_is_refused_and_saved_when_it_is_not(sent, key_adult, liaison):
    client = key_adult.client
    assert "Enter what the school did or noticed" in words_on(
        client.post(address("notice_answer", sent), {"outcome": " "})
    )
    client.post(address("notice_answer", sent), {"outcome": "A quiet room."})
    assert "A quiet room." in words_on(liaison.client.get(address("notice", sent)))


# -- the force --------------------------------------------------------------------------------------------------------


def typed(*children, **more):
    facts = {
        "police_reference": "42/9/26",
        "occurred_on-day": "22", "occurred_on-month": "11", "occurred_on-year": "2026", "occurred_time": "9pm",
        "recorded_on-day": "22", "recorded_on-month": "11", "recorded_on-year": "2026", "recorded_time": "10:10pm",
        "risk_grade": "standard", "circumstances": "Shouting, and a broken door.", "contact": "Liaison, 01632 960200",
        "children-TOTAL_FORMS": str(len(children)), "children-INITIAL_FORMS": "0",
        "children-MIN_NUM_FORMS": "1", "children-MAX_NUM_FORMS": "12",
    }  # fmt: skip
    for place, child in enumerate(children):
        facts |= {f"children-{place}-{name}": value for name, value in child.items()}
    return facts | more


def a_child(school, given="Robin", **more):
    return {
        "given": given, "family": "Sample", "born_on-day": "14", "born_on-month": "3", "born_on-year": "2016",
        "school": f"school:{school.pk}", "was_present": "yes", "spoken_to": "no",
    } | more  # fmt: skip


def test_an_officer_tells_two_schools_from_one_form(liaison, school, college):
    children = [a_child(school), a_child(college, "Ash", keep_back="A risk to an operation.")]
    answer = liaison.client.post(address("notice_new"), typed(*children), follow=True)
    assert "One waits for a supervisor." in words_on(answer)
    with as_owner():
        found = {n.child_given: (n.school, n.status, n.due_at.isoformat()) for n in Notice.objects.all()}
    due = "2026-11-23T08:30:00+00:00"
    assert found == {"Robin": (school, "sent", due), "Ash": (college, "asked", due)}


def test_a_wrong_child_is_named_where_it_was_typed_and_nothing_is_sent(liaison, school):
    children = [a_child(school), a_child(school, "Ash", **{"born_on-year": "2001"})]
    answer = liaison.client.post(address("notice_new"), typed(*children))
    page = answer.content.decode()
    assert "Notices are about children until their 18th birthday" in page
    assert 'href="#id_children-1-born_on-day"' in page
    assert 'value="Ash"' in page
    assert "Shouting, and a broken door." in page
    with as_owner():
        assert not EncompassIncident.objects.exists()


def test_adding_a_child_loses_nothing_and_sends_nothing(liaison, school):
    answer = liaison.client.post(address("notice_new"), typed(a_child(school), **{"children-add": "1"}))
    page = answer.content.decode()
    assert "Child 2" in page
    assert 'value="Robin"' in page
    assert "govuk-error-summary" not in page
    with as_owner():
        assert not Notice.objects.exists()


@pytest.mark.parametrize("missing", ["police_reference", "risk_grade", "circumstances", "contact", "recorded_time"])
def test_what_is_missing_is_asked_for(missing, liaison, school):
    facts = typed(a_child(school))
    del facts[missing]
    answer = liaison.client.post(address("notice_new"), facts)
    assert answer.status_code == 200
    assert "There is a problem" in words_on(answer)
    with as_owner():
        assert not Notice.objects.exists()


def test_a_further_child_joins_the_incident(liaison, sent, college):
    facts = {name: value for name, value in typed(a_child(college, "Ash")).items() if name.startswith("children")}
    answer = liaison.client.post(address("notice_child", sent), facts, follow=True)
    assert "Saved." in words_on(answer)
    with as_owner():
        assert sent.incident.notices.count() == 2


def test_the_list_says_in_words_what_is_late_and_slow(liaison, constabulary, school):
    now = timezone.now()
    made.notice(constabulary, school, child_given="Late", due_at=now - timedelta(hours=2))
    made.notice(constabulary, school, child_given="Slow", amber_at=now - timedelta(hours=2))
    made.notice(constabulary, school, child_given="Held", sent_at=now + timedelta(days=3))
    page = words_on(liaison.client.get(address("notices_sent")))
    for words in ("Late Sample", "Slow Sample", "Goes out 26 Nov, 9:14am"):
        assert words in page
    late = words_on(liaison.client.get(address("notices_sent") + "?show=late"))
    assert "Late Sample" in late
    assert "Slow Sample" not in late


def test_a_school_that_nobody_can_read_for_is_said_to_the_officer(liaison, sent):
    assert "has no key adult with an account" in words_on(liaison.client.get(address("notice", sent)))
    factories.member(sent.to_agency, "key_adult")
    assert "has no key adult with an account" not in words_on(liaison.client.get(address("notice", sent)))


def test_a_supervisor_decides_on_the_page_and_an_officer_is_only_told_that_it_waits(asked, supervisor, liaison):
    assert "nothing until a supervisor" in words_on(liaison.client.get(address("notice", asked)))
    client = supervisor.client
    assert "Select whether it is kept back or sent" in words_on(client.post(address("notice_decision", asked), {}))
    answer = client.post(address("notice_decision", asked), {"decision": "keep", "note": "Agreed."}, follow=True)
    assert "Kept back" in words_on(answer)


def test_figures_count_in_time_of_all_due(liaison, constabulary, school, college, key_adult, supervisor):
    now = timezone.now()
    gone = {"due_at": now - timedelta(hours=1), "sent_at": now - timedelta(hours=2)}
    high = made.incident(constabulary, risk_grade="high")
    made.notice(constabulary, school, **gone)
    made.notice(constabulary, school, of=high, **gone)
    made.notice(constabulary, college, of=high, **(gone | {"sent_at": now}))
    made.notice(constabulary, school, status="asked", due_at=now - timedelta(hours=1))  # waits beyond its time
    made.notice(
        constabulary,
        school,
        status="suppressed",
        due_at=now - timedelta(hours=1),
        decided_by=supervisor.user,
        decided_at=now,
    )
    made.notice(constabulary, school)  # not due yet
    with as_owner():
        School.objects.filter(pk=school.pk).update(key_adult_trained_on="2026-01-01")
    page = words_on(liaison.client.get(address("notices_figures")))
    for words in ("2 of 4", "50.0%", "Kept back 1", "1 of 2, 50.0%"):
        assert words in page
    assert "Standard 2 1 50.0% Medium 0 0 None due High 2 1 50.0%" in page


# -- a school's year --------------------------------------------------------------------------------------------------


def day(name, text):
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def test_a_school_follows_its_council_until_it_has_terms_of_its_own(office, school):
    client = office.client
    page = words_on(client.get(address("school_year")))
    assert "You follow the council’s dates" in page
    assert "2 Nov 2026" in page
    assert "Christmas" not in page  # bank holidays come from the reference data, which this world has not
    answer = client.post(address("school_term_add"), day("starts_on", "2026-12-01") | day("ends_on", "2026-12-11"))
    assert answer.status_code == 302
    page = words_on(client.get(address("school_year")))
    assert "You follow the council’s dates" not in page
    assert "1 Dec 2026" in page


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("2026-12-11", "2026-12-01", "on or after the first day"),
        ("2026-09-01", "2027-09-01", "Check the years"),
        ("2026-12-05", "2026-12-08", "overlap"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(first, last, message, office):
    client = office.client
    client.post(address("school_term_add"), day("starts_on", "2026-12-01") | day("ends_on", "2026-12-11"))
    answer = client.post(address("school_term_add"), day("starts_on", first) | day("ends_on", last))
    assert message in words_on(answer)
    with as_owner():
        assert Term.objects.filter(calendar__school__isnull=False).count() == 1


def test_a_school_removes_its_own_days_and_never_its_councils(office, school, county):
    client = office.client
    client.post(address("school_day_add"), day("on", "2026-12-07") | {"kind": "training"})
    with as_owner():
        own = ClosedDay.objects.get()
        theirs = ClosedDay.objects.create(
            calendar=SchoolCalendar.objects.get(local_authority=county), on="2026-12-08", kind="closure"
        )
        term = Term.objects.filter(calendar__local_authority=county).first()
    assert client.post(address("school_day_remove", day_id=theirs.pk)).status_code == 404
    assert client.post(address("school_term_remove", term_id=term.pk)).status_code == 404
    assert client.post(address("school_day_remove", day_id=own.pk)).status_code == 302
    with as_owner():
        assert list(ClosedDay.objects.all()) == [theirs]


def test_the_councils_officer_keeps_the_councils_year(officer, county):
    client = Person(factories.member(officer.agency, "key_adult")).client
    client.post(address("school_term_add"), day("starts_on", "2027-02-22") | day("ends_on", "2027-03-25"))
    with as_owner():
        assert Term.objects.filter(calendar__local_authority=county, starts_on="2027-02-22").exists()


def settings_typed(**more):
    return {
        "opens_at": "8:45am", "closes_at": "3:15pm", "holiday_mode": "hold", "holiday_reason": "Closed.",
        **day("key_adult_trained_on", "2026-02-03"), **day("deputy_trained_on", "2026-02-04"),
    } | more  # fmt: skip


def test_a_school_says_what_it_wants_in_the_holidays(office, school):
    assert office.client.post(address("school_settings"), settings_typed()).status_code == 302
    school.refresh_from_db()
    assert (str(school.opens_at), school.holiday_mode, school.holiday_reason) == ("08:45:00", "hold", "Closed.")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"holiday_reason": " "}, "Enter why nobody can read notices in the holidays"),
        ({"closes_at": "8am", "holiday_mode": "send_now"}, "must be after its start"),
    ],
)
def test_holding_without_a_reason_and_a_day_that_ends_first_are_refused(more, message, office, school):
    assert message in words_on(office.client.post(address("school_settings"), settings_typed(**more)))
    school.refresh_from_db()
    assert school.holiday_mode == "send_now"


# -- what lists cost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "who"), [("notices", "key_adult"), ("notices_sent", "liaison")])
def test_twenty_notices_cost_as_many_queries_as_one(
    name, who, request, constabulary, school, django_assert_num_queries
):
    client = request.getfixturevalue(who).client
    made.notice(constabulary, school)
    client.get(address(name))
    with CaptureQueriesContext(connection) as one:
        client.get(address(name))
    for _ in range(19):
        made.notice(constabulary, school)
    with django_assert_num_queries(len(one)):
        client.get(address(name))


@pytest.mark.parametrize(("name", "who"), [("notices", "key_adult"), ("notices_sent", "liaison")])
def test_a_list_turns_its_pages(name, who, request, constabulary, school):
    client = request.getfixturevalue(who).client
    for number in range(27):
        moment = timezone.now() - timedelta(minutes=number + 1)
        made.notice(constabulary, school, sent_at=moment, made_at=moment, child_family=f"Number{number:02}")
    first = client.get(address(name)).content.decode()
    following = re.search(r'href="(\?after=[^"]+)"', first)[1]
    second = client.get(address(name) + following).content.decode()
    seen = [re.findall(r"Number\d\d", page) for page in (first, second)]
    assert [len(set(page)) for page in seen] == [25, 2]
    assert not set(seen[0]) & set(seen[1])
