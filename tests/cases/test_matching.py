"""When two records may speak of one person: names spelt, sounded and turned round, dates mistyped."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.matching import SHOWN, SURE, Identity, Name, Reason, fold, likeness, sound, variants
from tests.database import as_owner

BORN = date(1994, 3, 4)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Zoë", "zoe"),
        ("O’Connell", "oconnell"),
        ("Wójcik-Nowak", "wojcik nowak"),
        ("Łucja", "lucja"),
        ("Al-Saʿdī", "sadi"),
        ("van der Berg", "berg"),
        ("Le", "le"),  # a particle that is the whole name
        ("Nguyễn", "nguyen"),
        ("Straße", "strasse"),
        ("Юлия", "yuliya"),
        ("Γιώργος", "giorgos"),
        ("  MARY\u00a0 jane ", "mary jane"),
        ("李娜", "李娜"),
        ("", ""),
    ],
)
def test_a_name_is_folded_to_what_is_compared(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhamad"),
        ("yusuf", "jusuf"),
        ("yuliya", "iuliia"),
        ("hussain", "huseyin"),
        ("wojcik", "voycik"),
        ("smith", "schmidt"),
        ("stephen", "steven"),
        ("thomas", "tomas"),
        ("khalid", "halid"),
    ],
)
def test_names_that_sound_alike(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("smith", "jones"), ("maria", "marta"), ("kaur", "khan")])
def test_names_that_do_not(one, other):
    assert sound(one) != sound(other)


LETTERS = st.text(
    st.one_of(
        st.sampled_from("aeiouyhjkwvcszxgdtpbmnrl -'’ßæøłğÇéÉÜñđðþŋıİЖщЮьґЄїαΨςΘ"), st.characters(max_codepoint=0xFFFF)
    ),
    max_size=14,
).filter(lambda text: "\x00" not in text and text.isprintable())


@settings(max_examples=400, deadline=None)
@given(name=LETTERS)
@pytest.mark.django_db
def test_the_database_folds_and_sounds_as_the_rules_do(name):
    """The index is written by a trigger, the search is asked by the rules: a difference would lose people."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT matching.fold(%s)", [name])
        folded = cursor.fetchone()[0]
        assert folded == fold(name)
        for word in folded.split():
            cursor.execute("SELECT matching.sound(%s)", [word])
            assert cursor.fetchone()[0] == sound(word)


# -- dates -------------------------------------------------------------------------------------------------------------


def test_the_dates_that_are_typed_by_mistake():
    found = variants(date(1994, 3, 14))
    assert found[0] == date(1994, 3, 14)
    assert {date(1994, 3, 13), date(1994, 3, 15), date(1993, 3, 14), date(2004, 3, 14), date(1949, 3, 14)} <= set(found)
    assert date(1994, 4, 3) in variants(BORN)
    assert variants(date(1996, 2, 29))  # a day that other years lack


# -- two records -------------------------------------------------------------------------------------------------------


def who(*names, born=(BORN,)):
    return Identity.of(names, born)


@pytest.mark.parametrize(
    ("one", "other", "least", "reason"),
    [
        (who(("Zoë", "Núñez")), who(("ZOE", "Nunez")), 1.0, Reason.NAME_SAME),
        (who(("Anna", "Kowalska")), who(("Kowalska", "Anna")), SURE, Reason.NAME_TURNED),
        (who(("Zofia", "Wójcik-Nowak")), who(("Zofia", "Nowak")), SURE, Reason.NAME_PART),
        (who(("Mohammed", "Hussain")), who(("Muhamad", "Husayn")), 0.9, Reason.FAMILY_SOUNDS),
        (who(("Suharto", "")), who(("", "Suharto")), 1.0, Reason.NAME_SAME),
        (who(("Suharto", "")), who(("Suharto", "Wijaya")), 0.85, Reason.NAME_PART),
        (who(("Katherine", "Example")), who(("Katharine", "Exmaple")), 0.9, Reason.FAMILY_SOUNDS),
        (who(("Юлия", "Шевченко")), who(("Yuliia", "Shevchenko")), 0.9, Reason.FAMILY_SAME),
        (who(("Ann", "Practice")), who(("Ann", "Practice"), born=[date(1994, 4, 3)]), 0.9, Reason.BORN_TURNED),
        (who(("Ann", "Practice")), who(("Ann", "Practice"), born=[date(1994, 1, 1)]), 0.9, Reason.BORN_ABOUT),
        (who(("Ann", "Practice")), who(("Ann", "Practice"), born=[date(1984, 3, 4)]), 0.9, Reason.BORN_CLOSE),
    ],
)
def test_one_person_written_two_ways(one, other, least, reason):
    found = likeness(one, other)
    assert found.score >= least
    assert reason in found.reasons
    assert likeness(other, one).score == found.score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (who(("Ann", "Practice")), who(("Brenda", "Sample"))),  # a birthday is shared by many
        (who(("", "Unknown")), who(("", "Unknown"))),
        (who(), who(("Ann", "Practice"))),
    ],
)
def test_what_is_no_match_or_a_weak_one(one, other):
    assert likeness(one, other).score < SHOWN


@pytest.mark.parametrize(
    "other",
    [who(("Ben", "Practice")), who(("Ann", "Practice"), born=[date(1961, 12, 30)])],
    ids=["a twin", "another date of birth altogether"],
)
def test_some_are_shown_and_are_never_sure(other):
    assert SHOWN < likeness(who(("Ann", "Practice")), other).score < 0.75


def test_without_a_date_of_birth_the_best_name_is_not_sure():
    assert likeness(who(("Ann", "Practice"), born=()), who(("Ann", "Practice"))).score == 0.8


def test_the_reasons_are_said_in_words():
    found = likeness(who(("Yusuf", "Rahman")), who(("Jusuf", "Rahman")))
    assert found.words == "Same date of birth, same family name, first name sounds alike"


def test_a_name_typed_into_either_box_is_one_name():
    assert Name.of("Suharto", "") == Name.of("", "Suharto")
