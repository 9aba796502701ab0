"""What a file does to the figures on record: nothing is overwritten or comes in twice, everything can be undone."""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from audit.models import Event
from common.errors import DomainError, InvalidTransition
from observations import services
from observations.models import FigureImport, Observation
from tests.database import as_owner
from tests.observations.conftest import brought_in, row, sheet

pytestmark = pytest.mark.django_db


def bring(person, *rows, **asked):
    with person.scope():
        return brought_in(sheet(*rows), person.principal, **asked)


def in_force():
    return {(each.geography.name, each.value) for each in Observation.objects.in_force()}


def test_a_later_extract_is_a_correction_and_keeps_what_was_before(county, analyst):
    bring(analyst, row("482"))
    batch = bring(analyst, row("491", as_at="2017-09-01"))
    assert batch.counts == {"new": 0, "correction": 1, "same": 0, "wrong": 0}
    older = Observation.objects.get(value=482)
    assert (older.superseded_by.value, older.is_taken_back) == (491, False)
    assert in_force() == {("Brentwood", Decimal(491))}


def test_an_older_extract_that_says_otherwise_is_refused(county, analyst):
    bring(analyst, row("491", as_at="2017-09-01"))
    with analyst.scope():
        batch = services.check_figures(sheet(row("482")), by=analyst.principal, at=timezone.now())
    assert batch.problems == [[2, "as_at", "older"]]


def test_the_extract_that_was_corrected_makes_nothing_new_when_it_comes_again(county, analyst):
    bring(analyst, row("482"))
    bring(analyst, row("491", as_at="2017-09-01"))
    with analyst.scope():
        batch = services.check_figures(sheet(row("482")), by=analyst.principal, at=timezone.now())
    assert batch.counts == {"new": 0, "correction": 0, "same": 1, "wrong": 0}


def test_undoing_a_correction_puts_what_was_before_in_force(county, analyst):
    first = bring(analyst, row("482"))
    second = bring(analyst, row("491", as_at="2017-09-01"))
    with analyst.scope():
        with pytest.raises(DomainError, match="Undo that one first"):
            services.undo_figures(first, by=analyst.principal, at=timezone.now())
        assert services.undo_figures(second, by=analyst.principal, at=timezone.now()) == 1
        assert in_force() == {("Brentwood", Decimal(482))}
        services.undo_figures(first, by=analyst.principal, at=timezone.now())
        assert in_force() == set()
        with pytest.raises(InvalidTransition):
            services.undo_figures(first, by=analyst.principal, at=timezone.now())
    assert Observation.objects.count() == 2


def test_two_sources_of_one_figure_stand_beside_each_other(county, analyst):
    bring(analyst, row("482"), row("484", source="Another report"))
    assert {each.source for each in Observation.objects.in_force()} == {"A report", "Another report"}


def test_the_same_figure_twice_in_a_file_is_an_error_in_both_rows(county, analyst):
    with analyst.scope():
        batch = services.check_figures(sheet(row("482"), row("483")), by=analyst.principal, at=timezone.now())
    assert batch.problems == [[2, "", "twice"], [3, "", "twice"]]


def test_nought_is_a_value_and_missing_has_a_reason(county, analyst):
    bring(
        analyst,
        row("0"),
        row("", geography_code="E07000066", geography_name="Basildon", note="not submitted"),
    )
    kept = {each.geography.name: (each.value, each.missing) for each in Observation.objects.all()}
    assert kept == {"Brentwood": (Decimal(0), ""), "Basildon": (None, "not_submitted")}


def test_a_place_without_a_name_is_not_made_and_one_with_a_name_is(county, analyst):
    with analyst.scope():
        body = sheet(row("1", geography_code="E06000099", geography_name=""))
        batch = services.check_figures(body, by=analyst.principal, at=timezone.now(), new_places=True)
    assert batch.problems == [[2, "geography_name", "geography_name"]]
    bring(analyst, row("7", geography_code="E06000099", geography_name="Elsewhere"), new_places=True)
    assert in_force() == {("Elsewhere", Decimal(7))}


def test_two_files_checked_side_by_side_come_in_once(county, analyst):
    with analyst.scope():
        twins = [services.check_figures(sheet(row("482")), by=analyst.principal, at=timezone.now()) for _ in range(2)]
        services.bring_in_figures(twins[0], by=analyst.principal, at=timezone.now())
        with pytest.raises(DomainError, match="nothing to bring in"):
            services.bring_in_figures(twins[1], by=analyst.principal, at=timezone.now())
    assert Observation.objects.count() == 1
    assert FigureImport.objects.get(pk=twins[1].pk).status == "checked"


def test_what_was_published_cannot_be_changed_not_even_by_a_mistake_of_ours(county, analyst):
    bring(analyst, row("482"))
    for change in ({"value": 1}, {"source": "x"}, {"as_at": "2020-01-01"}):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Observation.objects.update(**change)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Observation.objects.all().delete()


def test_each_step_is_written_down_without_a_figure(county, analyst):
    batch = bring(analyst, row("482"))
    with as_owner():
        events = {each.kind: each.detail for each in Event.objects.filter(subjects__contains=[str(batch.pk)])}
    assert events == dict.fromkeys(("figures checked", "figures brought in"), "1 new, 0 correction, 0 same, 0 wrong")


def test_who_reads_no_report_sees_no_figure(county, analyst, board_member, outsider):
    bring(analyst, row("482"))
    assert Observation.objects.visible_to(board_member.principal).count() == 1
    assert not Observation.objects.visible_to(outsider.principal).exists()
    assert not FigureImport.objects.visible_to(board_member.principal).exists()
