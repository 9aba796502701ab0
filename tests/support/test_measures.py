"""Measures at intake, review and exit: who may answer what, what is missing, and the figures of the seed from rows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.errors import DomainError
from support import figures, services
from support.models import Ending, Episode, Measurement
from support.services import Said
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
QUARTER = {"start": date(2026, 10, 1), "end": date(2026, 12, 31)}
WELL = {"found": "none", "risk": "significant", "safe": "much_safer", "qol": "improved_little"}
TYPED = {"respondent": "victim", "done_on": "23/11/2026", **WELL}


def measure(person, episode, moment, **said):
    facts = {"respondent": "victim", "done_on": TODAY, "found": "none"} | said
    with person.scope():
        return services.measure(episode, moment, Said(**facts), by=person.principal, at=timezone.now())


def test_what_was_found_is_kept_and_a_correction_replaces_it(service, idva):
    episode = support.episode(service, stage="active")
    measure(idva, episode, "intake", found="some", abuse=["physical", "control"])
    first = measure(idva, episode, "exit", **WELL)
    second = measure(idva, episode, "exit", **WELL | {"qol": "declined"})
    with as_owner():
        first.refresh_from_db()
        assert (first.qol, first.replaced_at) == ("improved_little", timezone.now())
        assert (second.cess, second.qol, second.version, second.replaced_at) == ("stopped", "declined", "2026-1", None)
        assert Measurement.objects.get(moment="intake").abuse == ["control", "physical"]


@pytest.mark.parametrize("answer", [{"safe": "much_safer"}, {"qol": "same"}, {"found": "none"}])
def test_a_workers_opinion_is_refused_as_the_persons_answer(service, idva, answer):
    episode = support.episode(service, stage="active")
    unknown = {"found": "not_asked", "risk": "moderate", "safe": "not_asked", "qol": "not_safe"}
    with pytest.raises(DomainError, match="worker’s note"):
        measure(idva, episode, "exit", respondent="idva", **unknown | answer)
    made = measure(idva, episode, "exit", respondent="idva", worker_note="She seemed calmer.", **unknown)
    assert (made.safe, made.risk, made.worker_note) == ("not_asked", "moderate", "She seemed calmer.")


def test_the_database_refuses_it_too(service, idva):
    episode = support.episode(service, stage="active")
    with pytest.raises(IntegrityError, match="only_the_person"), as_owner(), transaction.atomic():
        support.measurement(episode, respondent="idva", safe="much_safer")


def test_only_somebody_who_was_engaged_is_asked(service, idva):
    with pytest.raises(DomainError, match="engaged"):
        measure(idva, support.episode(service), "intake")
    for reason, asked in (("completed", True), ("declined", False)):
        ended = support.episode(service, stage="closed", reason=reason, engaged_at=timezone.now())
        if asked:
            assert measure(idva, ended, "exit", **WELL).cess == "stopped"
        else:
            with pytest.raises(DomainError):
                measure(idva, ended, "exit", **WELL)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"safe": "improved_lot"}, "does not belong"),
        ({"found": "some"}, "which kinds"),
        ({"found": "some", "abuse": ["shouting"]}, "which kinds"),
        ({"done_on": TODAY + timedelta(days=1)}, "past"),
        ({"respondent": "sister"}, "who answered"),
    ],
)
def test_answers_of_another_scale_and_days_to_come_are_refused(service, idva, said, words):
    episode = support.episode(service, stage="active")
    with pytest.raises(DomainError, match=words):
        measure(idva, episode, "exit", **WELL | said)


def test_a_review_sets_the_next_in_eight_weeks(service, idva):
    episode = support.episode(service, stage="active")
    measure(idva, episode, "review", **WELL)
    measure(idva, episode, "review", **WELL)
    with as_owner():
        episode.refresh_from_db()
        assert episode.review_on == date(2027, 1, 18)
        assert Measurement.objects.filter(moment="review", replaced_at=None).count() == 2


def test_measures_of_another_service_do_not_exist(service, idva, stranger, coordinator, meeting_team):
    episode = support.episode(service, stage="active")
    made = support.measurement(episode)
    for person, rows in ((idva, 1), (stranger, 0), (coordinator, 0)):
        with person.scope():
            assert Measurement.objects.visible_to(person.principal).count() == rows
            assert Measurement.objects.filter(pk=made.pk).count() == rows
    with stranger.scope(), pytest.raises(DomainError):
        services.measure(episode, "exit", Said("victim", "none", TODAY), by=stranger.principal, at=timezone.now())


# -- the figures of the seed, from rows ------------------------------------------------------------------------------


def seed(service):
    """K1 to K4: 200 closed, 150 of them engaged with an exit form; bases 120, 100, 90 and 145."""
    with as_owner():
        one = support.episode(service, stage="active")
        now = timezone.now()
        facts = {
            "service": service, "agency_id": service.agency_id, "case": one.case, "source": "police",
            "stage": "closed",
            "received_at": now - timedelta(days=90), "accepted_at": now - timedelta(days=90), "closed_at": now,
            "accepted_by": one.accepted_by, "closed_by": one.accepted_by, "next_due_on": TODAY, "priority": "a",
            "triaged_at": now, "district": one.district,
        }  # fmt: skip
        engaged = [Episode(reason="completed", engaged_at=now, **facts) for _ in range(150)]
        others = [Episode(reason="declined", **facts) for _ in range(50)]
        Episode.objects.bulk_create([*engaged, *others])
        said = {"recorded_by": one.accepted_by, "respondent": "victim", "done_on": TODAY}
        abused = {"moment": "intake", "found": "some", "abuse": ["physical"]}
        rows = [Measurement(episode=each, **abused, **said) for each in engaged]
        for n, each in enumerate(engaged):
            cess = "stopped" if n < 79 else "goes_on" if n < 120 else "not_asked"
            found = {"stopped": "none", "goes_on": "some", "not_asked": "not_asked"}[cess]
            rows.append(
                Measurement(
                    episode=each,
                    moment="exit",
                    found=found,
                    abuse=["physical"] if found == "some" else [],
                    cess=cess,
                    safe="much_safer" if n < 71 else "same" if n < 100 else "declined",
                    qol="improved_little" if n < 60 else "worse" if n < 90 else "not_safe",
                    risk="moderate" if n < 100 else "limited" if n < 145 else "not_known",
                    **said,
                )
            )
        Measurement.objects.bulk_create(rows)


def test_the_figures_of_the_seed_come_out_of_rows_with_their_bases(service, manager, idva):
    seed(service)
    with idva.scope():
        assert figures.results(service, **QUARTER)["safe"].closed == 0
    with manager.scope(), CaptureQueriesContext(connection) as queries:
        found = figures.results(service, **QUARTER)
    assert {code: each.percent for code, each in found.items()} == {"cess": 66, "risk": 69, "safe": 71, "qol": 67}
    assert {code: (each.good, each.base) for code, each in found.items()} == {
        "cess": (79, 120), "risk": (100, 145), "safe": (71, 100), "qol": (60, 90),
    }  # fmt: skip
    assert {(each.eligible, each.closed) for each in found.values()} == {(150, 200)}
    assert len(queries) == 1


def test_an_intake_counts_by_source_and_district_without_those_sent_twice(service, manager):
    spoken = timezone.now()
    support.episode(service, stage="engaged", first_tried_at=spoken)
    support.episode(service, source="health", first_tried_at=spoken + timedelta(days=1))
    support.episode(service, stage="closed", reason="duplicate", triaged_at=spoken)
    support.episode(service, stage="closed", reason="inappropriate", triaged_at=None)  # refused: never accepted
    with manager.scope():
        found = figures.intake(service, **QUARTER)
    assert (found.referrals, found.duplicates, found.engagement.base, found.engaged) == (3, 1, 2, 1)
    assert found.by_source == {"Police": 2, "Health": 1}
    assert (found.tried, found.middle_days) == (2, 1)
    assert sum(found.by_district.values()) == 3


# -- pages -----------------------------------------------------------------------------------------------------------


def url(name, episode, **more):
    return reverse(name, kwargs={"episode_id": episode.pk, **more})


def test_ending_support_leads_to_exit_measures_where_they_are_asked_for(service, idva):
    episode = support.episode(service, stage="active", adviser=idva.user)
    ended = idva.client.post(url("support_close", episode), {"reason": "completed", "note": "All done."})
    assert ended.url == url("support_measure", episode, moment="exit")
    page = idva.client.get(ended.url)
    assert_title_ok(title_of(page))
    assert "ZW" in page.text
    assert "Zofia" not in page.text
    assert "Exit measures missing (1)" in idva.client.get(reverse("due")).text
    done = idva.client.post(ended.url, TYPED, follow=True)
    assert "Recorded." in done.text
    assert "Much safer" in done.text
    assert "Exit measures missing" not in idva.client.get(reverse("due")).text


def test_after_somebody_declined_nobody_asks_for_exit_measures(service, idva):
    episode = support.episode(service, adviser=idva.user)
    ended = idva.client.post(url("support_close", episode), {"reason": "declined", "note": "Said no."})
    assert ended.url == reverse("due")
    assert idva.client.get(url("support_measure", episode, moment="exit")).status_code == 404
    assert idva.client.get(url("support_measure", episode, moment="other")).status_code == 404


def test_the_form_says_where_a_worker_answered_for_the_person_and_keeps_what_was_typed(service, idva):
    episode = support.episode(service, stage="active", adviser=idva.user)
    typed = TYPED | {"respondent": "idva", "worker_note": "She laughed today."}
    page = idva.client.post(url("support_measure", episode, moment="exit"), typed)
    assert page.text.count("Only the person can say this") == 6  # three questions, each in the summary too
    assert "She laughed today." in page.text
    with as_owner():
        assert not Measurement.objects.exists()


def test_missing_exits_are_a_list_a_manager_sees_all_and_the_queries_stay_the_same(service, idva, colleague, manager):
    def missing(adviser):
        return support.episode(service, stage="closed", adviser=adviser.user, engaged_at=timezone.now())

    missing(idva)
    support.measurement(missing(idva))
    missing(colleague)

    def count(person):
        with CaptureQueriesContext(connection) as queries:
            page = person.client.get(reverse("support_exits"))
        return page.text.count("Record exit"), len(queries)

    assert count(idva)[0] == 1
    rows, before = count(manager)
    assert rows == 2
    for _ in range(18):
        missing(idva)
    assert count(manager) == (20, before)


def test_what_was_said_at_the_end_is_the_services_own(service, idva, coordinator, meeting_team, manager):
    from tests import factories

    case = factories.case(meeting_team)
    episode = support.episode(service, stage="active", case=case, adviser=idva.user)
    idva.client.post(url("support_close", episode), {"reason": "declined", "note": "He told us she had gone."})
    with coordinator.scope():
        assert Episode.objects.filter(pk=episode.pk).exists()
        assert not Ending.objects.exists()
    page = manager.client.get(url("support_episode", episode))
    assert "He told us she had gone." in page.text
    assert url("support_reopen", episode) in page.text
    assert idva.client.get(url("support_reopen", episode)).status_code == 403
    again = manager.client.post(url("support_reopen", episode), {"note": "She rang."}, follow=True)
    assert "Open again. It is due today." in again.text
