"""`make house`: the state of the house on one screen. It judges nobody: `make check` and the tests do that."""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from inspect import unwrap

from ops import code
from ops.credentials import Credentials
from ops.places import ROOT, RUN
from ops.progress import say

GLOSSARY = ROOT / "docs" / "glossary.md"
TIMES = RUN / "tests.xml"  # written by `make test`
NOT_OURS = re.compile(r"^(account_|mfa_|usersessions_)")
SHOWN = 5  # of each kind
TESTS, TOOLS = "tests", ("tests", "ops", "benchmarks")


def wake_django() -> None:
    """Let Django know the product; no server is asked for anything."""
    credentials = Credentials.generate()
    nowhere = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LINNET_ENV": "test",
        "DATABASE_URL": "postgresql://nobody@localhost/none",
        "REDIS_URL": "redis://localhost",
        "SECRET_KEY": credentials.secret_key,
        "MFA_ENCRYPTION_KEY": credentials.mfa_encryption_key,
    }
    os.environ.update(nowhere)
    import_module("django").setup()


# -- what the product says about itself ------------------------------------------------------------------------------


def addresses() -> Iterator[tuple[str, Callable]]:
    """Every address of ours: its name, and its view without decorators."""
    from django.urls import URLPattern, get_resolver

    def walk(entries: list) -> Iterator[tuple[str, Callable]]:
        for entry in entries:
            if isinstance(entry, URLPattern):
                yield entry.name or str(entry.pattern), unwrap(entry.callback)
            else:
                yield from walk(entry.url_patterns)

    return ((name, view) for name, view in walk(get_resolver().url_patterns) if not NOT_OURS.match(name))


def undeclared_addresses() -> Iterator[str]:
    """Addresses that the access table does not know."""
    declared = code.rows_of_the_access_table()
    return (name for name, _ in addresses() if name not in declared)


def uncounted_lists() -> Iterator[str]:
    """Lists whose number of queries no test counts. A list is a view with `list` in its name."""
    counted = code.tests_that_count_queries()
    for name, view in addresses():
        is_list = "list" in getattr(view, "__name__", "").lower()
        if is_list and not re.search(rf"""["']{re.escape(name)}["']""", counted):
            yield name


def words_to_explain() -> Iterator[str]:
    """The names of our models, and what their status can be."""
    from django.apps import apps

    for model in apps.get_models():
        if (ROOT / model.__module__.partition(".")[0]).is_dir():
            yield str(model._meta.verbose_name)
            for field in model._meta.get_fields():
                if field.name == "status":
                    yield from (str(label) for _, label in getattr(field, "flatchoices", ()) if label)


def unexplained_words() -> list[str]:
    """Those that the glossary does not have."""
    glossary = GLOSSARY.read_text().lower() if GLOSSARY.exists() else ""
    return sorted({word for word in words_to_explain() if word.lower() not in glossary})


def times() -> tuple[int, float, list[tuple[float, str]]]:
    """Of the last whole run: how many tests, their mean seconds, and the slowest."""
    cases = ElementTree.parse(TIMES).getroot().iter("testcase")  # noqa: S314 (pytest wrote it here)
    taken = sorted((float(case.get("time", 0)), f"{case.get('classname')}::{case.get('name')}") for case in cases)
    return len(taken), sum(time for time, _ in taken) / len(taken), taken[::-1][:SHOWN]


# -- the screen ------------------------------------------------------------------------------------------------------


def show(title: str, found: Iterable[str]) -> None:
    """One heading with its number, and the first few."""
    listed = list(found)
    say(f"{len(listed):5}  {title}")
    for entry in listed[:SHOWN]:
        say(f"         {entry}")
    if len(listed) > SHOWN:
        say(f"         … and {len(listed) - SHOWN} more")


def measured(found: Iterable[tuple[int, str]]) -> list[str]:
    """The longest first, each with its length."""
    return [f"{length:4}  {what}" for length, what in sorted(found, reverse=True)]


def show_sizes() -> None:
    """Lines by room, and of tests for each line of the product."""
    rooms = code.lines_by_room()
    product = {room: lines for room, lines in rooms.items() if room not in TOOLS and not room.endswith(".py")}
    rows = ", ".join(f"{room} {lines}" for room, lines in sorted(product.items(), key=lambda pair: -pair[1]))
    total = sum(product.values())
    say(f"{total:5}  lines of the product: {rows}")
    tests = rooms.get(TESTS, 0)
    say(f"{tests:5}  lines of tests: {tests / max(total, 1):.2f} for each line of the product")


def show_times() -> None:
    """How long tests take."""
    if not TIMES.exists():
        say("    –  tests timed: run `make test` first")
        return
    number, mean, slowest = times()
    say(f"{number:5}  tests in the last whole run, {mean * 1000:.0f} ms each on average; the slowest:")
    for time, name in slowest:
        say(f"         {time:5.1f} s  {name}")


def main() -> int:
    """Print it all."""
    wake_django()
    files = list(code.long_files())
    show_sizes()
    show(f"files over {code.VERY_LONG_FILE} lines", measured(file for file in files if file[0] > code.VERY_LONG_FILE))
    show(f"files over {code.LONG_FILE} lines", measured(file for file in files if file[0] <= code.VERY_LONG_FILE))
    show(f"functions over {code.LONG_FUNCTION} lines", measured(code.long_functions()))
    show("uses of .objects past visible_to in views", code.ways_past_the_gate())
    show("receivers of signals", code.receivers())
    show("addresses without a row in the access table", undeclared_addresses())
    show("lists whose queries no test counts", uncounted_lists())
    show("words that the glossary does not explain", unexplained_words())
    show_times()
    return 0


if __name__ == "__main__":
    sys.exit(main())
