"""Mistakes are undone within ten minutes and kept; drafts of contacts outlive a session; what is new is said."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.models import Case, SafeContact
from common.errors import DomainError
from support import services
from support.models import Alert, ContactAttempt, Correction, Episode, WorkDraft
from support.services import Attempt
from tests.database import as_owner
from tests.factories import support

pytestmark = pytest.mark.django_db


def log(person, episode, outcome="no_answer", ago=0):
    now = timezone.now()
    with person.scope():
        return services.log_attempt(
            episode, Attempt(outcome, "phone", now - timedelta(minutes=ago)), by=person.principal, at=now
        )


def undo(person, attempt, at=None):
    with person.scope():
        services.undo_attempt(attempt, by=person.principal, at=at or timezone.now())


def facts(episode):
    with as_owner():
        row = Episode.objects.get(pk=episode.pk)
    return row.tries, row.last_outcome, row.next_due_on, row.last_spoke_at, row.first_tried_at


def test_an_undone_contact_is_kept_and_changes_nothing_any_more(episode, idva):
    log(idva, episode, ago=30)
    before = facts(episode)
    mistake = log(idva, episode, "spoke")
    assert facts(episode) != before
    undo(idva, mistake)
    assert facts(episode) == before
    with as_owner():
        assert ContactAttempt.objects.count() == 2
        assert Correction.objects.get().attempt == mistake
        assert Event.objects.filter(kind="contact undone").count() == 1
    page = idva.client.get(reverse("support_episode", kwargs={"episode_id": episode.pk})).text
    assert "Spoke (undone: logged by mistake)" in page


def test_without_any_contact_left_the_first_is_due_as_it_was(episode, idva):
    with as_owner():
        Episode.objects.update(received_at=timezone.now())
    undo(idva, log(idva, episode))
    assert facts(episode) == (0, "", date(2026, 11, 25), None, None)


def test_only_ones_own_and_only_for_ten_minutes(episode, idva, colleague):
    made = log(idva, episode)
    for person, at in ((colleague, timezone.now()), (idva, timezone.now() + timedelta(minutes=11))):
        with pytest.raises(DomainError, match="Ten minutes"):
            undo(person, made, at)
    undo(idva, made, timezone.now() + timedelta(minutes=10))


def test_somebody_else_answered_by_mistake_settles_the_alert_and_the_way_stays_unsafe(episode, idva):
    made = log(idva, episode, "someone_else")
    undo(idva, made)
    with as_owner():
        assert Alert.objects.get().settled_by == idva.user
        assert SafeContact.objects.get(superseded_at=None, channel="phone").safety == "not_safe"


def test_an_undone_try_is_no_try(episode, idva):
    from support.services.contact import tried_enough

    for days, hour in ((3, 10), (2, 18)):
        support.attempt(episode, days_ago=days, hour=hour)
    made = log(idva, episode)
    with idva.scope():
        assert tried_enough(episode, today=timezone.localdate())
    undo(idva, made)
    with idva.scope():
        assert not tried_enough(episode, today=timezone.localdate())


def test_an_end_is_undone_by_whoever_ended_it_within_ten_minutes(service, idva, colleague):
    episode = support.episode(service, stage="active", adviser=idva.user)
    with idva.scope():
        services.close_episode(episode, by=idva.principal, reason="died", note="By mistake.", at=timezone.now())
    url = reverse("support_undo_end", kwargs={"episode_id": episode.pk})
    assert "Ten minutes have passed" in colleague.client.post(url, follow=True).text
    assert "Undo the end" in idva.client.get(reverse("support_episode", kwargs={"episode_id": episode.pk})).text
    assert "Undone. Support goes on." in idva.client.post(url, follow=True).text
    with idva.scope():
        row = Episode.objects.worked_by(idva.principal).get()
        assert (row.stage, row.reason, row.closed_at) == ("active", "", None)
        assert Case.objects.led_by(idva.principal).filter(pk=episode.case_id).exists()
    with as_owner():
        assert Alert.objects.get().settled_at is not None


def test_an_end_is_not_undone_once_a_manager_has_opened_support_again(service, idva, manager):
    episode = support.episode(service, stage="active", adviser=idva.user)
    with idva.scope():
        services.close_episode(episode, by=idva.principal, reason="declined", note="By mistake.", at=timezone.now())
    with as_owner():
        episode.refresh_from_db()
    with manager.scope():
        services.reopen_episode(episode, by=manager.principal, why="Rang us again.", at=timezone.now())
    url = reverse("support_undo_end", kwargs={"episode_id": episode.pk})
    assert "A manager has opened this support again" in idva.client.post(url, follow=True).text
    with as_owner():
        assert sorted(Episode.objects.values_list("stage", flat=True)) == ["closed", "triage"]


def test_after_ten_minutes_an_end_stays_and_the_case_stays_out_of_sight(service, idva):
    episode = support.episode(service, stage="active", adviser=idva.user)
    with idva.scope():
        services.close_episode(episode, by=idva.principal, reason="declined", note="No.", at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        page = idva.client.post(reverse("support_undo_end", kwargs={"episode_id": episode.pk}), follow=True)
        assert "Ten minutes have passed" in page.text
    with idva.scope():
        assert not Case.objects.visible_to(idva.principal).filter(pk=episode.case_id).exists()


def test_a_contact_that_was_begun_outlives_the_session_and_goes_once_it_is_saved(episode, idva, colleague):
    address, keep = (
        reverse(name, kwargs={"episode_id": episode.pk}) for name in ("support_contact", "support_contact_keep")
    )
    typed = {"outcome": "no_answer", "on": "23/11/2026", "at": "9:10am", "channel": "phone", "note": "Heard a dog"}
    assert idva.client.post(keep, typed).json() == {"saved_at": "9:14am"}
    assert "Heard a dog" in idva.client.get(address).text
    assert "Heard a dog" not in colleague.client.get(address).text
    idva.client.post(address, typed | {"do": "save"})
    with as_owner():
        assert not WorkDraft.objects.exists()
        assert ContactAttempt.objects.get().note == "Heard a dog"


def test_what_a_colleague_did_is_new_until_one_has_looked(episode, idva, colleague):
    url = reverse("support_episode", kwargs={"episode_id": episode.pk})
    assert "New since" not in idva.client.get(url).text
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        log(colleague, episode)
        assert "New since Monday 23 November, 09:14: 1 contact." in idva.client.get(url).text
        assert "New since" not in idva.client.get(url).text
        log(idva, episode)
        assert "New since" not in idva.client.get(url).text


def test_somebody_who_asked_for_help_themselves_is_counted_so(service, idva, meeting_team):
    waiting = support.waiting(service, meeting_team)
    url = reverse("support_take", kwargs={"reference": waiting.reference})
    assert 'value="police" selected' in idva.client.get(url).text
    idva.client.post(url, {"adviser": idva.user.pk, "source": "self"})
    with as_owner():
        assert Episode.objects.get().source == "self"


def test_the_overview_begins_with_who_is_due(service, episode, idva, coordinator):
    page = idva.client.get(reverse("overview")).text
    assert "Contacts due first" in page
    assert reverse("support_contact", kwargs={"episode_id": episode.pk}) in page
    assert "Contacts due first" not in coordinator.client.get(reverse("overview")).text
