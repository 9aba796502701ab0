"""A referral that several agencies made together: each has its part, and no part tells of a few of them."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from agencies.models import AgencyType, Area
from common.disclosure import ABSENT, HIDDEN, Cover, is_number
from reports import single_pass
from reports.counts import Counts, Received
from reports.frozen import conceal, corrected, hidden_in
from reports.indicators import ROUTES, Measure, shared_by
from reports.network import Cell, network_of, route_cell
from reports.restating import printed
from reports.selectors import count, geography_of
from reports.services import refresh_summary
from reports.together import NOBODY, together
from tests import factories
from tests.database import BATCH, acting_as
from tests.factories.reports import noon, referrals
from tests.reports import worlds
from tests.reports.attacker import bounded, gives_away, pinned, solved, squeezed
from tests.reports.conftest import AS_AT, QUARTER
from tests.reports.reader import Reader, truth_of
from tests.reports.worlds import COUNTY, DISTRICTS, ESSEX, QUARTERS, SOUTHEND, WHOLE

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


# -- one referral -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sender", "others", "parts"),
    [
        ("police", (), {"police": 1}),
        ("police", ("idva",), {"police": HALF, "idva": HALF}),
        ("idva", ("police", "primary_care"), {"idva": THIRD, "police": THIRD, "primary": THIRD}),
        ("primary_care", ("acute_trust", "mental_health", "police"), None),
        ("fire", ("other",), {"other": 1}),  # two kinds of agency, one source
        ("idva", ("idva", "police"), {"idva": HALF, "police": HALF}),  # a kind that the sender has become since
        ("housing_la", ("housing_association", "police"), {"housing": 2 * THIRD, "police": THIRD}),
    ],
)
def test_those_who_made_it_have_equal_parts(sender, others, parts):
    found = shared_by(sender, others)
    assert sum(found.values()) == 1
    assert found == parts if parts else set(found.values()) == {Fraction(1, 4)}


@pytest.mark.parametrize(
    ("exact", "figure"),
    [
        (THIRD, 0.33), (2 * THIRD, 0.67), (HALF, 0.5), (Fraction(3), 3), (10 + Fraction(1, 8), 10.13),
        (Fraction(401, 4), 100.25), (Fraction(0), 0),
    ],
)  # fmt: skip
def test_parts_are_printed_to_two_places_halves_upwards(exact, figure):
    assert printed(exact) == figure
    assert isinstance(printed(exact), type(figure))


# -- a quarter --------------------------------------------------------------------------------------------------------


def counts_of(*rows, district=None):
    """Referrals of the last quarter: each row a sender, those with it, and how many."""
    counts = Counts(QUARTERS)
    district = (district or DISTRICTS[ESSEX.id][0]).id
    for sender, others, number in rows:
        counts.received[Received(date(2026, 8, 1), district, sender, others)] += number
    return counts


def concealed(counts, **more):
    parts = together(QUARTER, counts, COUNTY)
    return parts, conceal(network_of(QUARTER, counts, COUNTY, target_days=14), threshold=5, together=parts, **more)


def shared(frozen, place=ESSEX):
    return {route: frozen.figure(Cell(Measure.SHARED, place.id, route)) for route in ROUTES}


def nought(**but):
    return dict.fromkeys(ROUTES, 0) | but


def test_parts_stand_beside_whole_numbers_and_add_up_to_the_same():
    _, frozen = concealed(counts_of(("police", (), 100), ("police", ("idva",), 9), ("idva", (), 20)))
    assert shared(frozen) == shared(frozen, WHOLE) == nought(police=104.5, idva=24.5)
    assert [frozen.figure(route_cell(ESSEX.id, route)) for route in ("police", "idva")] == [109, 20]


def test_nobody_made_one_together_and_nothing_is_counted_in_parts():
    parts, frozen = concealed(counts_of(("police", (), 100), ("idva", (), 20)))
    assert parts == NOBODY
    assert not [cell for cell in frozen.figures if cell.measure is Measure.SHARED]


def test_an_older_quarter_takes_nothing_from_this_one():
    counts = counts_of(("police", (), 100))
    counts.received[Received(date(2026, 6, 1), DISTRICTS[ESSEX.id][0].id, "police", ("idva",))] += 50
    assert together(QUARTER, counts, COUNTY) == NOBODY
    assert together(QUARTER.previous, counts, COUNTY).behind[Cell(Measure.SHARED, WHOLE.id, "idva")] == 50


def test_few_that_were_made_together_are_not_told_by_the_difference_of_both_numbers():
    """The police have 100, and 98.5 in parts: three were made with somebody."""
    counts = counts_of(("police", (), 97), ("police", ("idva",), 3), ("idva", (), 20), ("housing_la", (), 12))
    _, frozen = concealed(counts)
    assert shared(frozen) == nought(police=HIDDEN, idva=HIDDEN, housing=12)
    assert [frozen.figure(route_cell(ESSEX.id, route)) for route in ("police", "idva")] == [100, 20]


def test_where_the_whole_number_is_hidden_so_is_the_part_that_says_it():
    """Adult social care sent two by itself: both would print 2."""
    counts = counts_of(("police", (), 90), ("police", ("idva",), 10), ("adult_sc", (), 2), ("housing_la", (), 3))
    _, frozen = concealed(counts)
    assert (frozen.figure(route_cell(ESSEX.id, "adults")), shared(frozen)["adults"]) == (HIDDEN, HIDDEN)
    assert shared(frozen)["idva"] == 5


def test_a_part_of_what_few_sent_and_many_made_is_shown():
    """The advisers sent two by themselves and made twelve with the police: 8 in parts does not say two."""
    alone = (("police", (), 90), ("idva", (), 2), ("housing_la", (), 3), ("fire", (), 4))
    _, frozen = concealed(counts_of(*alone, ("police", ("idva",), 12)))
    assert frozen.figure(route_cell(ESSEX.id, "idva")) == HIDDEN
    assert shared(frozen)["idva"] == 8


def worked_out(parts, frozen):
    """The hidden parts that three readers can name. They know the noughts of a column in which any number stands."""
    hidden = {cell for cell in parts.counts if not is_number(frozen.figures[cell])}
    if is_all_hidden(parts, frozen, *(area.id for area in COUNTY.areas)):
        found = {*solved(parts.sums, hidden), *squeezed(parts.sums, parts.counts, hidden, least=0)}
        bounds = bounded(parts.counts, parts.sums, hidden, least=0)
        found |= {cell for cell, (low, high) in bounds.items() if high - low < 0.1}
        return {cell for cell in found if 0 < parts.counts[cell] < 5}
    needed = Cover(frozenset(cell for cell in hidden if parts.counts[cell]), frozenset())
    return gives_away(parts.counts, parts.sums, needed) | pinned(parts.counts, parts.sums, needed)


def is_all_hidden(parts, frozen, *places):
    found = [cell for cell in parts.counts if cell.measure is Measure.SHARED and (not places or cell.place in places)]
    return not any(is_number(frozen.figures[cell]) for cell in found)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("likely", [0.1, 0.3])
def test_no_part_of_a_county_can_be_worked_out(seed, likely):
    parts, frozen = concealed(worlds.county(seed, together=likely))
    for each in parts.sums:
        assert parts.counts[each.total] == sum(parts.counts[part] for part in each.parts)
    assert not is_all_hidden(parts, frozen, WHOLE.id)
    assert HIDDEN in shared(frozen).values()
    assert worked_out(parts, frozen) == set()


def test_no_part_of_a_quiet_county_can_be_worked_out():
    shown = 0
    for seed in range(60):
        rng = random.Random(seed)
        parts, frozen = concealed(worlds.small(rng, months=3, most=rng.randint(1, 7), together=0.3))
        if parts == NOBODY or is_all_hidden(parts, frozen):  # where no number stands, not even a nought is known
            continue
        shown += 1
        assert worked_out(parts, frozen) == set(), seed
    assert shown > 10


@pytest.mark.parametrize("seed", range(2))
def test_whole_numbers_are_not_hidden_for_the_sake_of_parts(seed):
    counts = worlds.county(seed, together=0.2)
    _, frozen = concealed(counts)
    alone = conceal(network_of(QUARTER, counts, COUNTY, target_days=14), threshold=5)
    whole = {cell: figure for cell, figure in frozen.figures.items() if cell.measure is not Measure.SHARED}
    assert whole == alone.figures


def test_the_public_reads_no_part_that_the_board_does_not():
    counts = worlds.county(together=0.3)
    parts, board = concealed(counts)
    network = network_of(QUARTER, counts, COUNTY, target_days=14)
    public = conceal(network, threshold=10, also=hidden_in(board), together=parts)
    shown = {cell for cell, figure in public.figures.items() if is_number(figure) and figure}
    assert {cell.measure for cell in shown} >= {Measure.SHARED, Measure.ROUTE}
    assert not shown & hidden_in(board)
    assert all(parts.behind[cell] not in range(1, 10) for cell in shown)


# -- corrections ------------------------------------------------------------------------------------------------------

FIRST = (("police", (), 100), ("police", ("idva",), 20), ("idva", (), 30), ("housing_la", (), 40))


def again(*rows):
    """The quarter of FIRST, corrected to these referrals; and what of it stands afterwards."""
    _, before = concealed(counts_of(*FIRST))
    counts = counts_of(*rows)
    parts = together(QUARTER, counts, COUNTY)
    network = network_of(QUARTER, counts, COUNTY, target_days=14)
    return before, corrected(network, before, threshold=5, together=parts)


def test_a_few_more_made_together_change_nothing():
    before, now = again(("police", (), 97), ("police", ("idva",), 23), *FIRST[2:])
    assert shared(before) == nought(police=110, idva=40, housing=40)
    assert now is None


def test_many_more_made_together_are_published_beside_whole_numbers_that_stand():
    before, now = again(("police", (), 80), ("police", ("idva",), 40), *FIRST[2:])
    assert shared(now) == nought(police=100, idva=50, housing=40)
    assert {c: f for c, f in now.figures.items() if c.measure is not Measure.SHARED} == {
        c: f for c, f in before.figures.items() if c.measure is not Measure.SHARED
    }


def test_a_change_of_few_beside_one_of_many_is_hidden():
    """Twenty more of the police with the advisers, and two with housing, which has one more by that."""
    _, now = again(("police", (), 78), ("police", ("idva",), 40), ("police", ("housing_la",), 2), *FIRST[2:])
    assert shared(now)["housing"] == HIDDEN
    assert [figure for figure in shared(now).values() if figure == HIDDEN] != [HIDDEN]


def test_where_whole_numbers_stand_back_the_parts_do_too():
    """Three more referrals in all: neither column may say so."""
    before, now = again(("police", (), 83), ("police", ("idva",), 40), *FIRST[2:])
    assert now is None
    assert shared(before)["idva"] == 40


def test_a_quarter_published_before_parts_were_counted_gets_none_by_a_correction():
    counts = counts_of(*FIRST)
    network = network_of(QUARTER, counts, COUNTY, target_days=14)
    before = conceal(network, threshold=5)
    before = replace(before, measures=before.measures - {Measure.SHARED})
    assert set(shared(before).values()) == {ABSENT}
    assert corrected(network, before, threshold=5, together=together(QUARTER, counts, COUNTY)) is None


# -- as printed -------------------------------------------------------------------------------------------------------


def sources(counts, place=WHOLE):
    return worlds.snapshot_of(counts, place)["tables"]["sources"]


def test_the_table_of_sources_has_both_ways_of_counting():
    found = sources(counts_of(("police", (), 100), ("police", ("idva", "fire"), 30), ("idva", (), 20)))
    assert [column["label"] for column in found["columns"]] == ["Source", "Referrals", "% of all", "Shared"]
    assert found["caption"].endswith("Shared: one that several made together, in equal parts")
    rows = {row[0]: row[1:] for row in found["rows"]}
    assert rows["Police"] == [130, 86.7, 110]
    assert rows[ROUTES["idva"][0]] == [20, 13.3, 30]
    assert found["total"] == ["All sources", 150, 100, 150]


def test_without_referrals_made_together_it_has_three_columns_as_before():
    found = sources(worlds.county())
    assert [column["label"] for column in found["columns"]] == ["Source", "Referrals", "% of all"]
    assert "Shared" not in found["caption"]


@pytest.mark.parametrize("likely", [0.1, 0.3])
def test_nothing_follows_from_all_editions_side_by_side(likely):
    counts = worlds.county(2, together=likely)
    reader, truth = Reader(COUNTY, QUARTERS), truth_of(counts, COUNTY)
    for place in COUNTY.places:
        reader.read(place, worlds.snapshot_of(counts, place))
    parts = {key for key in reader.known if key[0] == "shared"}
    assert len(parts) > len(ROUTES)
    assert {key: printed(truth[key]) for key in parts} == {key: reader.known[key] for key in parts}
    reader.known |= {key: truth[key] for key in parts}  # a reader who knows the rounded ones to the last third
    assert reader.works_out(truth) == set()


# -- from the rows ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_both_ways_of_counting_read_who_made_it_whatever_the_order(county):
    police = factories.agency(type="police")
    district = Area.objects.get(kind="authority", name="Basildon")
    row = {"district": district, "from_agency": police, "received_at": noon(date(2026, 8, 3)), "child_count": 2}
    made = [[], ["idva"], ["idva"], ["primary_care", "idva"], ["idva", "primary_care"]]
    referrals([row | {"referred_with": each} for each in made], to_agency=police)
    with acting_as(BATCH):
        refresh_summary()
        found = [way(geography_of(county), quarters=QUARTERS, as_at=AS_AT) for way in (count, single_pass.count)]
    assert found[0].received == found[1].received
    assert Counter({key.together: number for key, number in found[0].received.items()}) == {
        (): 1, ("idva",): 2, ("idva", "primary_care"): 2,
    }  # fmt: skip
    assert found[0].children.total() == found[1].children.total() == 10


def test_every_kind_of_agency_has_a_source():
    for kind in AgencyType.values:
        assert set(shared_by(kind, ())) <= set(ROUTES)


def test_worlds_made_together_reach_every_meeting_area():
    counts = worlds.county(together=0.3)
    parts = together(QUARTER, counts, COUNTY)
    assert parts.behind[Cell(Measure.SHARED, SOUTHEND.id, "police")]
