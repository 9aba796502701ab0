"""The agenda: who gets a place, in which order, and what the members of the forum may read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from cases.models import Case, CaseAgency
from common.errors import Conflict, DomainError, InvalidTransition
from marac import services
from marac.models import Hearing
from referrals.models import Referral
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db


def put(person, meeting, referral):
    with person.scope():
        return services.list_referral(meeting, by=person.principal, referral=referral, at=timezone.now())


def names(person, meeting):
    with person.scope():
        agenda = Hearing.objects.visible_to(person.principal).filter(meeting=meeting).on_agenda().in_order()
        return [hearing.referral.victim_name for hearing in agenda]


def sees(person, case):
    with person.scope():
        return Case.objects.visible_to(person.principal).filter(pk=case.pk).exists()


def test_a_listed_case_goes_last_and_waits_no_longer(forum, coordinator):
    meeting = marac.meeting(forum)
    first, second = marac.waiting(forum, victim="Ana First"), marac.waiting(forum, victim="Bo Second")
    put(coordinator, meeting, first)
    hearing = put(coordinator, meeting, second)
    assert names(coordinator, meeting) == ["Ana First", "Bo Second"]
    assert (hearing.listed_by_id, hearing.case_id) == (coordinator.user.pk, second.case_id)
    with coordinator.scope():
        assert set(Referral.objects.values_list("status", flat=True)) == {"listed"}
        assert not Referral.objects.received_by(coordinator.principal).awaiting_listing().exists()


def test_listing_shares_the_case_with_the_members_and_takes_nothing_from_anybody(
    forum, coordinator, representative, idva, outsider, advocates
):
    referral = marac.waiting(forum)
    with as_owner():
        CaseAgency.objects.create(
            case=referral.case, agency=advocates, level=20, sources=["support"], starts_at=referral.case.received_at
        )
    assert not sees(representative, referral.case)
    put(coordinator, marac.meeting(forum), referral)
    assert sees(representative, referral.case)
    assert not sees(outsider, referral.case)
    with coordinator.scope():
        rows = {a.agency: (a.level, *a.sources) for a in CaseAgency.objects.filter(case=referral.case)}
    assert rows == {
        coordinator.agency: (20, "coordinator"),
        representative.agency: (10, "meeting"),
        idva.agency: (20, "support", "meeting"),
    }


def test_a_sealed_case_is_listed_by_whom_it_names_and_shared_with_nobody(forum, coordinator, representative):
    meeting, referral = marac.meeting(forum), marac.waiting(forum, sealed=True)
    factories.named(referral.case, coordinator.user)
    put(coordinator, meeting, referral)
    assert not sees(representative, referral.case)
    assert names(representative, meeting) == []
    with as_owner():
        assert [a.agency for a in CaseAgency.objects.filter(case=referral.case)] == [coordinator.agency]


def test_whom_a_case_excludes_cannot_list_it(forum, coordinator, excluded):
    meeting, referral = marac.meeting(forum), marac.waiting(forum)
    factories.exclusion(referral.case, excluded.user)
    with excluded.scope(), pytest.raises((DomainError, Referral.DoesNotExist)):
        services.list_referral(meeting, by=excluded.principal, referral=referral, at=timezone.now())
    with as_owner():
        assert not Hearing.objects.exists()


def test_more_cases_than_places_are_allowed(forum, coordinator):
    meeting = marac.meeting(forum, capacity=1)
    put(coordinator, meeting, marac.waiting(forum))
    put(coordinator, meeting, marac.waiting(forum))
    assert len(names(coordinator, meeting)) == 2


@pytest.mark.parametrize("status", ["published", "held", "cancelled"])
def test_a_closed_agenda_takes_no_case(status, forum, coordinator):
    with pytest.raises(DomainError, match="has to be open"):
        put(coordinator, marac.meeting(forum, status=status), marac.waiting(forum))


def test_a_meeting_of_yesterday_takes_no_case_and_one_of_today_does(forum, coordinator):
    today = timezone.localdate()
    with pytest.raises(DomainError, match="is over"):
        put(coordinator, marac.meeting(forum, on=today - timedelta(days=1)), marac.waiting(forum))
    assert put(coordinator, marac.meeting(forum, on=today), marac.waiting(forum)).status == "listed"


def test_another_teams_referral_is_refused(forum, coordinator):
    elsewhere = marac.forum(factories.agency(type="coordination"), name="Elsewhere")
    referral = marac.waiting(forum)
    with pytest.raises(DomainError, match="another meeting team"):
        put(coordinator, marac.meeting(elsewhere), referral)


@pytest.mark.parametrize("status", ["submitted", "screening", "returned", "not_met", "heard"])
def test_only_an_accepted_referral_is_listed(status, forum, coordinator):
    facts = {"refusal": "other_area"} if status == "not_met" else {}
    facts |= {"first_heard_on": timezone.localdate()} if status == "heard" else {}
    referral = marac.waiting(forum, status=status, **facts)
    with pytest.raises(InvalidTransition):
        put(coordinator, marac.meeting(forum), referral)


def test_a_referral_has_one_place(forum, coordinator):
    referral = marac.waiting(forum)
    put(coordinator, marac.meeting(forum), referral)
    with pytest.raises(InvalidTransition):
        put(coordinator, marac.meeting(forum, on=timezone.localdate() + timedelta(days=10)), referral)


def test_a_case_referred_twice_has_one_place(forum, coordinator):
    """Two agencies refer the same people on the same day: one case, both referrals, one place on one agenda."""
    first = marac.waiting(forum)
    second = marac.waiting(forum, case=first.case)
    meeting = marac.meeting(forum)
    put(coordinator, meeting, first)
    with pytest.raises(Conflict, match="has a place"):
        put(coordinator, meeting, second)
    with coordinator.scope():
        assert Referral.objects.get(pk=second.pk).status == "accepted"  # the refusal took its own step back


def test_the_database_itself_gives_one_place(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum))
    twin = {"meeting": hearing.meeting, "case": hearing.case, "position": 9, "listed_by": coordinator.user}
    with as_owner():
        other = marac.waiting(forum)
        for referral in (hearing.referral, other):
            with pytest.raises(IntegrityError), transaction.atomic():
                Hearing.objects.create(referral=referral, **twin)


# -- taking off ------------------------------------------------------------------------------------------------------


def test_taken_off_it_waits_again_on_the_same_clock_and_is_shared_no_more(forum, coordinator, representative):
    referral = marac.waiting(forum, days_ago=9)
    due_on = referral.case.due_on
    hearing = put(coordinator, marac.meeting(forum), referral)
    with coordinator.scope():
        services.remove_hearing(hearing, by=coordinator.principal)
        case, again = Case.objects.get(pk=referral.case_id), Referral.objects.get(pk=referral.pk)
    assert (again.status, again.due_on, case.due_on, case.heard_on) == ("accepted", due_on, due_on, None)
    assert not sees(representative, referral.case)
    assert names(coordinator, hearing.meeting) == []


def test_listed_again_it_is_shared_again(forum, coordinator, representative):
    meeting, referral = marac.meeting(forum), marac.waiting(forum)
    with coordinator.scope():
        hearing = services.list_referral(meeting, by=coordinator.principal, referral=referral, at=timezone.now())
        services.remove_hearing(hearing, by=coordinator.principal)
    put(coordinator, meeting, referral)
    assert sees(representative, referral.case)


def test_what_was_shared_for_another_reason_stays(forum, coordinator, representative, constabulary):
    referral = marac.waiting(forum)
    with as_owner():
        CaseAgency.objects.create(
            case=referral.case, agency=constabulary, level=10, sources=["shared"], starts_at=referral.case.received_at
        )
    hearing = put(coordinator, marac.meeting(forum), referral)
    with coordinator.scope():
        services.remove_hearing(hearing, by=coordinator.principal)
    assert sees(representative, referral.case)


def test_a_case_that_was_heard_before_stays_shared(forum, coordinator, representative):
    meeting = marac.meeting(forum)
    before = marac.heard(marac.meeting(forum, on=timezone.localdate() - timedelta(days=30), status="held"))
    again = marac.waiting(forum, case=before.case)
    hearing = put(coordinator, meeting, again)
    with coordinator.scope():
        services.remove_hearing(hearing, by=coordinator.principal)
    assert sees(representative, before.case)


@pytest.mark.parametrize("status", ["published", "held"])
def test_nothing_is_taken_off_a_published_agenda(status, forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, status=status))
    with coordinator.scope(), pytest.raises(DomainError, match="published"):
        services.remove_hearing(hearing, by=coordinator.principal)


def test_what_was_heard_is_not_taken_off(forum, coordinator):
    hearing = marac.heard(marac.meeting(forum))
    with coordinator.scope(), pytest.raises(InvalidTransition):
        services.remove_hearing(hearing, by=coordinator.principal)


def test_a_case_with_actions_is_not_taken_off(forum, coordinator, constabulary):
    hearing = marac.hearing(marac.meeting(forum))
    marac.action(hearing, constabulary)
    with coordinator.scope(), pytest.raises(DomainError, match="Actions have been written"):
        services.remove_hearing(hearing, by=coordinator.principal)


def test_a_member_agency_changes_no_agenda(forum, representative, constabulary):
    """The page does not let them; the second lock would not either."""
    hearing = marac.hearing(marac.meeting(forum))
    with as_owner():
        CaseAgency.objects.create(
            case=hearing.case, agency=constabulary, level=10, sources=["meeting"], starts_at=hearing.case.received_at
        )
    with representative.scope(), pytest.raises(Conflict, match="cannot change"):
        services.remove_hearing(hearing, by=representative.principal)
    with representative.scope():
        services.move_hearing(hearing, by=representative.principal, to="down")
        assert Hearing.objects.get(pk=hearing.pk).position == 1


# -- order -----------------------------------------------------------------------------------------------------------


def move(person, hearing, to):
    with person.scope():
        services.move_hearing(hearing, by=person.principal, to=to)


def agenda_of(forum, *victims, **more):
    meeting = marac.meeting(forum, **more)
    return meeting, [marac.hearing(meeting, marac.waiting(forum, victim=victim)) for victim in victims]


def test_up_and_down_change_places_and_the_ends_stay(forum, coordinator):
    meeting, (a, b, c) = agenda_of(forum, "A", "B", "C")
    move(coordinator, c, "up")
    assert names(coordinator, meeting) == ["A", "C", "B"]
    move(coordinator, a, "down")
    assert names(coordinator, meeting) == ["C", "A", "B"]
    move(coordinator, c, "up")
    move(coordinator, b, "down")
    assert names(coordinator, meeting) == ["C", "A", "B"]


def test_who_cannot_see_a_case_moves_the_others_past_it(forum, coordinator, excluded):
    meeting, (_, hidden, c) = agenda_of(forum, "A", "Hidden", "C")
    factories.exclusion(hidden.case, excluded.user)
    move(excluded, c, "up")
    assert names(excluded, meeting) == ["C", "A"]
    assert names(coordinator, meeting) == ["C", "Hidden", "A"]


def test_two_in_one_place_are_drawn_apart(forum, coordinator):
    """Somebody who does not see the last case gives its place to another."""
    meeting, (_, b, c) = agenda_of(forum, "A", "B", "C")
    with as_owner():
        Hearing.objects.filter(pk__in=[b.pk, c.pk]).update(position=2)
    first, second = names(coordinator, meeting)[1:]
    last = b if second == "B" else c
    move(coordinator, last, "up")
    assert names(coordinator, meeting) == ["A", second, first]


def test_what_is_off_the_agenda_does_not_move(forum, coordinator):
    _, (a, _) = agenda_of(forum, "A", "B")
    with coordinator.scope():
        services.remove_hearing(a, by=coordinator.principal)
        with pytest.raises(Conflict):
            services.move_hearing(a, by=coordinator.principal, to="down")


def test_a_published_agenda_keeps_its_order(forum, coordinator):
    meeting, (a, _) = agenda_of(forum, "A", "B", status="published")
    with coordinator.scope():
        with pytest.raises(DomainError):
            services.move_hearing(a, by=coordinator.principal, to="down")
        with pytest.raises(DomainError):
            services.put_children_first(meeting, by=coordinator.principal)


def test_children_first_keeps_the_order_among_the_rest(forum, coordinator):
    meeting = marac.meeting(forum)
    for victim, children in (("A", 0), ("B", 2), ("C", 0), ("D", 1)):
        marac.hearing(meeting, marac.waiting(forum, victim=victim, child_count=children))
    with coordinator.scope():
        services.put_children_first(meeting, by=coordinator.principal)
    assert names(coordinator, meeting) == ["B", "D", "A", "C"]


def test_every_change_of_an_agenda_is_an_event(forum, coordinator):
    meeting, (a, _) = agenda_of(forum, "A", "B")
    referral = marac.waiting(forum)
    hearing = put(coordinator, meeting, referral)
    move(coordinator, a, "down")
    with coordinator.scope():
        services.remove_hearing(hearing, by=coordinator.principal)
    with as_owner():
        kinds = set(Event.objects.filter(user_id=coordinator.user.pk).values_list("kind", flat=True))
    assert {"case listed", "agenda reordered", "case taken off an agenda", "case no longer shared"} <= kinds
