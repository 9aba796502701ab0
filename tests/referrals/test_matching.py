"""When two records speak of one person: a name without its accents and capitals, or a birthday and a first name."""

from datetime import date

import pytest

from referrals.matching import Identity, is_placeholder, key_of

BORN = date(2016, 2, 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zoë", "O'Example-Núñez"), ("ZOE", "OExample Nunez")),
        (("Łucja", "Dąbrowska"), ("lucja", "DABROWSKA")),
        ((" Mina ", "van  der Test"), ("Mina", "Van Der Test")),
    ],
)
def test_spelling_does_not_tell_people_apart(one, other):
    assert key_of(*one) == key_of(*other)
    assert Identity.of([one], []).is_same_as(Identity.of([other], []))


def test_a_birthday_needs_a_first_name_beside_it():
    mina = Identity.of([("Mina", "Testcase")], [BORN])
    assert mina.is_same_as(Identity.of([("Mina", "Othername")], [BORN]))
    assert not mina.is_same_as(Identity.of([("Tara", "Othername")], [BORN]))
    assert not mina.is_same_as(Identity.of([("Mina", "Othername")], []))


@pytest.mark.parametrize("name", [("", "Unknown"), ("Not", "Known"), ("", ""), (" ", "N/K")])
def test_a_placeholder_is_no_name(name):
    assert is_placeholder(*name)
    assert not Identity.of([name], []).is_same_as(Identity.of([name], []))
