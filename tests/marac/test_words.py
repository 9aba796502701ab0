"""How the pages of meetings say things."""

from datetime import date

import pytest

from marac.models import Meeting
from marac.presenters import words


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Zofia Wójcik-Nowak", "Zofia W-N."),
        ("Lan Nguyễn", "Lan N."),
        ("Aoife O’Connell-D’Souza", "Aoife O-D."),
        ("Marjolein van ’t Hoff", "Marjolein H."),
        ("Łucja Dąbrowska", "Łucja D."),
        ("Name not known", "Name not known"),
        ("Zofia", "Zofia"),
        ("", ""),
        ("李 娜", "李 娜"),
    ],
)
def test_the_list_beside_the_screen_shortens_names(name, short):
    assert words.short_name(name) == short


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "about 0 minutes"), (1, "about 1 minute"), (60, "about 1 hour"), (132, "about 2 hours 12 minutes")],
)
def test_durations(minutes, said):
    assert words.duration(minutes) == said


@pytest.mark.parametrize(
    ("used", "said"),
    [(0, "0 of 12 places used"), (12, "12 of 12 places used"), (14, "14 of 12 places used, 2 too many")],
)
def test_capacity_is_said(used, said):
    assert words.places(Meeting(capacity=12), used) == said


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Monitor contact with school", "monitor"),
        ("School to liaise with police", "liaise"),
        ("Housing be aware of the risk", "be aware"),
        ("Change the locks by Friday", ""),
        ("Premonitoring", ""),
    ],
)
def test_actions_that_nobody_can_finish_are_pointed_out(text, word):
    assert words.vague_word(text) == word


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2019, 11, 23), date(2026, 11, 23), "7"),
        (date(2019, 11, 24), date(2026, 11, 23), "6"),
        (date(2020, 2, 29), date(2026, 2, 28), "5"),
        (date(2020, 2, 29), date(2026, 3, 1), "6"),
        (date(2026, 11, 1), date(2026, 11, 23), "0"),
    ],
)
def test_ages_turn_on_the_birthday(born, on, age):
    assert words.age_on(on, born=[born], guess=None) == age


@pytest.mark.parametrize(
    ("born", "guess", "age"),
    [
        ([], 34, "about 34"),
        ([], None, ""),
        ([date(1990, 1, 1), date(1991, 1, 1)], 3, "36, more than one date of birth given"),
        ([date(1990, 1, 1), date(1990, 1, 1)], None, "36"),
    ],
)
def test_ages_that_are_not_certain_say_so(born, guess, age):
    assert words.age_on(date(2026, 11, 23), born=born, guess=guess) == age
