"""Dates of birth as they are known, and relationships that are stored once and said both ways."""

from datetime import date

import pytest

from cases import relationships
from cases.ages import Precision, age_in_words, born_in_words, first_day, years_between
from referrals import codes

EXACT, MONTH, YEAR = Precision.EXACT, Precision.MONTH, Precision.YEAR


@pytest.mark.parametrize(
    ("on", "precision", "words"),
    [
        (date(1987, 3, 14), EXACT, "14 March 1987"),
        (date(1987, 3, 1), EXACT, "1 March 1987"),
        (date(1987, 3, 1), MONTH, "March 1987"),
        (date(1987, 1, 1), YEAR, "about 1987"),
    ],
)
def test_a_date_says_as_much_as_is_known(on, precision, words):
    assert born_in_words(on, precision) == words


@pytest.mark.parametrize(
    ("on", "precision", "today", "age"),
    [
        (date(1994, 3, 14), EXACT, date(2026, 3, 13), "31"),
        (date(1994, 3, 14), EXACT, date(2026, 3, 14), "32"),
        (date(2000, 2, 29), EXACT, date(2026, 2, 28), "25"),
        (date(2000, 2, 29), EXACT, date(2026, 3, 1), "26"),
        (date(1994, 3, 1), MONTH, date(2026, 2, 28), "31"),
        (date(1994, 3, 1), MONTH, date(2026, 3, 15), "31 or 32"),
        (date(1994, 3, 1), MONTH, date(2026, 3, 31), "32"),
        (date(1994, 12, 1), MONTH, date(2026, 12, 30), "31 or 32"),
        (date(1987, 1, 1), YEAR, date(2026, 11, 22), "38 or 39"),
        (date(1987, 1, 1), YEAR, date(2026, 12, 31), "39"),
        (date(2026, 1, 1), YEAR, date(2026, 11, 22), "0"),
        (date(2027, 1, 1), EXACT, date(2026, 11, 22), ""),
    ],
)
def test_an_age_is_as_exact_as_the_date(on, precision, today, age):
    assert age_in_words(on, precision, today=today) == age


def test_the_first_day_of_what_is_known():
    assert (first_day(1987), first_day(1987, 3), first_day(1987, 3, 14)) == (
        date(1987, 1, 1), date(1987, 3, 1), date(1987, 3, 14),
    )  # fmt: skip
    assert years_between(date(2000, 1, 1), date(2000, 12, 31)) == 0


def test_a_relationship_is_said_from_both_ends():
    assert relationships.said_from("parent", is_first=True) == "Parent of"
    assert relationships.said_from("parent", is_first=False) == "Child of"
    assert {relationships.said_from("ex_partner", is_first=end) for end in (True, False)} == {"Former partner of"}


@pytest.mark.parametrize("choice", [code for code, _ in relationships.choices()])
def test_the_same_relationship_said_from_either_end_is_stored_once(choice):
    code, _, back = choice.partition(":")
    opposite = code if back or relationships.KINDS[code].is_mutual else f"{code}:back"
    assert relationships.from_choice(choice, "a", "b") == relationships.from_choice(opposite, "b", "a")


def test_every_relation_that_a_referral_may_name_has_a_kind():
    """But for those that say there is none, or that nobody knows."""
    unsaid = {"not_connected", "not_known", "none", "other"}
    asked = {*codes.RELATIONSHIPS, *codes.CHILD_RELATIONSHIPS, *codes.OTHER_RELATIONSHIPS}
    assert set(relationships.REFERRED) == asked - unsaid
    assert {choice.partition(":")[0] for choice in relationships.REFERRED.values()} <= set(relationships.KINDS)


def test_what_a_referral_says_becomes_relationships():
    people = [
        ("v", "victim", "", "", ""),
        ("p", "perpetrator", "ex_partner", "", ""),
        ("c", "child", "child", "step_child", "both"),
    ]
    assert sorted(relationships.as_referred(people)) == [
        ("ex_partner", "p", "v"),
        ("lives_with", "c", "p"),
        ("lives_with", "c", "v"),
        ("parent:back", "c", "v"),
        ("step_parent:back", "c", "p"),
    ]
    two = [*people, ("q", "perpetrator", "", "", "")]
    assert ("step_parent:back", "c", "p") not in relationships.as_referred(two)  # of which of them is not said


def test_a_home_is_whoever_lives_with_anybody_in_it():
    homes = relationships.households([("a", "b"), ("c", "d"), ("b", "e")])
    assert set(homes) == {frozenset("abe"), frozenset("cd")}


def test_generations_stand_in_rows_and_a_contradiction_ends():
    family = [("parent", "g", "v"), ("parent", "v", "c"), ("ex_partner", "p", "v")]
    assert relationships.generations("gvcp", family, "c") == {"g": 0, "v": 1, "p": 1, "c": 2}
    circle = [("parent", "a", "b"), ("parent", "b", "a")]
    assert set(relationships.generations("ab", circle, "")) == {"a", "b"}
    assert relationships.generations("vc", [], "c") == {"v": 0, "c": 1}
