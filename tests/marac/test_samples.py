"""Dip samples: drawn by chance, scored, finished; never there for whoever is kept from one of their cases."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.errors import Conflict, DomainError
from common.quarters import Quarter
from marac import services
from marac.models import DipSample, SampleAction, SampledCase, SampleScore
from marac.presenters.principles import year_page
from marac.presenters.samples import samples_of
from marac.sampling import draw, summary
from tests import factories
from tests.conftest import Person
from tests.face.rules import assert_title_ok
from tests.factories import marac
from tests.support.conftest import title_of

DAY = date(2026, 11, 19)
TEN = dict.fromkeys(range(1, 11), ("met", ""))


def test_a_draw_has_so_many_different_ones_and_every_one_can_come():
    assert sorted(draw([1, 2], 5)) == [1, 2]
    drawn = [tuple(draw(range(6), 3)) for _ in range(200)]
    assert all(len(set(each)) == 3 for each in drawn)
    assert {key for each in drawn for key in each} == set(range(6))
    assert draw([], 3) == []


@pytest.mark.parametrize("wanted", [0, 21, -1])
def test_a_draw_of_none_or_too_many_is_refused(wanted):
    with pytest.raises(ValueError, match="1 to 20"):
        draw([1, 2], wanted)


def test_what_ten_scores_come_to():
    assert summary(["met"] * 7 + ["partly"] * 2 + ["unseen"]) == "Met 7, partly met 2, not met 0, cannot be said 1"


@pytest.fixture
def sitting(forum):
    """A meeting that heard three cases, and put off a fourth."""
    held = marac.meeting(forum, on=DAY, status="held")
    heard = [marac.heard(held) for _ in range(3)]
    marac.hearing(held, status="adjourned", deferral="time")
    return heard


def drawn(person, forum, **more):
    facts = {"starts_on": DAY, "ends_on": DAY, "wanted": 20} | more
    with person.scope():
        return services.draw_sample(forum, by=person.principal, at=timezone.now(), **facts)


def score(person, sample, scores, *, is_final=False):
    with person.scope():
        return services.score_sample(sample, by=person.principal, scores=scores, is_final=is_final, at=timezone.now())


def keys(person, sample):
    with person.scope():
        return set(SampledCase.objects.filter(sample=sample).values_list("hearing_id", flat=True))


@pytest.mark.django_db
def test_only_what_was_heard_and_is_seen_is_drawn(forum, coordinator, excluded, sitting):
    factories.exclusion(sitting[0].case, excluded.user)
    assert keys(coordinator, drawn(coordinator, forum)) == {each.pk for each in sitting}
    assert keys(excluded, drawn(excluded, forum)) == {each.pk for each in sitting[1:]}
    assert len(keys(coordinator, drawn(coordinator, forum, wanted=2))) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"starts_on": DAY + timedelta(days=1)}, "before the first"),
        ({"ends_on": DAY + timedelta(days=30)}, "still to come"),
        ({"wanted": 0}, "1 to 20"),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 2)}, "No case was heard"),
    ],
)
def test_days_and_numbers_that_cannot_be_are_refused(more, why, forum, coordinator, sitting):
    with pytest.raises(DomainError, match=why):
        drawn(coordinator, forum, **more)


@pytest.mark.django_db
def test_who_is_kept_from_one_case_finds_no_sample_under_either_lock(
    forum, coordinator, excluded, representative, sitting
):
    sample = drawn(coordinator, forum)
    score(coordinator, sample, TEN, is_final=True)
    with coordinator.scope():
        services.add_sample_action(
            sample, by=coordinator.principal, text="Send a deputy", owner_agency=forum.members.first(),
            due_on=date(2026, 12, 1), at=timezone.now(),
        )  # fmt: skip
    before = excluded.client.get(reverse("forum_samples", args=[forum.pk])).content
    assert str(sample.pk).encode() in before
    factories.exclusion(sitting[0].case, excluded.user)
    for person in (excluded, representative):
        with person.scope():
            for model in (DipSample, SampledCase, SampleScore, SampleAction):
                assert not model.objects.exists()
                assert not model.objects.visible_to(person.principal).exists()
    for name in ("sample", "sample_pdf", "sample_action"):
        assert excluded.client.get(reverse(name, args=[sample.pk])).status_code == 404
    assert b"No sample yet" in excluded.client.get(reverse("forum_samples", args=[forum.pk])).content
    with coordinator.scope():
        assert DipSample.objects.visible_to(coordinator.principal).count() == 1


@pytest.mark.django_db
def test_the_first_lock_alone_hides_it_too(forum, coordinator, excluded, sitting):
    """As the owner, whom no row policy binds."""
    from tests.database import as_owner

    drawn(coordinator, forum)
    factories.exclusion(sitting[0].case, excluded.user)
    with as_owner():
        assert DipSample.objects.visible_to(coordinator.principal).count() == 1
        assert not DipSample.objects.visible_to(excluded.principal).exists()
        assert not SampledCase.objects.visible_to(excluded.principal).exists()


@pytest.mark.django_db
def test_it_is_saved_as_often_as_one_likes_and_finished_once_it_is_whole(forum, coordinator, sitting):
    sample = drawn(coordinator, forum)
    score(coordinator, sample, {1: ("met", ""), 2: ("", "Half read")})
    with pytest.raises(DomainError, match="Missing: 2, 3, 4, 5, 6, 7, 8, 9, 10"):
        score(coordinator, sample, {}, is_final=True)
    with pytest.raises(DomainError, match="partly met: 3"):
        score(coordinator, sample, TEN | {3: ("partly", " ")}, is_final=True)
    with pytest.raises(DomainError, match="one of the scores"):
        score(coordinator, sample, {1: ("splendid", "")})
    done = score(coordinator, sample, TEN | {3: ("partly", "Health was away")}, is_final=True)
    assert done.finished_by_id == coordinator.user.pk
    with pytest.raises(Conflict, match="finished"):
        score(coordinator, sample, TEN)


@pytest.mark.django_db
def test_another_team_draws_nothing_here_and_what_was_drawn_stays(forum, coordinator, sitting):
    other = Person(factories.member(factories.agency(type="coordination"), "marac_coordinator"))
    with pytest.raises(DomainError, match="who run this forum"):
        drawn(other, forum)
    drawn(coordinator, forum)
    for verb in (lambda: SampledCase.objects.update(hearing=sitting[0]), lambda: SampledCase.objects.all().delete()):
        with coordinator.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            verb()


@pytest.mark.django_db
def test_from_the_forum_to_the_year_and_the_paper(forum, coordinator, meeting_chair, sitting, constabulary):
    client = coordinator.client
    assert reverse("forum_samples", args=[forum.pk]) in client.get(reverse("forum", args=[forum.pk])).text
    address = reverse("sample_new", args=[forum.pk])
    assert_title_ok(title_of(client.get(address)))
    typed = {"wanted": "3"}
    for name in ("starts_on", "ends_on"):
        typed |= {f"{name}-{part}": getattr(DAY, part) for part in ("day", "month", "year")}
    page = client.post(address, typed, follow=True)
    assert_title_ok(title_of(page))
    sample = DipSample(pk=page.redirect_chain[-1][0].split("/")[3])
    at = reverse("sample", args=[sample.pk])
    said = {f"score_{n}": "met" for n in range(1, 11)} | {"score_3": "not_met"}
    wrong = client.post(at, said | {"do": "finish"}).text
    assert "Enter why" in wrong
    assert 'value="not_met" checked' in wrong
    said |= {"note_3": "Health was away twice"}
    assert "Finished. It stands" in client.post(at, said | {"do": "finish"}, follow=True).text
    action = {"text": "Send a deputy", "owner_agency": constabulary.pk, "due_on": "1/12/2026"}
    page = client.post(reverse("sample_action", args=[sample.pk]), action, follow=True).text
    assert "Send a deputy" in page
    year = client.get(reverse("forum_year", args=[forum.pk]) + "?quarter=2026-10-01").text
    assert "Dip sample of 23 November 2026: not met" in year
    assert "Met 9, partly met 0, not met 1, cannot be said 0" in year
    saved = meeting_chair.client.get(reverse("sample_pdf", args=[sample.pk]))
    assert len(pikepdf.open(io.BytesIO(saved.content)).pages) >= 1
    assert "Health" not in saved["Content-Disposition"]


@pytest.mark.django_db
def test_an_action_is_done_once(forum, coordinator, sitting, constabulary):
    sample = drawn(coordinator, forum)
    with coordinator.scope():
        add = services.add_sample_action
        facts = {"by": coordinator.principal, "owner_agency": constabulary, "at": timezone.now()}
        with pytest.raises(DomainError, match="today or later"):
            add(sample, text="Send a deputy", due_on=DAY, **facts)
        with pytest.raises(DomainError, match="what the agency"):
            add(sample, text=" ", due_on=date(2026, 12, 1), **facts)
        made = add(sample, text="Send a deputy", due_on=date(2026, 12, 1), **facts)
        assert services.finish_sample_action(made, by=coordinator.principal, at=timezone.now()).done_on == date(
            2026, 11, 23
        )
        with pytest.raises(Conflict, match="done already"):
            services.finish_sample_action(made, by=coordinator.principal, at=timezone.now())


@pytest.mark.django_db
def test_the_list_and_the_year_ask_the_database_no_more_for_twenty_samples_than_for_one(forum, coordinator, sitting):
    def queries():
        with (
            coordinator.scope(),
            CaptureQueriesContext(
                connection,
            ) as found,
        ):
            samples_of(forum, principal=coordinator.principal)
        return len(found)

    score(coordinator, drawn(coordinator, forum), TEN, is_final=True)
    one = queries()
    for _ in range(19):
        score(coordinator, drawn(coordinator, forum), TEN, is_final=True)
    assert queries() == one
    quarter = Quarter(date(2026, 10, 1))
    with coordinator.scope():
        page = year_page(forum, principal=coordinator.principal, quarter=quarter, today=date(2026, 11, 23))
    assert len(page.samples) == 20
    assert len([line for line in page.principles[0].lines if line.startswith("Dip sample")]) == 20
