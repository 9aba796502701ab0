"""The four measures, at the figures of the seed report (K1 to K5) and at their edges."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from support import outcomes
from support.outcomes import Answer, Closed, Result

DAY = date(2026, 9, 1)
QUARTER = {"start": date(2026, 7, 1), "end": date(2026, 9, 30)}


def row(number, *, measure=None, said="", by="", **more):
    answers = {measure: Answer(measure, said, by or outcomes.RESPONDENT[measure])} if measure else {}
    facts = {"is_engaged": True, "has_exit": bool(answers), "abuse": frozenset({"physical"}), "answers": answers}
    return Closed(**({"key": str(number), "closed_on": DAY, "opened_on": DAY - timedelta(days=90)} | facts | more))


def world(measure, good, base, *, closed=200, engaged=150):
    """So many closed, of whom some were engaged; a base that answered, so many of them well."""
    well, badly = next(iter(outcomes.GOOD[measure])), outcomes.SCALES[measure][-1]
    answered = [row(n, measure=measure, said=well if n < good else badly) for n in range(base)]
    silent = [row(n, is_engaged=n < engaged) for n in range(base, closed)]
    return [*answered, *silent]


@pytest.mark.parametrize(
    ("measure", "good", "base", "percent", "target", "points"),
    [
        ("cess", 79, 120, 66, 50, 16),
        ("safe", 71, 100, 71, 50, 21),
        ("qol", 60, 90, 67, 40, 27),
        ("risk", 100, 145, 69, 50, 19),
    ],
)
def test_the_figures_of_the_seed_come_out_of_case_level_answers(measure, good, base, percent, target, points):
    found = outcomes.measured(world(measure, good, base), measure, **QUARTER)
    assert (found.good, found.base, found.eligible, found.closed) == (good, base, 150, 200)
    assert found.percent == percent
    assert found.meets(target)
    assert round(found.points_over(target)) == points
    assert found.words == f"base {base} of 200 closed; {200 - base} not counted"


def test_a_target_is_compared_unrounded():
    found = Result("safe", 124, 250, 250, 250)  # 49.6 per cent
    assert found.percent == 50
    assert found.meets(50) is False
    assert found.points_over(50) == Fraction(-2, 5)
    assert Result("safe", 125, 250, 250, 250).meets(50) is True


def test_a_base_below_ten_is_not_shown():
    assert Result("safe", 9, 9, 9, 9).percent is None
    assert Result("safe", 9, 9, 9, 9).meets(50) is None
    assert Result("safe", 5, 10, 10, 10).percent == 50


def test_halves_go_up():
    assert Result("qol", 1, 40, 40, 40).percent == 3  # 2.5 per cent


@pytest.mark.parametrize("measure", ["cess", "safe", "qol"])
def test_a_workers_opinion_is_never_the_persons_own_answer(measure):
    with pytest.raises(ValueError, match="answers for themselves"):
        Answer(measure, outcomes.SCALES[measure][0], "idva")


def test_the_advisers_view_of_risk_is_the_advisers():
    with pytest.raises(ValueError, match="answers for themselves"):
        Answer("risk", "significant", "victim")


def test_an_answer_of_another_scale_is_refused():
    with pytest.raises(ValueError, match="does not belong"):
        Answer("safe", "improved_lot", "victim")


@pytest.mark.parametrize("unknown", sorted(outcomes.UNKNOWN))
def test_unknown_leaves_the_base_and_is_counted(unknown):
    rows = [*world("safe", 8, 10, closed=10), row("x", measure="safe", said=unknown, by="idva")]
    found = outcomes.measured(rows, "safe", **QUARTER)
    assert (found.base, found.eligible, found.closed) == (10, 11, 11)


def test_fewer_than_half_of_those_who_could_answer_is_a_warning():
    assert Result("safe", 40, 74, 150, 200).is_thin
    assert not Result("safe", 40, 75, 150, 200).is_thin


def test_abuse_cannot_stop_that_was_not_there_at_intake():
    rows = [*world("cess", 8, 10, closed=10), row("x", measure="cess", said="stopped", abuse=frozenset())]
    assert outcomes.measured(rows, "cess", **QUARTER).base == 10


@pytest.mark.parametrize(
    ("closed_on", "counts"), [("2026-06-30", 0), ("2026-07-01", 1), ("2026-09-30", 1), ("2026-10-01", 0)]
)
def test_an_episode_belongs_to_the_quarter_in_which_it_closed(closed_on, counts):
    rows = [row(1, measure="safe", said="same", closed_on=date.fromisoformat(closed_on))]
    assert outcomes.measured(rows, "safe", **QUARTER).closed == counts


@pytest.mark.parametrize(
    ("days", "new_referral", "rows"), [(29, False, 1), (30, False, 1), (31, False, 2), (10, True, 2)]
)
def test_opened_again_within_thirty_days_counts_twice_only_with_a_new_referral(days, new_referral, rows):
    first = row("first", measure="safe", said="same", closed_on=DAY, abuse=frozenset({"stalking"}))
    again = row(
        "again", measure="safe", said="much_safer", reopens="first", has_new_referral=new_referral,
        opened_on=DAY + timedelta(days=days), closed_on=DAY + timedelta(days=days + 5), abuse=frozenset(),
    )  # fmt: skip
    found = outcomes.counted_once([again, first])
    assert len(found) == rows
    if rows == 1:
        assert (found[0].answers["safe"].said, found[0].abuse) == ("much_safer", {"stalking"})
