"""Scoring by counting yes answers; the threshold is the area's policy on the day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import risk, tools
from cases.risk import ANSWERS, score
from cases.tools import RIC24


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


# -- the tools as data -------------------------------------------------------------------------------------------------


def test_each_tool_has_the_items_that_it_is_known_by():
    assert {tool.code: len(tool.items) for tool in tools.SHIPPED} == {
        "safelives_ric24": 24, "police_dash27": 27, "safelives_yp": 24, "s_dash": 11, "dara": 12, "other": 0,
    }  # fmt: skip
    for tool in tools.SHIPPED:
        assert len(tool.codes) == len(tool.items), tool.code


def test_the_police_ask_about_children_where_their_form_does():
    police = [item.code for item in tools.BY_CODE["police_dash27"].items]
    assert police[9:12] == ["CHILDREN_PRESENT", "CHILDREN_HURT", "CHILDREN_THREAT"]
    assert (police.index("MORE_OFTEN"), police.index("POLICE_HISTORY")) == (12, 26)


def test_the_person_causing_harm_is_the_subject_of_the_items_that_the_design_names():
    subjects = {item.code: item.subject for item in tools.ITEMS}
    about = [*RIC24[11:16], *RIC24[17:19], *RIC24[20:24]]  # 12-16, 18-19, 21-24
    assert all(subjects[code] == "perpetrator" for code in about)


# -- one assessment ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("unknown", "is_insufficient"), [(5, False), (6, True), (24, True)])
def test_six_that_are_not_known_or_not_asked_are_too_little_to_go_by(unknown, is_insufficient):
    said = dict(zip(RIC24, ["dont_know"] * (unknown // 2) + ["not_asked"] * (unknown - unknown // 2), strict=False))
    assert risk.tally(answers(0) | said).is_insufficient is is_insufficient


def test_what_somebody_would_not_say_is_counted_apart():
    found = risk.tally(answers(8) | {"MONEY": "declined", "BREACH": "not_asked"})
    assert found == (8, 14, 0, 1, 1)


@pytest.mark.parametrize(("yes", "level"), [(0, ""), (9, ""), (10, "medium"), (13, "medium"), (14, "high")])
def test_a_count_proposes_medium_from_its_edge_and_below_it_nothing(yes, level):
    found = score("safelives_ric24", answers(yes), stated=None, threshold=14)
    assert risk.proposed_level(found, meets_ground=True, medium_from=10) == level


def test_the_stalking_questions_are_counted_and_propose_nothing():
    said = {item.code: "yes" for item in tools.S_DASH_ITEMS}
    found = score("s_dash", said, stated=None, threshold=10)
    assert (found.yes, found.of, found.is_visible_high_risk) == (11, 11, False)
    assert risk.proposed_level(found, meets_ground=False, medium_from=5) == ""


def test_critical_items_come_first_in_the_order_that_matters():
    found = risk.critical_yes(tools.ITEMS, answers(24) | {"WEAPON": "dont_know"})
    assert [item.code for item in found] == [code for code in tools.CRITICAL if code != "WEAPON"]


def test_in_a_graded_tool_what_happens_at_all_is_critical():
    said = {"G_NECK": "once", "G_WEAPON": "never", "G_THREATS": "declined"}
    assert [item.code for item in risk.critical_yes(tools.GRADED_ITEMS, said)] == ["G_NECK"]


def test_t4_twenty_four_unknown_score_nothing_and_are_no_comfort():
    said = dict.fromkeys(RIC24, "dont_know")
    assert score("safelives_ric24", said, stated=None, threshold=14).yes == 0
    assert risk.tally(said).is_insufficient


def test_t6_the_police_count_is_on_its_own_scale_and_crosswalks_for_comparison():
    police = [item.code for item in tools.BY_CODE["police_dash27"].items]
    yes = ["CHILDREN_PRESENT", "CHILDREN_HURT", "CHILDREN_THREAT", *RIC24[:11]]
    said = dict.fromkeys(police, "no") | dict.fromkeys(yes, "yes")
    found = score("police_dash27", said, stated=None, threshold=14)
    assert (found.yes, found.of, risk.crosswalk(said)) == (14, 27, 11)


# -- two assessments ---------------------------------------------------------------------------------------------------

RIC, POLICE = tools.BY_CODE["safelives_ric24"], tools.BY_CODE["police_dash27"]


def test_a_comparison_says_in_words_what_changed():
    then, now = answers(1), answers(0) | {"STRANGLE": "yes"}
    found = {change.item.code: change.words for change in risk.compare((RIC, then), (RIC, now))}
    assert len(found) == 24
    assert {code: words for code, words in found.items() if words} == {
        "INJURY_NOW": "Changed from Yes to No",
        "STRANGLE": "Changed from No to Yes",
    }


def test_the_two_checklists_are_compared_in_their_common_items():
    found = risk.compare((POLICE, {"FEARS": "yes", "CHILDREN_HURT": "yes"}), (RIC, answers(0)))
    assert [change.item.code for change in found] == list(RIC24)
    assert [c.item.code for c in risk.compare((RIC, answers(0)), (POLICE, {}))] == list(RIC24)


@pytest.mark.parametrize("other", ["dara", "s_dash", "safelives_yp", "other"])
def test_different_tools_are_never_compared(other):
    assert not risk.may_compare("safelives_ric24", other)
    with pytest.raises(ValueError, match="never compared"):
        risk.compare((RIC, {}), (tools.BY_CODE[other], {}))


# -- a case: nothing clears a reached threshold but a review that two people agreed ------------------------------------

HOW = st.sampled_from(["count", "grade", "judgement"])
LEVEL = st.sampled_from(["high", "medium", "standard"])
SAID = st.lists(st.tuples(st.integers(0, 30), HOW, LEVEL), max_size=12)


def moment(number):
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def level(*said):
    return risk.level_of([risk.Said(moment(day), how, each) for day, how, each in said])


def test_nothing_said_is_no_level():
    assert level() is None


@given(before=SAID, reached=st.integers(0, 30), after=SAID)
def test_no_order_of_tools_and_judgements_clears_a_reached_threshold(before, reached, after):
    assert level(*before, (reached, "count", "high"), *after) == "high"


@given(said=SAID, at=st.integers(0, 30))
def test_after_an_agreed_review_only_what_came_later_counts(said, at):
    later = [each for each in said if each[0] >= at]
    assert level(*said, (at, "review", "medium")) == level((at, "review", "medium"), *later)


def test_a_judgement_may_lower_a_judgement_but_never_from_high():
    assert level((1, "judgement", "medium"), (2, "judgement", "standard")) == "standard"
    assert level((1, "judgement", "high"), (2, "judgement", "standard")) == "high"


def test_a_tool_only_raises():
    assert level((1, "judgement", "medium"), (2, "grade", "standard")) == "medium"
    assert level((1, "judgement", "standard"), (2, "count", "medium")) == "medium"
    assert level((1, "review", "standard"), (2, "count", "high")) == "high"


def test_what_was_recorded_at_the_moment_of_a_review_is_not_cleared_by_it():
    assert level((1, "count", "high"), (2, "review", "medium"), (2, "count", "high")) == "high"
