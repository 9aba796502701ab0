"""Scoring by counting yes answers; the threshold is the area's policy on the day."""

import pytest

from cases.risk import ANSWERS, RIC24, score


def answers(yes, other="no"):
    return {code: "yes" if place < yes else other for place, code in enumerate(RIC24)}


def test_there_are_twenty_four_items_each_once():
    assert len(RIC24) == len(set(RIC24)) == 24


@pytest.mark.parametrize(("yes", "is_high"), [(0, False), (13, False), (14, True), (24, True)])
def test_visible_high_risk_is_reached_at_the_threshold(yes, is_high):
    found = score("safelives_ric24", answers(yes), stated=None, threshold=14)
    assert (found.yes, found.of, found.is_visible_high_risk) == (yes, 24, is_high)


@pytest.mark.parametrize("other", [a for a in ANSWERS if a not in ("yes", "no")])
def test_what_is_not_known_is_not_yes_and_is_counted(other):
    found = score("safelives_ric24", answers(13, other), stated=None, threshold=14)
    assert (found.yes, found.unknown, found.is_visible_high_risk) == (13, 11, False)


def test_an_area_may_set_another_threshold():
    assert score("safelives_ric24", answers(10), stated=None, threshold=10).is_visible_high_risk


def test_a_stated_score_stands_in_for_answers_that_were_not_sent():
    assert score("safelives_ric24", {}, stated=14, threshold=14).is_visible_high_risk
    assert score("safelives_ric24", answers(9), stated=20, threshold=14).yes == 9  # answers are better than a claim


def test_a_graded_tool_is_not_scored_by_counting():
    found = score("dara", {"anything": "yes"}, stated=20, threshold=14)
    assert (found.of, found.is_visible_high_risk) == (None, False)
