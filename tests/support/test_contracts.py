"""Contracts: figures against targets, handed in once and frozen; those who buy see sums of nobody in particular."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from common.errors import DomainError
from common.quarters import Quarter
from support import services
from support.clocks import ending_words
from support.models import Contract, Episode, Submission
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
SUMMER, AUTUMN = Quarter(date(2026, 7, 1)), Quarter(date(2026, 10, 1))


@pytest.fixture
def contract(service, board_member):
    return support.contract(service, board_member.agency)


def ended(service, count, *, on=date(2026, 8, 5), **said):
    """So many episodes that ended, engaged and measured."""
    with as_owner():
        at = timezone.now().replace(month=on.month, day=on.day)
        for _ in range(count):
            episode = support.episode(service, stage="closed", closed_at=at, engaged_at=at)
            support.measurement(episode, "intake")
            support.measurement(episode, **said)


def hand_in(person, contract, quarter=SUMMER, **more):
    with person.scope():
        return services.submit(contract, by=person.principal, quarter=quarter, at=timezone.now(), **more)


@pytest.mark.parametrize(
    ("today", "words"),
    [("2026-04-02", "within 12"), ("2026-09-30", "within 6"), ("2027-01-15", "within 3"),
     ("2027-04-01", "has ended"), ("2026-03-01", "")],
)  # fmt: skip
def test_the_end_of_a_contract_is_told_ahead(today, words):
    said = ending_words(date(2027, 3, 31), today=date.fromisoformat(today))
    assert words in said if words else said == ""


def test_what_was_handed_in_stays_and_a_correction_is_a_further_version(service, contract, manager):
    ended(service, 10, cess="stopped", found="none", abuse=[], safe="much_safer")
    first = hand_in(manager, contract)
    measures = {each["measure"]: each for each in first.figures["measures"]}
    assert measures["cess"] == {
        "measure": "cess", "good": 10, "base": 10, "eligible": 10, "closed": 10, "target": 50,
    }  # fmt: skip
    ended(service, 1, cess="goes_on")
    with pytest.raises(DomainError, match="corrects"):
        hand_in(manager, contract)
    second = hand_in(manager, contract, why="One form came late.")
    assert second.version == 2
    with as_owner():
        first.refresh_from_db()
        assert first.figures["measures"][0]["base"] == 10
        assert second.figures["measures"][0]["base"] == 11
    with manager.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Submission.objects.filter(pk=first.pk).update(why="x")


def test_a_small_base_is_not_even_kept(service, contract, manager):
    ended(service, 9, safe="much_safer")
    made = hand_in(manager, contract)
    assert made.figures["measures"][2] == {
        "measure": "safe", "good": None, "base": None, "eligible": 9, "closed": 9, "target": 50,
    }  # fmt: skip


def test_a_quarter_is_handed_in_when_it_has_ended_and_by_the_services_manager(service, contract, manager, idva):
    for quarter, words in ((AUTUMN, "not ended"), (Quarter(date(2026, 1, 1)), "not cover")):
        with pytest.raises(DomainError, match=words):
            hand_in(manager, contract, quarter)
    other = Person(factories.member(factories.agency("Others", type="idva"), Role.IDVA_MANAGER))
    for person in (idva, other):
        with pytest.raises(DomainError, match="manager"):
            hand_in(person, contract)


def test_those_who_buy_read_what_was_handed_in_and_nobody_else_does(service, contract, manager, board_member, analyst):
    made = hand_in(manager, contract)
    for person, rows in ((board_member, 1), (manager, 1), (analyst, 0)):
        with person.scope():
            assert Submission.objects.visible_to(person.principal).count() == rows
            assert Submission.objects.filter(pk=made.pk).count() == rows
            assert Contract.objects.visible_to(person.principal).count() == rows
    with board_member.scope():
        assert not Episode.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM access.support_ended(%s, '2026-01-01', '2026-12-31')", [service.pk])
            assert cursor.fetchone() == (0,)


def test_episodes_that_are_hidden_from_the_manager_are_counted_all_the_same(service, contract, manager):
    ended(service, 10, safe="much_safer")
    with as_owner():
        hidden = Episode.objects.first().case
    factories.exclusion(hidden, manager.user)
    assert hand_in(manager, contract).figures["measures"][2]["good"] == 10


def test_the_commissioner_sees_points_bases_and_that_49_6_does_not_reach_50(service, contract, manager, board_member):
    made = hand_in(manager, contract)
    with as_owner():
        figures = made.figures
        figures["measures"][0] |= {"good": 124, "base": 250, "eligible": 600, "closed": 620}
        figures["measures"][3] |= {"good": 60, "base": 90, "eligible": 100, "closed": 200}
        Submission.objects.update(figures=figures)
    page = board_member.client.get(reverse("contract", args=[contract.pk]))
    assert_title_ok(title_of(page))
    for words in ("50%", "0.4 points under", "Just under", "250 of 620", "Fewer than half", "67%", "26.7 points over"):
        assert words in page.text, words
    assert "Too few to show" in page.text
    assert "This quarter so far" not in page.text
    assert board_member.client.get(reverse("contract_submit", args=[contract.pk, SUMMER.slug])).status_code == 403


def test_a_manager_hands_in_the_last_quarter_from_the_page(service, contract, manager):
    page = manager.client.get(reverse("contract", args=[contract.pk]))
    url = reverse("contract_submit", args=[contract.pk, SUMMER.slug])
    assert url in page.text
    assert "This quarter so far" in page.text
    assert "Hand in July to September 2026" in manager.client.get(url).text
    assert "These figures stay as they are." in manager.client.post(url, follow=True).text
    assert "Say what this version corrects" in manager.client.post(url).text
    assert manager.client.get(reverse("contract_submit", args=[contract.pk, "2026-07-02"])).status_code == 404


def test_the_list_shows_ones_own(service, contract, manager, board_member, analyst):
    for person, shown in ((manager, True), (board_member, True), (analyst, False)):
        page = person.client.get(reverse("contracts"))
        assert_title_ok(title_of(page))
        assert (reverse("contract", args=[contract.pk]) in page.text) is shown
