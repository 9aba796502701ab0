"""Who has to be there, without a database."""

import pytest

from marac.quorum import Seat, below, below_for_emergency, may_hear

POLICE, ADVISERS, CHILDREN = (
    Seat(1, "Constabulary", "police"),
    Seat(2, "Advocates", "idva"),
    Seat(3, "SC", "childrens_sc"),
)
HOSPITAL = Seat(4, "Hospital", "acute_trust")
CORE = [POLICE, ADVISERS, CHILDREN]


@pytest.mark.parametrize(
    ("there", "least", "missing"),
    [
        ([], 0, []),
        ([], 1, ["Constabulary", "Advocates", "SC"]),
        ([POLICE, HOSPITAL], 2, ["Advocates", "SC"]),
        ([POLICE, ADVISERS], 2, []),
        ([POLICE, ADVISERS], 3, ["SC"]),
        (CORE, 3, []),
    ],
)
def test_fewer_than_enough_names_everybody_who_is_missing(there, least, missing):
    assert below(CORE, there, least=least) == missing


@pytest.mark.parametrize(
    ("there", "has_children", "missing"),
    [
        ([POLICE, ADVISERS, HOSPITAL], False, []),
        ([POLICE, ADVISERS, HOSPITAL], True, ["children’s social care"]),
        ([POLICE, ADVISERS, HOSPITAL, CHILDREN], True, []),
        ([POLICE, ADVISERS], False, ["Hospital"]),
        ([HOSPITAL], False, ["the police", "an independent adviser"]),
        ([], True, ["the police", "an independent adviser", "Hospital", "children’s social care"]),
    ],
)
def test_an_emergency_needs_police_adviser_whoever_asked_and_for_children_their_social_care(
    there, has_children, missing
):
    assert below_for_emergency(there, asked_by=HOSPITAL, has_children=has_children) == missing


def test_whoever_asked_is_not_named_twice():
    assert below_for_emergency([ADVISERS], asked_by=POLICE, has_children=False) == ["the police"]
    assert below_for_emergency([POLICE, ADVISERS], asked_by=CHILDREN, has_children=True) == ["SC"]


def test_another_force_does_not_stand_in_for_the_one_that_asked():
    other = Seat(9, "Other force", "police")
    assert below_for_emergency([other, ADVISERS], asked_by=POLICE, has_children=False) == ["Constabulary"]


@pytest.mark.parametrize(
    ("choice", "is_urgent", "may"),
    [("", True, False), ("proceed", False, True), ("urgent", True, True), ("urgent", False, False),
     ("adjourn", True, False)],
)  # fmt: skip
def test_what_the_chair_decided_says_which_cases_are_heard(choice, is_urgent, may):
    assert may_hear(choice, is_urgent=is_urgent) is may
