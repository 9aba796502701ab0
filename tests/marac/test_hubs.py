"""A hub discusses every case first: what it manages, what it sends on; meetings that cannot wait or lack somebody."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.models import BankHoliday
from cases.models import Case
from common.errors import DomainError
from marac import counting, services
from marac.models import Hearing, Meeting, QuorumDecision, ResearchRequest
from marac.selectors import waiting_for
from referrals.models import Referral
from referrals.services import send_to_meeting
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
WHOLE = {
    "update_method": "adviser", "adviser_line": "Weekly", "flag": "flag", "no_action_reason": "All done already",
}  # fmt: skip


@pytest.fixture
def hub(meeting_team, constabulary, advocates, forum):
    return marac.forum(
        meeting_team, constabulary, advocates, name="Hub", area=forum.area, kind="mash_discussion",
        counts_in_return=False,
    )  # fmt: skip


@pytest.fixture
def discussion(hub):
    return marac.meeting(hub, on=timezone.localdate(), status="published")


def waits(person, forum):
    with person.scope():
        return list(waiting_for(forum, principal=person.principal).values_list("victim_name", flat=True))


def manage(person, hearing, **more):
    with person.scope():
        facts = WHOLE | {"victim_update_agency": person.agency} | more
        return services.hear_case(hearing, by=person.principal, at=timezone.now(), **facts)


def send_on(person, hearing, complexity=("serial",), outcome=""):
    with person.scope():
        facts = {"complexity": complexity, "outcome": outcome, "at": timezone.now()}
        return services.send_on(hearing, by=person.principal, **facts)


def row(model, pk):
    with as_owner():
        return model.objects.get(pk=pk)


# -- first the hub ----------------------------------------------------------------------------------------------------


def test_every_case_waits_for_the_hub_and_only_what_it_sends_on_waits_for_the_meeting(
    forum, hub, discussion, coordinator
):
    marac.waiting(forum, victim="Ana First")
    assert (waits(coordinator, hub), waits(coordinator, forum)) == (["Ana First"], [])
    complex_one = marac.hearing(discussion, marac.waiting(forum, victim="Bea Complex"))
    send_on(coordinator, complex_one)
    assert (waits(coordinator, hub), waits(coordinator, forum)) == (["Ana First"], ["Bea Complex"])


def test_without_a_hub_every_case_waits_for_the_meeting(forum, coordinator):
    marac.waiting(forum, victim="Ana First")
    assert waits(coordinator, forum) == ["Ana First"]


def test_what_is_sent_on_keeps_its_clock_its_reason_and_what_was_agreed(forum, discussion, coordinator, constabulary):
    hearing = marac.hearing(discussion, marac.waiting(forum, days_ago=6))
    marac.action(hearing, constabulary, text="Visit tonight")
    send_on(coordinator, hearing, ("serial", "child_protection"), "Two forces know him")
    kept, referral = row(Hearing, hearing.pk), row(Referral, hearing.referral_id)
    assert (kept.status, kept.complexity, kept.outcome) == (
        "sent_on", ["serial", "child_protection"], "Two forces know him",
    )  # fmt: skip
    assert (referral.status, referral.first_heard_on, referral.due_on) == (
        "accepted", None, hearing.referral.due_on,
    )  # fmt: skip
    assert row(Case, hearing.case_id).heard_on is None
    with coordinator.scope():
        assert kept.actions.agreed().count() == 1


@pytest.mark.parametrize("complexity", [(), ("because",)])
def test_nothing_is_sent_on_without_a_reason_of_the_list(discussion, coordinator, complexity):
    hearing = marac.hearing(discussion)
    with pytest.raises(DomainError, match="Select why"):
        send_on(coordinator, hearing, complexity)
    assert row(Hearing, hearing.pk).status == "listed"


def test_a_meeting_sends_nothing_on_and_a_hub_not_before_its_day(forum, hub, coordinator):
    at_meeting = marac.hearing(marac.meeting(forum, on=timezone.localdate(), status="published"))
    with pytest.raises(DomainError, match="meeting already"):
        send_on(coordinator, at_meeting)
    early = marac.hearing(marac.meeting(hub, status="published"))
    with pytest.raises(DomainError, match="has not sat yet"):
        send_on(coordinator, early)


def test_what_the_hub_manages_has_its_plan_its_flag_its_update_and_stops_the_clock(
    forum, discussion, coordinator, advocates, idva
):
    hearing = marac.hearing(discussion, marac.waiting(forum, days_ago=3))
    with pytest.raises(services.NoAdviserLine):
        manage(coordinator, hearing, adviser_line="")
    manage(coordinator, hearing, victim_update_agency=advocates)
    kept, referral = row(Hearing, hearing.pk), row(Referral, hearing.referral_id)
    assert (referral.status, referral.managed_on, referral.first_heard_on) == ("managed", timezone.localdate(), None)
    assert row(Case, hearing.case_id).heard_on == timezone.localdate()
    assert (kept.flag_until.isoformat(), kept.victim_update_due_on.isoformat()) == ("2027-11-20", "2026-11-25")
    with idva.scope():
        assert list(Hearing.objects.to_tell(idva.principal)) == [hearing]


def test_what_a_hub_manages_is_no_hearing_of_the_return_unless_the_partnership_says_so(hub, discussion, coordinator):
    manage(coordinator, marac.hearing(discussion))
    period = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate()}
    with acting_as(BATCH):
        assert counting.read_return(hub, reader=0, **period).hearings == 0
    with as_owner():
        type(hub).objects.filter(pk=hub.pk).update(counts_in_return=True)
    with acting_as(BATCH):
        assert counting.read_return(hub, reader=0, **period).hearings == 1


def test_a_managed_case_that_is_to_be_heard_after_all_waits_for_the_meeting(forum, hub, discussion, coordinator):
    hearing = marac.hearing(discussion, marac.waiting(forum, victim="Cat After"))
    manage(coordinator, hearing)
    with coordinator.scope():
        send_to_meeting(row(Referral, hearing.referral_id), by=coordinator.principal, at=timezone.now())
    assert (waits(coordinator, hub), waits(coordinator, forum)) == ([], ["Cat After"])


def test_the_pages_send_on_manage_and_count(forum, hub, discussion, coordinator, representative):
    marac.statement()
    marac.signed(coordinator)
    first, second = (marac.hearing(discussion, marac.waiting(forum, victim=name)) for name in ("Ana One", "Bea Two"))
    page = coordinator.client.get(reverse("hearing", args=[first.pk])).content.decode()
    assert "Managed here, next case" in page
    address = reverse("hearing_send_on", args=[first.pk])
    assert representative.client.get(address).status_code == 403
    assert "Select why this case needs a meeting" in coordinator.client.post(address).content.decode()
    body = coordinator.client.post(address, {"complexity": ["serial"]}, follow=True).content.decode()
    assert "Sent on. It waits to be listed for the meeting." in body
    assert "Bea Two" in body
    manage(coordinator, second)
    page = coordinator.client.get(reverse("forum_timeliness", args=[hub.pk])).content.decode()
    assert page.count("Sent on: A serial offender") == 1
    board = coordinator.client.get(reverse("agenda", args=[marac.meeting(forum).pk])).content.decode()
    assert "Hub discusses every case first." in board
    assert "Ana One" in board


def test_the_list_of_meetings_counts_each_wait_once_where_it_waits(forum, hub, discussion, coordinator):
    marac.waiting(forum)
    marac.waiting(forum)
    send_on(coordinator, marac.hearing(discussion))
    page = coordinator.client.get(reverse("meetings"))
    assert {board.forum.pk: board.waiting for board in page.context["page"].boards} == {forum.pk: 1, hub.pk: 2}


# -- a case that cannot wait ------------------------------------------------------------------------------------------


def call(person, forum, referral, agency, *, day=24, hour=15):
    starts_at = datetime(2026, 11, day, hour, tzinfo=UTC)
    with person.scope():
        facts = {"referral": referral, "asked_by": agency, "reason": "Released tonight", "at": timezone.now()}
        return services.call_emergency(forum, by=person.principal, starts_at=starts_at, **facts)


def test_an_emergency_meeting_is_called_and_the_agencies_are_asked_at_once(forum, coordinator, constabulary):
    marac.meeting(forum, on=date(2026, 11, 24))  # the forum's own meeting that day stays as it is
    referral = marac.waiting(forum)
    hearing = call(coordinator, forum, referral, constabulary)
    meeting = row(Meeting, hearing.meeting_id)
    assert (meeting.is_emergency, meeting.status, meeting.convene_by.isoformat()) == (True, "published", "2026-11-24")
    assert (row(Hearing, hearing.pk).kind, row(Hearing, hearing.pk).emergency_reason) == (
        "emergency", "Released tonight",
    )  # fmt: skip
    with as_owner():
        assert ResearchRequest.objects.filter(hearing=hearing).count() == 2


def test_whoever_is_kept_from_the_case_finds_no_trace_of_its_meeting(forum, coordinator, excluded, constabulary):
    address = reverse("meetings")
    before = excluded.client.get(address).context["page"].boards[0].rows
    referral = marac.waiting(forum)
    factories.exclusion(referral.case, excluded.user)
    hearing = call(coordinator, forum, referral, constabulary)
    assert list(excluded.client.get(address).context["page"].boards[0].rows) == list(before) == []
    for name in ("meeting", "agenda", "meeting_quorum", "minutes"):
        assert excluded.client.get(reverse(name, args=[hearing.meeting_id])).status_code == 404
    assert len(coordinator.client.get(address).context["page"].boards[0].rows) == 1


def main_of(person, name, *args):
    """What a page says, without what every page makes afresh."""
    text = person.client.get(reverse(name, args=args)).content.decode()
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text[text.index("<main") : text.index("</main>")])


def test_no_page_of_the_forum_reads_differently_for_whoever_is_kept_from_it(forum, coordinator, excluded, constabulary):
    """Not even the days on which a meeting is made, or which of them comes next."""
    later = marac.meeting(forum, on=timezone.localdate() + timedelta(days=10))
    referral = marac.waiting(forum)
    factories.exclusion(referral.case, excluded.user)
    pages = [
        ("meetings",), ("meetings_past",), ("forum_rota", forum.pk), ("forum_ahead", forum.pk), ("agenda", later.pk),
        ("forum_timeliness", forum.pk), ("forum_schedule", forum.pk), ("forum_year", forum.pk),
    ]  # fmt: skip
    before = [main_of(excluded, *page) for page in pages]
    hearing = call(coordinator, forum, referral, constabulary)
    assert [main_of(excluded, *page) for page in pages] == before
    with as_owner():
        Meeting.objects.filter(pk=hearing.meeting_id).update(status="cancelled")
    assert [main_of(excluded, *page) for page in pages] == before


@pytest.mark.parametrize(("day", "hour", "why"), [(25, 9, "sits by Tuesday 24 November"), (23, 9, "still to come")])
def test_it_sits_within_one_working_day_and_never_in_the_past(forum, coordinator, constabulary, day, hour, why):
    referral = marac.waiting(forum)
    with pytest.raises(DomainError, match=why):
        call(coordinator, forum, referral, constabulary, day=day, hour=hour)
    assert row(Referral, referral.pk).status == "accepted"


def test_a_friday_emergency_may_sit_on_monday(forum, coordinator):
    with as_owner():
        for day in (date(2026, 12, 25), date(2026, 12, 28)):
            BankHoliday.objects.create(on=day, name="Holiday")
    with coordinator.scope():
        assert services.convene_by(forum, today=date(2026, 11, 27)) == date(2026, 11, 30)
        assert services.convene_by(forum, today=date(2026, 12, 24)) == date(2026, 12, 29)  # after two bank holidays


def test_the_page_calls_it_even_for_what_waits_for_the_hub(forum, hub, coordinator, representative, constabulary):
    referral = marac.waiting(forum, victim="Ana Urgent")
    address = reverse("emergency", args=[forum.pk, referral.reference])
    assert representative.client.get(address).status_code == 403
    typed = {"asked_by": constabulary.pk, "reason": "Released tonight", "held_on": "tomorrow", "at": "10am"}
    assert "Called." in coordinator.client.post(address, typed, follow=True).content.decode()
    assert coordinator.client.get(address).status_code == 404  # it waits no more


# -- who has to be there ----------------------------------------------------------------------------------------------


@pytest.fixture
def strict(forum, constabulary, advocates):
    with as_owner():
        forum.core.set([constabulary, advocates])
        forum.quorum = 2
        forum.save()
    return marac.meeting(forum, on=timezone.localdate(), status="published")


def decide(person, meeting, choice, reason="The bridge is closed"):
    with person.scope():
        facts = {"choice": choice, "reason": reason, "chair": "Eleanor Vance", "at": timezone.now()}
        return services.decide_without_quorum(meeting, by=person.principal, **facts)


def test_nothing_is_heard_while_somebody_is_missing_until_they_are_there(strict, coordinator, constabulary, advocates):
    hearing = marac.hearing(strict)
    marac.attendance(strict, constabulary)
    marac.attendance(strict, advocates, status="apology_info_sent", mode="")
    with pytest.raises(services.NoQuorum, match="Advocacy service missing"):
        manage(coordinator, hearing)
    with as_owner():
        strict.attendance.update(status="deputy", mode="phone")
    assert manage(coordinator, hearing).status == "heard"


def test_the_chair_goes_on_with_a_reason_that_stands_in_the_minutes(strict, coordinator, meeting_chair):
    hearing = marac.hearing(strict)
    with pytest.raises(DomainError, match="why"):
        decide(coordinator, strict, "proceed", reason=" ")
    decide(coordinator, strict, "proceed")
    assert manage(coordinator, hearing).status == "heard"
    marac.signed(coordinator)
    assert "The bridge is closed" in coordinator.client.get(reverse("minutes", args=[strict.pk])).content.decode()


def test_only_what_cannot_wait_is_heard_where_the_chair_says_so(forum, strict, coordinator):
    waits_on = marac.hearing(strict, marac.waiting(forum, days_ago=2))
    last_day = marac.hearing(strict, marac.waiting(forum, days_ago=14))
    decide(coordinator, strict, "urgent")
    with pytest.raises(services.NoQuorum, match="Adjourn this case"):
        manage(coordinator, waits_on)
    assert manage(coordinator, last_day).status == "heard"


def test_a_later_decision_counts_and_the_earlier_one_is_kept(strict, coordinator):
    hearing = marac.hearing(strict)
    decide(coordinator, strict, "proceed")
    decide(coordinator, strict, "adjourn")
    with pytest.raises(services.NoQuorum):
        manage(coordinator, hearing)
    with as_owner():
        assert QuorumDecision.objects.filter(meeting=strict).count() == 2


def test_an_emergency_with_children_needs_their_social_care(forum, coordinator, constabulary, advocates):
    referral = marac.waiting(forum)
    factories.person(referral.case, name="Kit Small", role="child")
    hearing = call(coordinator, forum, referral, constabulary)
    meeting = row(Meeting, hearing.meeting_id)
    for agency in (constabulary, advocates):
        marac.attendance(meeting, agency)
    with coordinator.scope():
        assert services.missing_at(meeting, by=coordinator.principal) == ["children’s social care"]


def test_another_forums_team_neither_reads_nor_writes_who_is_missing(strict, coordinator, outsider, representative):
    decide(coordinator, strict, "proceed")
    with outsider.scope():
        assert not QuorumDecision.objects.exists()
    with representative.scope():
        assert QuorumDecision.objects.count() == 1
    facts = {"choice": "proceed", "reason": "x", "chair": "x", "decided_at": timezone.now()}
    with representative.scope(), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        QuorumDecision.objects.create(meeting=strict, decided_by=representative.user, **facts)


def test_the_page_says_who_is_missing_and_keeps_the_decision(strict, coordinator, representative, outsider):
    address = reverse("meeting_quorum", args=[strict.pk])
    assert "Missing: Advocacy service, Constabulary" in coordinator.client.get(address).content.decode()
    assert (representative.client.get(address).status_code, outsider.client.get(address).status_code) == (403, 403)
    typed = {"choice": "proceed", "chair": "Eleanor Vance", "reason": "The bridge is closed"}
    assert "Saved. It stands in the minutes." in coordinator.client.post(address, typed, follow=True).content.decode()
    assert "The chair decided" in coordinator.client.get(reverse("meeting", args=[strict.pk])).content.decode()
