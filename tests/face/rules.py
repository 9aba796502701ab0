"""Rules that every page keeps, for the tests of every page."""

import re

PRODUCT = "Linnet"
# A tab, a history and a calendar are read over shoulders, sometimes by the person causing the harm.
REVEALING = (
    "abuse",
    "domestic",
    "violence",
    "victim",
    "perpetrator",
    "marac",
    "marat",
    "idva",
    "dhr",
    "dardr",
    "dash",
    "homicide",
    "refuge",
)
_REFERENCE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")


def assert_title_ok(title: str) -> None:
    """A page title is task words and the product's name: no reference and none of the words that give us away.

    "Error: " stands first where a form has errors. Names cannot be told by a rule; look at each title once.
    """
    words = title.removeprefix("Error: ")
    assert words.endswith(f" – {PRODUCT}"), f"{title!r} does not end with the product name"
    task = words.removesuffix(f" – {PRODUCT}")
    assert task.strip() == task != "", f"{title!r} says nothing before the product name, or has stray spaces"
    assert task[0].isupper() or task[0].isdigit(), f"{title!r} does not start like a sentence"
    assert_neutral(title)
    assert not _REFERENCE.search(title), f"{title!r} holds a reference"


def words_on(response) -> str:
    """What a reader sees of an answer. Ask this, not the HTML, for numbers: an id in an address can hold any digits."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def assert_neutral(text: str) -> None:
    """No word that says what the service is about: for titles, addresses, file names and e-mail subjects."""
    said = [word for word in REVEALING if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)]
    assert not said, f"{text!r} says {', '.join(said)}"
