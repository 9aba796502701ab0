"""A quarter is concealed once: what two editions say of it never differs by a few people."""

import json
from collections import Counter
from datetime import date

import pytest
from django.db import Error, transaction
from django.urls import reverse

from agencies.models import Area
from agencies.roles import Role
from common.disclosure import ABSENT, HIDDEN, Cover, Sum, is_number
from common.errors import Conflict, DomainError
from reports import services
from reports.frozen import Frozen, as_json, conceal, corrected, from_json, hidden_in
from reports.indicators import Measure
from reports.models import FrozenQuarter, QuarterlyReport
from reports.network import Cell, Network, network_of
from reports.together import together
from tests import factories
from tests.database import as_owner
from tests.factories.reports import noon, referrals
from tests.reports import worlds
from tests.reports.attacker import pinned
from tests.reports.conftest import AS_AT, QUARTER, made

POLICE, PARTNERS, ALL = (Cell(m, 1) for m in (Measure.POLICE, Measure.PARTNERS, Measure.RECEIVED))


def network(police, partners):
    counts = Counter({POLICE: police, PARTNERS: partners, ALL: police + partners})
    return Network(counts, [Sum(ALL, (POLICE, PARTNERS))])


def said(frozen):
    return [frozen.figures[cell] for cell in (POLICE, PARTNERS, ALL)]


FIRST = conceal(network(40, 30), threshold=5)


@pytest.mark.parametrize("again", [(40, 30), (41, 30), (44, 26), (40, 34), (38, 32)])
def test_a_change_of_fewer_than_the_threshold_stands_back(again):
    assert corrected(network(*again), FIRST, threshold=5) is None


def test_a_change_that_is_large_enough_is_published():
    assert said(corrected(network(45, 30), FIRST, threshold=5)) == [45, 30, 75]
    assert said(corrected(network(45, 36), FIRST, threshold=5)) == [45, 36, 81]


def test_beside_a_large_change_a_small_one_is_hidden_with_what_would_give_it_away():
    """Five more from the police and two from others: 32 beside 30 would say that two were added."""
    now = corrected(network(45, 32), FIRST, threshold=5)
    assert said(now) == [HIDDEN, HIDDEN, 77]


def test_what_is_hidden_of_a_sum_does_not_tell_of_a_few_together():
    """A and B are hidden, and their sum would be known from the total: together they changed by three."""
    a, b, c = (Cell(Measure.ROUTE, 1, name) for name in "abc")
    total = Cell(Measure.PARTNERS, 1)

    def counted(*counts):
        found = dict(zip((a, b, c), counts, strict=True)) | {total: sum(counts)}
        return Network(Counter(found), [Sum(total, (a, b, c))])

    before = conceal(counted(30, 30, 40), threshold=5)
    now = corrected(counted(32, 31, 50), before, threshold=5)
    assert now.figures == {a: HIDDEN, b: HIDDEN, c: HIDDEN, total: 113}


@pytest.mark.parametrize("seed", range(4))
def test_a_correction_of_a_county_tells_of_nobody(seed):
    """The differences that a reader of both can see are nought or at least five, and no hidden count comes out."""
    before = network_of(QUARTER, worlds.county(seed), worlds.COUNTY, target_days=14)
    counts = worlds.county(seed)
    for number, key in enumerate([each for each in counts.received if QUARTER.starts_on <= each.month]):
        counts.received[key] += (number + seed) % 7 if number % 3 == 0 else 0
    again = network_of(QUARTER, counts, worlds.COUNTY, target_days=14)
    first = conceal(before, threshold=5)
    now = corrected(again, first, threshold=5)
    assert now
    for cell, figure in now.figures.items():
        if is_number(figure) and is_number(was := first.figure(cell)):
            assert abs(figure - was) not in range(1, 5)
    hidden = {cell for cell, figure in now.figures.items() if not is_number(figure) and again.counts[cell]}
    assert hidden


def test_the_noughts_of_a_measure_that_was_not_counted_then_are_no_noughts():
    early = Frozen({ALL: 70}, {}, True, frozenset({Measure.RECEIVED}))
    assert (early.figure(Cell(Measure.HEARD, 1)), early.figure(Cell(Measure.RECEIVED, 2))) == (ABSENT, 0)


def test_what_is_frozen_survives_being_stored():
    counts = worlds.county(together=0.3)
    parts = together(QUARTER, counts, worlds.COUNTY)
    county = conceal(network_of(QUARTER, counts, worlds.COUNTY, target_days=14), threshold=5, together=parts)
    assert parts.counts.keys() <= county.figures.keys()
    again = from_json(json.loads(json.dumps(as_json(county))))
    assert again == county
    assert as_json(again) == as_json(county)


# -- editions ---------------------------------------------------------------------------------------------------------


def area_of(name, kind="marac"):
    return Area.objects.get(kind=kind, name=name)


def edition(area, analyst, quarter=QUARTER):
    with analyst.scope():
        report = services.request_report(area, by=analyst.principal, quarter=quarter, at=AS_AT, reason="Late records.")
    return made(report)


def publish(report, analyst):
    chair = factories.member(factories.agency(), Role.BOARD_CHAIR)
    signed = {"shared_at": AS_AT, "approved_at": AS_AT, "approved_by": chair.user}
    with as_owner():
        QuarterlyReport.objects.filter(pk=report.pk).update(**signed)
    with analyst.scope():
        services.publish_report(report, by=analyst.principal, at=AS_AT)


def referred(count):
    """So many more referrals of the quarter, recorded late."""
    police, district = factories.agency(type="police"), area_of("Basildon", "authority")
    row = {"district": district, "from_agency": police, "received_at": noon(date(2026, 8, 3)), "child_count": 0}
    referrals([row] * count, to_agency=police)


def received(report):
    return next(tile["value"] for tile in report.snapshot["tiles"] if tile["id"] == "referrals")


@pytest.mark.django_db
def test_another_areas_edition_prints_the_quarter_as_the_first_did(busy_county, analyst):
    first = edition(busy_county, analyst)
    referred(2)
    assert received(edition(area_of("Essex"), analyst)) == received(first) == 80


@pytest.mark.django_db
def test_a_new_version_of_what_was_never_published_is_counted_afresh(busy_county, analyst):
    first = edition(busy_county, analyst)
    referred(2)
    assert received(edition(busy_county, analyst)) == 82
    with pytest.raises(Conflict, match="counted again"):
        publish(first, analyst)


@pytest.mark.django_db
def test_a_small_correction_of_what_was_published_stands_back_and_a_large_one_does_not(busy_county, analyst):
    publish(edition(busy_county, analyst), analyst)
    referred(4)
    second = edition(busy_county, analyst)
    assert received(second) == 80
    assert second.snapshot["stands"]
    referred(6)
    third = edition(busy_county, analyst)
    assert received(third) == 90
    assert not third.snapshot["stands"]
    publish(third, analyst)
    assert FrozenQuarter.objects.filter(starts_on=QUARTER.starts_on, released_at__isnull=False).count() == 2


@pytest.mark.django_db
def test_a_quarter_that_goes_on_is_not_published(busy_county, analyst):
    running = edition(busy_county, analyst, QUARTER.next)
    assert not running.frozen.filter(starts_on=QUARTER.next.starts_on).exists()
    with pytest.raises(DomainError, match="was not over"):
        publish(running, analyst)


@pytest.mark.django_db
def test_a_frozen_quarter_is_changed_by_nobody_and_written_by_the_figures_worker_alone(busy_county, analyst):
    report, later = edition(busy_county, analyst), {"figures": {}, "public_figures": {}, "frozen_at": AS_AT}
    for act in (
        lambda: FrozenQuarter.objects.update(figures={}),
        lambda: FrozenQuarter.objects.create(whole=busy_county, starts_on=date(2030, 1, 1), **later),
        lambda: FrozenQuarter.objects.all().delete(),
    ):
        with analyst.scope(), pytest.raises(Error), transaction.atomic():
            act()
    publish(report, analyst)
    for change in ({"figures": {}}, {"released_at": None}):
        with as_owner(), pytest.raises(Error), transaction.atomic():
            FrozenQuarter.objects.filter(released_at__isnull=False).update(**change)


# -- for the public ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_the_public_is_shown_nothing_that_the_board_is_not_and_no_count_below_its_own_number(seed):
    county = network_of(QUARTER, worlds.county(seed), worlds.COUNTY, target_days=14)
    board = conceal(county, threshold=5)
    public = conceal(county, threshold=8, also=hidden_in(board))
    shown = {cell: figure for cell, figure in public.figures.items() if is_number(figure)}
    assert all(board.figures[cell] == figure for cell, figure in shown.items())
    assert not any(0 < figure < 8 for figure in shown.values())
    assert hidden_in(public) > hidden_in(board)
    needed = frozenset(cell for cell in hidden_in(public) if county.counts[cell])
    assert pinned(county.counts, county.sums, Cover(needed, frozenset())) == set()


@pytest.mark.django_db
def test_the_board_reads_its_report_before_the_public_gets_one(busy_county, analyst):
    ask = {"by": analyst.principal, "quarter": QUARTER, "at": AS_AT, "audience": "public"}
    with analyst.scope(), pytest.raises(DomainError, match="reads its report first"):
        services.request_report(busy_county, **ask)
    publish(edition(busy_county, analyst), analyst)
    referred(30)  # and the public's prints the quarter as it was
    with analyst.scope():
        public = made(services.request_report(busy_county, **ask))
    assert (public.version, public.snapshot["audience"], public.snapshot["policy"]["small_number"]) == (1, "public", 8)
    assert received(public) == 80
    waiting = next(tile for tile in public.snapshot["tiles"] if tile["id"] == "waiting")
    assert (waiting["value"], waiting["status"]) == ("[x]", "")
    publish(public, analyst)
    page = analyst.client.get(reverse("reports")).text
    assert "For the public" in page
    pdf = analyst.client.get(reverse("report_pdf", args=[public.pk]))
    assert "-public.pdf" in pdf["Content-Disposition"]
