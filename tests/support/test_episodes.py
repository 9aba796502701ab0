"""The steps of an episode: what each needs, and what the end and coming back do."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CaseAgency
from common.errors import Conflict, DomainError, InvalidTransition
from support import services
from support.models import Alert, Episode
from tests.database import as_owner
from tests.factories import support

pytestmark = pytest.mark.django_db


def step(person, service, episode, **more):
    with person.scope():
        return service(episode, by=person.principal, at=timezone.now(), **more)


def close(person, episode, reason="completed", note="All done."):
    return step(person, services.close_episode, episode, reason=reason, note=note)


def test_triage_says_how_urgent_it_is_and_moves_on(service, idva):
    episode = support.episode(service, stage="triage")
    with pytest.raises(DomainError, match="priority"):
        step(idva, services.triage, episode, priority="z")
    made = step(idva, services.triage, episode, priority="c")
    assert (made.stage, made.priority, made.triaged_at) == ("contacting", "c", timezone.now())
    assert step(idva, services.triage, episode, priority="a").stage == "contacting"


def test_nobody_is_engaged_whom_nobody_has_spoken_to(episode, idva):
    with pytest.raises(DomainError, match="Log the contact"):
        step(idva, services.engage, episode)
    with as_owner():
        Episode.objects.update(last_spoke_at=timezone.now())
    made = step(idva, services.engage, episode)
    assert made.review_on == date(2027, 1, 18)
    with pytest.raises(InvalidTransition):
        step(idva, services.engage, episode)


def test_support_starts_once_the_risk_was_assessed(service, idva):
    from cases.models import RiskDecision

    episode = support.episode(service, stage="engaged")
    with pytest.raises(DomainError, match="risk"):
        step(idva, services.start_support, episode)
    with as_owner():
        RiskDecision.objects.create(
            case=episode.case, level="high", basis="judgement", rationale="x", agency=idva.agency, at=timezone.now()
        )
    assert step(idva, services.start_support, episode).stage == "active"


def test_the_end_takes_the_case_away_from_the_service_but_not_its_own_record(service, idva):
    episode = support.episode(service, stage="active")
    close(idva, episode)
    with idva.scope():
        assert not Case.objects.visible_to(idva.principal).filter(pk=episode.case_id).exists()
        assert Episode.objects.worked_by(idva.principal).get().reason == "completed"


def test_whoever_has_another_reason_keeps_the_case_and_leads_no_longer(service, idva, advocates):
    episode = support.episode(service, stage="active")
    with as_owner():
        CaseAgency.objects.filter(case=episode.case, agency=advocates).update(sources=["support", "meeting"])
    close(idva, episode)
    with idva.scope():
        assert Case.objects.visible_to(idva.principal).filter(pk=episode.case_id).exists()
        assert not Case.objects.led_by(idva.principal).filter(pk=episode.case_id).exists()


def test_the_end_needs_a_reason_that_fits_and_a_word(episode, idva):
    for reason, note in (("completed", "Done."), ("declined", " "), ("bored", "x")):
        with pytest.raises(DomainError):
            close(idva, episode, reason, note)
    assert close(idva, episode, "declined", "Said no, thank you.").stage == "closed"


def test_a_death_is_brought_before_the_manager(service, idva):
    close(idva, support.episode(service, stage="active"), "died", "The police told us.")
    with as_owner():
        assert Alert.objects.get().kind == "died"


def test_coming_back_within_thirty_days_is_a_new_episode_by_a_manager(service, idva, manager):
    episode = support.episode(service, stage="active")
    close(idva, episode)
    with as_owner():
        episode.refresh_from_db()
    with pytest.raises(DomainError, match="manager"):
        step(idva, services.reopen_episode, episode, why="Rang us again.")
    made = step(manager, services.reopen_episode, episode, why="Rang us again.")
    assert made.pk != episode.pk
    assert (made.reopens, made.stage) == (episode, "triage")
    with pytest.raises(Conflict, match="again already"):
        step(manager, services.reopen_episode, episode, why="A colleague had the same call.")
    with idva.scope():
        assert Case.objects.led_by(idva.principal).filter(pk=episode.case_id).exists()


def test_after_thirty_days_it_takes_a_new_referral(service, idva, manager):
    episode = support.episode(service, stage="active")
    close(idva, episode)
    with as_owner():
        Episode.objects.update(closed_at=timezone.now() - timedelta(days=31))
        episode.refresh_from_db()
    with pytest.raises(Conflict):
        step(manager, services.reopen_episode, episode, why="Rang us again.")


def test_a_colleague_looks_after_all_of_ones_work_on_leave_and_gives_it_back(service, idva, colleague):
    mine = [support.episode(service, adviser=idva.user) for _ in range(3)]
    support.episode(service, adviser=colleague.user)
    today = timezone.localdate()
    with idva.scope():
        until = today + timedelta(days=7)
        facts = {"by": idva.principal, "to": colleague.user, "until": until, "today": today}
        assert services.hand_over(idva.user, **facts) == 3
        own = Episode.objects.worked_by(idva.principal)
        assert own.held_by(idva.user.pk).count() == 0
        assert own.held_by(colleague.user.pk).count() == 4
        assert own.get(pk=mine[0].pk).adviser == idva.user
        assert services.take_back(idva.user, by=idva.principal) == 3
        assert own.held_by(idva.user.pk).count() == 3


def test_only_a_manager_hands_over_somebody_elses_work(service, idva, colleague, manager):
    support.episode(service, adviser=idva.user)
    facts = {"to": colleague.user, "until": timezone.localdate(), "today": timezone.localdate()}
    with colleague.scope(), pytest.raises(DomainError, match="manager"):
        services.hand_over(idva.user, by=colleague.principal, **facts)
    with manager.scope():
        assert services.hand_over(idva.user, by=manager.principal, **facts) == 1


def test_an_alert_is_settled_by_a_manager_with_a_word(episode, idva, manager):
    alert = support.alert(episode)
    for person, note in ((idva, "Looked."), (manager, " ")):
        with person.scope(), pytest.raises(DomainError):
            services.settle_alert(alert, by=person.principal, note=note, at=timezone.now())
    with manager.scope():
        services.settle_alert(alert, by=manager.principal, note="Another number found.", at=timezone.now())
        assert not Alert.objects.visible_to(manager.principal).unsettled().exists()
