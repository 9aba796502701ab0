"""Safety plans in versions, drafts that outlive a session, and what the person wants."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.models import VictimView
from common.errors import Conflict, DomainError
from support import services
from support.models import SafetyPlan, WorkDraft
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db


def url(name, episode):
    return reverse(name, kwargs={"episode_id": episode.pk})


def write(person, episode, *, after=0, given="", **sections):
    facts = {"sections": sections or {"now": "Go to her sister."}, "given": given, "after": after}
    with person.scope():
        return services.write_plan(episode, by=person.principal, at=timezone.now(), **facts)


def test_each_version_is_kept_and_nobody_writes_over_a_colleague(episode, idva, colleague):
    first = write(idva, episode)
    assert write(colleague, episode, after=1, now="Go next door.").version == 2
    with pytest.raises(Conflict, match="newer version"):
        write(idva, episode, after=1)
    with as_owner():
        first.refresh_from_db()
        assert first.sections == {"now": "Go to her sister."}


def test_a_plan_needs_a_section_and_is_the_services_own(service, episode, idva, stranger, coordinator):
    with pytest.raises(DomainError, match="at least one"):
        write(idva, episode, now=" ")
    ended = support.episode(service, stage="closed")
    with pytest.raises(DomainError, match="ended"):
        write(idva, ended)
    write(idva, episode)
    for person in (stranger, coordinator):
        with person.scope():
            assert not SafetyPlan.objects.exists()
    with pytest.raises(DomainError):
        write(stranger, episode)


def test_it_is_printed_only_where_there_is_a_safe_way_to_give_it(episode, idva):
    assert idva.client.get(url("support_plan_print", episode)).status_code == 404
    write(idva, episode, home="New locks on Friday.")
    refused = idva.client.get(url("support_plan_print", episode), follow=True)
    assert "No safe way to give them the plan is recorded" in refused.text
    write(idva, episode, after=1, given="in_person", home="New locks on Friday.")
    page = idva.client.get(url("support_plan_print", episode))
    assert "New locks on Friday." in page.text
    assert "Zofia" not in page.text
    assert_title_ok(title_of(page))
    with as_owner():
        assert Event.objects.filter(kind="safety plan printed", detail="in_person").count() == 1


def test_an_e_mail_address_that_is_not_safe_is_no_safe_way(episode, idva):
    with pytest.raises(DomainError, match="e-mail"):
        write(idva, episode, given="email")
    support.way(episode.case, "email")
    assert write(idva, episode, given="email").given == "email"


def test_a_draft_outlives_the_session_is_nobody_elses_and_goes_when_it_is_saved(episode, idva, colleague):
    typed = {"now": "Ring the neigh", "version": "0"}
    saved = idva.client.post(url("support_plan_autosave", episode), typed)
    assert saved.json() == {"saved_at": "9:14am"}
    assert "Ring the neigh" in idva.client.get(url("support_plan_write", episode)).text  # a new session
    assert "Ring the neigh" not in colleague.client.get(url("support_plan_write", episode)).text
    with colleague.scope():
        assert not WorkDraft.objects.exists()
    done = idva.client.post(url("support_plan_write", episode), typed | {"do": "save"}, follow=True)
    assert "Plan saved." in done.text
    with as_owner():
        assert not WorkDraft.objects.exists()


def test_what_was_typed_stays_when_a_colleague_was_quicker(episode, idva, colleague):
    write(colleague, episode)
    page = idva.client.post(url("support_plan_write", episode), {"home": "My own words", "version": "0", "do": "save"})
    assert "newer version" in page.text
    assert "My own words" in page.text


def test_what_the_person_wants_is_on_the_case_for_every_agency(episode, idva, coordinator, meeting_team):
    from cases.models import CaseAgency

    with as_owner():
        CaseAgency.objects.create(
            case=episode.case, agency=meeting_team, level=10, sources=["meeting"], starts_at=timezone.now()
        )
    page = url("support_views", episode)
    assert "Write what they said" in idva.client.post(page, {"agrees": "agrees"}).text
    idva.client.post(page, {"wants": "To stay in my home.", "afraid_of": "Friday nights.", "agrees": "agrees"})
    with coordinator.scope():
        view = VictimView.objects.visible_to(coordinator.principal).get(case=episode.case)
        assert (view.wants, view.agrees, view.from_agency) == ("To stay in my home.", "agrees", idva.agency)
    assert "To stay in my home." in idva.client.get(page).text


def test_the_first_tasks_say_what_is_missing(service, idva):
    episode = support.episode(service, stage="engaged", adviser=idva.user)
    page = idva.client.get(url("support_episode", episode)).text
    for words in ("Safety plan", "What they want", "Measures at intake"):
        assert words in page
