"""All editions of a quarter side by side: a reader with a pencil works out no small number that is not printed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.counts import Heard
from tests.reports import worlds
from tests.reports.reader import Reader, truth_of
from tests.reports.worlds import COUNTY, ESSEX, QUARTERS


def reader_of(counts):
    reader = Reader(COUNTY, QUARTERS)
    for place in COUNTY.places:
        reader.read(place, worlds.snapshot_of(counts, place))
    return reader


def test_the_reader_reads_right():
    counts = worlds.county()
    reader, truth = reader_of(counts), truth_of(counts, COUNTY)
    assert len(reader.known) > 300
    assert reader.known == {key: truth[key] for key in reader.known}
    for each in reader.sums:
        assert truth[each.total] == sum(truth[part] for part in each.parts), each


def test_the_reader_works_out_what_is_left_open():
    counts = worlds.county()
    reader, truth = reader_of(counts), truth_of(counts, COUNTY)
    small = next(key for key in reader.named - reader.known.keys() if key[0] == "route" and 0 < truth[key] < 5)
    _, place, _ = small
    for key in reader.named:
        if key[0] == "route" and key[1] == place and key != small:
            reader.known[key] = truth[key]
    assert small in reader.works_out(truth)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_follows_from_the_editions_of_a_busy_county(seed):
    counts = worlds.county(seed)
    assert reader_of(counts).works_out(truth_of(counts, COUNTY)) == set()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 12))
def test_nothing_follows_from_the_editions_of_a_quiet_county(seed, most):
    counts = worlds.small(random.Random(seed), most=most)
    assert reader_of(counts).works_out(truth_of(counts, COUNTY)) == set()


@pytest.mark.parametrize("few", ["in time", "late"])
def test_a_month_with_few_in_time_or_few_late_does_not_follow_from_its_quarter(few):
    counts = worlds.nothing()
    for month in QUARTERS[-1].months:
        is_odd = month == QUARTERS[-1].months[1]
        in_time, late = (3, 37) if is_odd and few == "in time" else (37, 3) if is_odd else (30, 10)
        counts.heard[Heard(month, ESSEX.id, 8, True, False)] = in_time
        counts.heard[Heard(month, ESSEX.id, 20, False, False)] = late
    reader = reader_of(counts)
    assert ("late", worlds.WHOLE.id, QUARTERS[-1]) in reader.known
    assert reader.works_out(truth_of(counts, COUNTY)) == set()


@pytest.mark.parametrize("counts", [worlds.nothing, worlds.one_case, worlds.a_few_others])
def test_nothing_follows_from_next_to_nothing(counts):
    made = counts()
    assert reader_of(made).works_out(truth_of(made, COUNTY)) == set()
