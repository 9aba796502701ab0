"""Two clerks, one case: real transactions, real threads, real locks."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from common.errors import DomainError
from marac import services
from marac.models import Hearing, Meeting
from referrals.models import Referral
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(person, jobs):
    """Run the jobs side by side, each in a transaction of its own, all starting together: what each of them said."""
    start = threading.Barrier(len(jobs), timeout=20)

    def run(job):
        try:
            start.wait()
            with person.scope():
                job()
            return "done"
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.parametrize("meetings", [1, 2], ids=["one agenda", "two agendas"])
def test_twenty_listings_of_one_referral_make_one_place(meetings, forum, coordinator):
    agendas = [marac.meeting(forum, on=date(2126, 11, day + 1)) for day in range(meetings)]
    referral, now = marac.waiting(forum), timezone.now()

    def put(meeting):
        return lambda: services.list_referral(meeting, by=coordinator.principal, referral=referral, at=now)

    said = at_once(coordinator, [put(agendas[n % meetings]) for n in range(20)])
    assert said.count("done") == 1
    assert said.count("InvalidTransition") == 19
    with as_owner():
        assert Hearing.objects.count() == 1
        assert Referral.objects.get().status == "listed"


def test_two_referrals_of_one_case_listed_at_once_make_one_place(forum, coordinator):
    first = marac.waiting(forum)
    both = [first, marac.waiting(forum, case=first.case)]
    agendas = [marac.meeting(forum, on=date(2126, 11, day + 1)) for day in range(2)]
    now = timezone.now()
    jobs = [
        lambda meeting=meeting, referral=referral: services.list_referral(
            meeting, by=coordinator.principal, referral=referral, at=now
        )
        for meeting, referral in zip(agendas, both, strict=True)
    ]
    assert sorted(at_once(coordinator, jobs)) == ["Conflict", "done"]
    with as_owner():
        assert Hearing.objects.count() == 1
        assert sorted(Referral.objects.values_list("status", flat=True)) == ["accepted", "listed"]


def test_a_case_heard_and_adjourned_at_once_is_one_of_the_two(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, on=timezone.localdate(), status="published"))
    said = at_once(
        coordinator,
        [
            lambda: services.hear_case(
                hearing,
                by=coordinator.principal,
                risks="",
                outcome="",
                victim_update_agency=coordinator.agency,
                no_action_reason="None needed",
                update_method="call",
                adviser_line="In touch",
                flag="flag",
                at=timezone.now(),
            ),
            lambda: services.adjourn_hearing(hearing, by=coordinator.principal, deferral="time"),
        ],
    )
    assert said.count("done") == 1
    with as_owner():
        found = Hearing.objects.select_related("referral", "case").get()
        heard = found.status == "heard"
        assert found.referral.status == ("heard" if heard else "accepted")
        assert (found.case.heard_on is not None) is heard


def test_minutes_saved_at_once_lose_nobodys_words_in_silence(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, on=timezone.localdate(), status="published"))
    jobs = [
        lambda n=n: services.save_minutes(
            hearing, by=coordinator.principal, version=0, risks=f"From clerk {n}", outcome=""
        )
        for n in range(6)
    ]
    assert sorted(at_once(coordinator, jobs)) == ["Conflict"] * 5 + ["done"]


def test_the_next_meetings_made_by_six_clerks_at_once_are_made_once(forum, coordinator):
    monday = date(2026, 11, 23)
    jobs = [lambda: services.make_meetings(forum, by=coordinator.principal, after=monday, count=5) for _ in range(6)]
    assert at_once(coordinator, jobs) == ["done"] * 6
    assert Meeting.objects.filter(forum=forum).count() == 5


def test_cases_put_on_one_agenda_at_once_stand_in_places_of_their_own(forum, coordinator):
    meeting, now = marac.meeting(forum, on=date(2126, 11, 1)), timezone.now()
    referrals = [marac.waiting(forum) for _ in range(6)]
    jobs = [
        lambda referral=referral: services.list_referral(meeting, by=coordinator.principal, referral=referral, at=now)
        for referral in referrals
    ]
    assert at_once(coordinator, jobs) == ["done"] * 6
    with as_owner():
        assert sorted(Hearing.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
