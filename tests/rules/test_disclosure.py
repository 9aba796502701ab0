"""No hidden count can be worked out from what is published."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.disclosure import Cover, Sum, could_only_be, cover, is_small
from tests.reports.attacker import gives_away, solved, squeezed

THRESHOLD = 5


def table(*parts, within=True):
    """A column of counts with its total."""
    counts = {"all": sum(parts)} | dict(enumerate(parts))
    return counts, [Sum("all", tuple(range(len(parts))), within)]


def shown(counts, sums):
    hidden = cover(counts, sums, threshold=THRESHOLD)
    return {key: "[c]" if key in hidden else count for key, count in counts.items()}


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_are_small_and_nought_is_not(count, small):
    assert is_small(count, THRESHOLD) is small


def test_nothing_is_hidden_where_nothing_is_small():
    counts, sums = table(5, 0, 12)
    assert shown(counts, sums) == counts


def test_the_next_smallest_is_hidden_beside_a_lone_small_count():
    assert shown(*table(12, 3, 40)) == {"all": 55, 0: "[c]", 1: "[c]", 2: 40}


def test_a_nought_is_never_what_a_small_count_hides_behind():
    assert shown(*table(0, 3, 40)) == {"all": 43, 0: 0, 1: "[c]", 2: "[c]"}


def test_what_is_hidden_never_adds_up_to_a_small_number():
    assert shown(*table(1, 2, 30)) == {"all": 33, 0: "[c]", 1: "[c]", 2: "[c]"}


def test_counts_that_can_only_all_be_the_largest_small_number_get_company():
    assert shown(*table(4, 4, 4, 9)) == {"all": 21, 0: "[c]", 1: "[c]", 2: "[c]", 3: "[c]"}


def test_a_total_is_hidden_where_a_single_part_would_be_it():
    assert shown(*table(0, 4, 0)) == {"all": "[c]", 0: "[c]", 1: "[c]", 2: "[c]"}
    assert shown(*table(1, 1, 1, 1, 1)) == {"all": "[c]", 0: "[c]", 1: "[c]", 2: "[c]", 3: "[c]", 4: "[c]"}


def test_noughts_under_a_small_total_are_hidden_with_it():
    hidden = cover(*table(0, 4, 0), threshold=THRESHOLD)
    assert (hidden.needed, hidden.beside) == ({"all", 1}, {0, 2})


def test_an_area_hides_more_so_that_its_partnership_does_not_give_another_away():
    counts = {"set": 40, "essex": 30, "southend": 7, "thurrock": 3}
    sums = [Sum("set", ("essex", "southend", "thurrock"), within=False)]
    assert shown(counts, sums) == {"set": 40, "essex": 30, "southend": "[c]", "thurrock": "[c]"}


def test_sums_that_are_safe_alone_are_made_safe_together():
    counts = {"a": 3, "b": 4, "c": 6, "ab": 7, "abc": 13}
    sums = [Sum("ab", ("a", "b"), within=False), Sum("abc", ("a", "b", "c"), within=False)]
    assert shown(counts, sums)["c"] == 6
    counts["c"], counts["abc"] = 2, 9
    hidden = cover(counts, sums, threshold=THRESHOLD)
    assert gives_away(counts, sums, hidden) == set()
    assert "ab" in hidden or "abc" in hidden


def test_another_world_that_looks_the_same_is_the_proof():
    counts, sums = table(2, 3, 40)
    assert not list(could_only_be(counts, sums, {0, 1}))
    assert list(could_only_be(counts, sums, {1})) == [1]
    counts, sums = table(1, 1, 40)
    assert list(could_only_be(counts, sums, {0, 1})) == [0, 1]


def test_algebra_finds_what_two_sums_give_away_together():
    sums = [Sum("ab", ("a", "b")), Sum("abc", ("a", "b", "c"))]
    assert list(solved(sums, {"a", "b", "c"})) == ["c"]
    assert not list(solved(sums, {"a", "b"}))


def test_knowing_that_each_is_at_least_one_finds_what_leaves_no_room():
    counts, sums = table(1, 1, 7)
    assert set(squeezed(sums, counts, {0, 1})) == {0, 1}
    assert not list(squeezed(sums, counts, {0, 2}))


def test_the_attacker_of_these_tests_does_find_what_is_badly_hidden():
    counts, sums = table(12, 3, 40)
    assert gives_away(counts, sums, Cover(frozenset({1}), frozenset())) == {1}
    counts, sums = table(1, 1, 40)
    assert gives_away(counts, sums, Cover(frozenset({0, 1}), frozenset())) == {0, 1}


SMALL_AND_LARGE = st.integers(0, 6) | st.integers(0, 40)


@given(st.lists(SMALL_AND_LARGE, min_size=1, max_size=14), st.booleans())
def test_no_hidden_count_of_a_column_can_be_worked_out(parts, within):
    counts, sums = table(*parts, within=within)
    assert gives_away(counts, sums, cover(counts, sums, threshold=THRESHOLD)) == set()


def grid(rows):
    """Counts by row and column, with totals for both and for all."""
    high, wide = len(rows), len(rows[0])
    counts = {(r, c): rows[r][c] for r in range(high) for c in range(wide)}
    counts |= {(r, "all"): sum(rows[r]) for r in range(high)}
    counts |= {("all", c): sum(row[c] for row in rows) for c in range(wide)} | {("all", "all"): sum(map(sum, rows))}
    sums = [Sum((r, "all"), tuple((r, c) for c in range(wide))) for r in [*range(high), "all"]]
    sums += [Sum(("all", c), tuple((r, c) for r in range(high)), within=False) for c in [*range(wide), "all"]]
    return counts, sums


@given(
    st.integers(2, 3).flatmap(
        lambda high: st.lists(st.lists(SMALL_AND_LARGE, min_size=3, max_size=3), min_size=high, max_size=high)
    )
)
def test_no_hidden_count_of_a_table_with_both_totals_can_be_worked_out(rows):
    counts, sums = grid(rows)
    assert gives_away(counts, sums, cover(counts, sums, threshold=THRESHOLD)) == set()


@given(st.lists(SMALL_AND_LARGE, min_size=2, max_size=8))
def test_what_stays_shown_is_nought_or_large_enough(parts):
    counts, sums = table(*parts)
    hidden = cover(counts, sums, threshold=THRESHOLD)
    assert not any(is_small(count, THRESHOLD) for key, count in counts.items() if key not in hidden)


def test_a_reader_who_can_run_this_code_still_learns_no_hidden_count():
    """Every column of three up to 8: those that are published alike differ in each count that is hidden."""
    alike = defaultdict(list)
    for parts in product(range(9), repeat=3):
        counts, sums = table(*parts)
        alike[tuple(shown(counts, sums).items())].append(parts)
    for published, worlds in alike.items():
        figures = dict(published)
        for place in range(3):
            if figures[place] == "[c]":
                assert len({world[place] for world in worlds}) > 1, (published, worlds)
