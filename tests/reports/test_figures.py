"""What a reader can work out from all editions of a quarter together: nothing that is hidden."""

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.disclosure import Cover, cover
from reports.counts import Counts, Geography, Heard, Received
from reports.figures import IN_TIME, PARTNERS, REPEATS, Figures, Rules, change_percent, less
from reports.indicators import ROUTES, Measure
from reports.network import band_of, network_of, waiting_network
from tests.reports import worlds
from tests.reports.attacker import gives_away, pinned
from tests.reports.worlds import COUNTY, ESSEX, QUARTER, SOUTHEND, THURROCK, WHOLE

RULES = Rules(target_days=14, threshold=5)


def figures_of(counts, geography=COUNTY):
    return Figures(counts, geography, RULES)


def networks(counts):
    yield from (network_of(quarter, counts, COUNTY, target_days=14) for quarter in counts.quarters[-5::4])
    yield waiting_network(counts, COUNTY)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 7))
def test_no_hidden_figure_of_a_quiet_county_can_be_worked_out(seed, most):
    counts = worlds.small(random.Random(seed), months=15, most=most)
    for network in networks(counts):
        hidden = cover(network.counts, network.sums, threshold=5)
        assert gives_away(network.counts, network.sums, hidden) == set()


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 7))
def test_linear_programming_from_every_published_sum_finds_no_hidden_figure(seed, most):
    counts = worlds.small(random.Random(seed), months=15, most=most)
    for network in networks(counts):
        hidden = cover(network.counts, network.sums, threshold=5)
        assert pinned(network.counts, network.sums, hidden) == set()


def test_the_linear_program_finds_what_is_badly_hidden():
    """It has something to find: small counts hidden, and nothing beside them."""
    network = network_of(QUARTER, worlds.county(), COUNTY, target_days=14)
    badly = Cover(frozenset(cell for cell, count in network.counts.items() if 0 < count < 5), frozenset())
    assert pinned(network.counts, network.sums, badly)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_hidden_figure_of_a_busy_county_can_be_worked_out(seed):
    counts = worlds.county(seed)
    for network in networks(counts):
        hidden = cover(network.counts, network.sums, threshold=5)
        assert hidden.needed
        assert gives_away(network.counts, network.sums, hidden) == set()
        assert pinned(network.counts, network.sums, hidden) == set()


def test_without_the_sums_across_editions_an_area_would_be_given_away():
    """The attacker of the tests above has something to find: three areas, each hidden well by itself."""
    counts = worlds.county()
    network = network_of(QUARTER, counts, COUNTY, target_days=14)
    inside = [each for each in network.sums if each.within]
    assert gives_away(network.counts, network.sums, cover(network.counts, inside, threshold=5))


def test_every_sum_adds_up():
    for network in networks(worlds.county()):
        for each in network.sums:
            assert network.counts[each.total] == sum(network.counts[part] for part in each.parts), each


def test_one_case_hides_its_source_its_district_its_days_and_its_month():
    figures = figures_of(worlds.one_case())
    for place in (ESSEX, WHOLE):
        assert {figures.route(route, QUARTER, place) for route in ROUTES} == {"[c]"}
        assert {figures.count(Measure.DAYS, QUARTER, place, band) for band in range(8)} == {"[c]"}
        assert {figures.count(m, QUARTER, place) for m in (Measure.IN_TIME, Measure.LATE, Measure.REPEAT)} == {"[c]"}
    assert {figures.district(each, QUARTER, ESSEX) for each in COUNTY.districts_in(ESSEX)} == {"[c]"}
    assert {figures.count(Measure.RECEIVED, QUARTER, WHOLE, month) for month in QUARTER.months} == {"[c]"}
    assert figures.count(Measure.RECEIVED, QUARTER, SOUTHEND) == 0


def hearings(*days, repeats=0):
    counts = Counts(worlds.QUARTERS)
    for n, took in enumerate(days):
        counts.heard[Heard(date(2026, 8, 1), SOUTHEND.id, took, took <= 14, n < repeats)] += 1
        counts.received[Received(date(2026, 7, 1), 30, "police" if n % 2 else "idva")] += 1
    return figures_of(counts, Geography(SOUTHEND, (), {SOUTHEND.id: COUNTY.districts_in(SOUTHEND)}))


@pytest.mark.parametrize(
    ("days", "share"),
    [
        ([5] * 10, 100),
        ([5] * 9, "[c]"),  # out of fewer than ten
        ([5] * 20 + [15] * 4, "[c]"),  # the difference is small
        ([5] * 20 + [15] * 5, 80),
        ([5] * 4 + [15] * 20, "[c]"),  # the part is small
        ([], "[z]"),
        ([14] * 10 + [15] * 10, 50),
    ],
)
def test_a_percentage_is_hidden_with_any_of_its_parts(days, share):
    assert hearings(*days).percent(IN_TIME, QUARTER, SOUTHEND) == share


@pytest.mark.parametrize(
    ("days", "median"), [([3] * 5 + [8] * 5, 5.5), ([3] * 9, "[c]"), ([3] * 3, "[c]"), ([], "[z]")]
)
def test_a_median_of_fewer_than_ten_is_hidden(days, median):
    assert hearings(*days).median_days(QUARTER, SOUTHEND) == median


def test_shares_of_repeats_and_partners():
    figures = hearings(*[5] * 20, repeats=5)
    assert figures.percent(REPEATS, QUARTER, SOUTHEND) == 25
    assert figures.percent(PARTNERS, QUARTER, SOUTHEND) == 50


def test_before_records_begin_there_is_no_nought():
    figures = hearings(*[5] * 20)
    assert figures.count(Measure.RECEIVED, QUARTER.previous, SOUTHEND) == "[x]"
    assert figures.percent(IN_TIME, QUARTER.previous, SOUTHEND) == "[x]"
    assert figures.median_days(QUARTER.previous, SOUTHEND) == "[x]"


def test_where_there_never_was_a_record_there_is_a_nought():
    assert figures_of(worlds.nothing()).count(Measure.RECEIVED, QUARTER.previous, WHOLE) == 0


def test_an_area_of_one_district_has_one_number_for_both():
    figures = figures_of(worlds.county())
    (district,) = COUNTY.districts_in(THURROCK)
    assert figures.district(district, QUARTER, THURROCK) == figures.count(Measure.RECEIVED, QUARTER, THURROCK)


def test_bands_part_at_the_target_only_where_every_case_had_that_one():
    counts = worlds.county()
    assert figures_of(counts).breaks_at_target(QUARTER)
    assert not Figures(counts, COUNTY, Rules(target_days=10, threshold=5)).breaks_at_target(QUARTER)
    counts.heard[Heard(date(2026, 8, 1), ESSEX.id, 12, False, False)] = 1  # had ten days
    assert not figures_of(counts).breaks_at_target(QUARTER)


@pytest.mark.parametrize(
    ("days", "band"), [(0, 0), (2, 0), (3, 1), (14, 4), (15, 5), (20, 6), (21, 7), (400, 7), (-1, 0)]
)
def test_bands_of_three_days(days, band):
    assert band_of(days) == band


def test_those_who_wait_are_hidden_so_that_areas_do_not_give_one_another_away():
    counts = Counts(worlds.QUARTERS, waiting=Counter({ESSEX.id: 11, SOUTHEND.id: 3}))
    figures = figures_of(counts)
    assert [figures.waiting(place) for place in COUNTY.places] == [14, "[c]", "[c]", 0]


@pytest.mark.parametrize(
    ("now", "before", "change", "percent"),
    [
        (25, 20, 5, 25),
        (25, 19, 6, "[low]"),
        (5, 0, 5, "[low]"),
        ("[c]", 20, "[c]", "[c]"),
        (20, "[x]", "[x]", "[x]"),
        (89.6, 90.4, -0.8, -0.9),
    ],
)
def test_a_change_needs_both_figures(now, before, change, percent):
    assert less(now, before) == change
    if isinstance(now, float):
        return
    assert change_percent(now, before) == percent
