"""Getting in touch: what a try changes, what is blocked, and what stops at once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import SafeContact
from common.errors import Conflict, DomainError
from support import services
from support.models import Alert, ContactAttempt, Episode
from support.services import Attempt
from tests import factories
from tests.database import as_owner
from tests.factories import support

pytestmark = pytest.mark.django_db


def log(person, episode, outcome="no_answer", channel="phone", **more):
    now = timezone.now()
    with person.scope():
        attempt = Attempt(outcome, channel, more.pop("at", now), **more)
        made = services.log_attempt(episode, attempt, by=person.principal, at=now)
    with as_owner():
        episode.refresh_from_db()
    return made


def test_no_answer_counts_a_try_and_is_due_again_the_next_working_day(episode, idva):
    made = log(idva, episode)
    assert made.was_safe
    assert made.contact.channel == "phone"
    assert (episode.tries, episode.last_outcome) == (1, "no_answer")
    assert episode.next_due_on == date(2026, 11, 24)
    assert episode.last_spoke_at is None


def test_speaking_ends_the_row_of_tries(episode, idva):
    log(idva, episode)
    log(idva, episode, "spoke")
    assert episode.tries == 0
    assert episode.first_spoke_at == episode.last_spoke_at == timezone.now()
    assert episode.next_due_on == date(2026, 11, 30)  # no risk on file: five working days


def test_at_high_risk_the_next_contact_is_sooner(episode, idva):
    from cases.models import RiskDecision

    with as_owner():
        RiskDecision.objects.create(
            case=episode.case, level="high", basis="judgement", rationale="x", agency=idva.agency, at=timezone.now()
        )
    log(idva, episode, "spoke")
    assert episode.next_due_on == date(2026, 11, 25)


def test_the_adviser_knows_better_than_the_suggestion(episode, idva):
    log(idva, episode, next_due_on=date(2026, 11, 27))
    assert episode.next_due_on == date(2026, 11, 27)


@pytest.mark.parametrize("safety", ["unknown", "not_safe"])
def test_a_way_that_is_not_known_to_be_safe_is_blocked_without_a_reason(service, idva, safety):
    episode = support.episode(service, adviser=idva.user)
    support.way(episode.case, safety=safety)
    with pytest.raises(DomainError, match="Choose another way"):
        log(idva, episode)
    assert episode.tries == 0
    made = log(idva, episode, override="The police officer beside her asked us to ring.")
    assert (made.was_safe, made.override_reason[:10]) == (False, "The police")


def test_outside_the_safe_hours_it_is_blocked_too(service, idva):
    episode = support.episode(service, adviser=idva.user)
    support.way(episode.case, windows=[{"days": [1], "from": "18:00", "to": "20:00"}])
    with pytest.raises(DomainError, match="outside the times"):
        log(idva, episode)


def test_a_message_is_not_left_where_nobody_said_that_it_is_safe(episode, idva):
    with pytest.raises(DomainError, match="Leaving a message"):
        log(idva, episode, "message_left")


@pytest.mark.parametrize("outcome", ["someone_else", "unsafe"])
def test_when_somebody_else_answers_the_way_is_unsafe_at_once_and_the_manager_knows(episode, idva, outcome):
    log(idva, episode, outcome)
    with as_owner():
        now = SafeContact.objects.get(person__involvements__case=episode.case, superseded_at=None)
        assert (now.safety, now.value) == ("not_safe", "07700 900412")
        assert Alert.objects.get().kind == outcome
    assert episode.next_due_on == timezone.localdate()
    with pytest.raises(DomainError, match="marked as not safe"):
        log(idva, episode)


def test_the_try_is_written_with_the_number_that_was_used_then(episode, idva):
    made = log(idva, episode, "someone_else")
    with as_owner():
        assert ContactAttempt.objects.get(pk=made.pk).contact.safety == "safe"


def test_a_try_logged_late_does_not_undo_what_came_after_it(episode, idva):
    log(idva, episode, "spoke")
    log(idva, episode, at=timezone.now() - timedelta(days=2))
    assert episode.last_outcome == "spoke"
    assert episode.next_due_on == date(2026, 11, 30)
    assert episode.tries == 0


@pytest.mark.parametrize(
    "more",
    [
        {"at": timezone.now() + timedelta(days=99999)},
        {"outcome": "vanished"},
        {"channel": "pigeon"},
        {"next_due_on": date(2026, 11, 22)},
    ],
)
def test_what_cannot_be_is_refused(episode, idva, more):
    with pytest.raises(DomainError):
        log(idva, episode, **more)
    assert episode.tries == 0


def test_nobody_outside_the_service_logs_or_reads_a_contact(episode, idva, police, stranger, constabulary):
    log(idva, episode, note="Said to ring after four.")
    with as_owner():
        from cases.models import CaseAgency

        CaseAgency.objects.create(case_id=episode.case_id, agency=constabulary, level=10, sources=["meeting"])
    with police.scope():
        assert Episode.objects.visible_to(police.principal).get() == episode  # it sees that somebody supports them
        assert list(ContactAttempt.objects.all()) == []
        assert list(ContactAttempt.objects.visible_to(police.principal)) == []
        assert Episode.objects.filter(pk=episode.pk).update(tries=9) == 0
    with stranger.scope():
        assert list(Episode.objects.all()) == list(Episode.objects.visible_to(stranger.principal)) == []
        with pytest.raises(Conflict):
            services.log_attempt(
                episode, Attempt("spoke", "phone", timezone.now()), by=stranger.principal, at=timezone.now()
            )


# -- not reached ------------------------------------------------------------------------------------------------------


def test_the_silence_is_told_only_after_three_days_and_different_times(episode, idva, manager):
    for days, hour in ((3, 9), (2, 10)):
        support.attempt(episode, days_ago=days, hour=hour)
    with idva.scope(), pytest.raises(DomainError, match="three different days"):
        services.tell_of_silence(episode, by=idva.principal, note="Asked the school.", at=timezone.now())
    support.attempt(episode, days_ago=1, hour=15)
    with idva.scope():
        services.tell_of_silence(episode, by=idva.principal, note="Asked the school.", at=timezone.now())
    with as_owner():
        episode.refresh_from_db()
        assert episode.is_open
        assert Alert.objects.get().kind == "no_contact"
    assert episode.silence_told_at == timezone.now()


def test_never_reached_is_no_reason_to_close_before_the_meeting_knows(episode, idva):
    with idva.scope(), pytest.raises(DomainError, match="meeting has to know"):
        services.close_episode(
            episode, by=idva.principal, reason="never_contacted", note="No answer.", at=timezone.now()
        )


def test_other_agencies_learn_that_nobody_was_reached_in_one_query(
    service, idva, coordinator, django_assert_num_queries
):
    from support.selectors import not_contacted

    silent = support.episode(service, case=factories.case(coordinator.agency), tries=3)
    spoken = support.episode(service, case=factories.case(coordinator.agency), last_spoke_at=timezone.now())
    hidden = support.episode(service)
    cases = [silent.case_id, spoken.case_id, hidden.case_id]
    with coordinator.scope(), django_assert_num_queries(1):
        found = not_contacted(cases, principal=coordinator.principal)
    assert list(found) == [silent.case_id]
    assert found[silent.case_id].words == "The adviser service has not reached the person: 3 tries."
