"""Every address is declared, and answers each of the cast as declared: under both locks, and under the first alone."""

import contextlib
import importlib
import pkgutil
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

import tests.access
from tests.access import world as worlds
from tests.access.table import Row
from tests.database import as_owner

pytestmark = pytest.mark.django_db
PEOPLE = Row._fields[1:-1]
SIGN_IN = re.compile(r"account_|mfa_|usersessions_")  # allauth's own pages, covered by tests/agencies/test_sign_in.py
# Each lock has to hold alone: the second is tested by raw SQL, the first by asking as the owner, whom no policy binds.
LOCKS = pytest.mark.parametrize("locks", [contextlib.nullcontext, as_owner], ids=["both locks", "first lock alone"])


def declared():
    """The rows of every app, with what the world must add for them."""
    modules = [m.name for m in pkgutil.iter_modules(tests.access.__path__) if m.name.startswith("rows_")]
    for name in sorted(modules):
        yield importlib.import_module(f"tests.access.{name}")


ACCESS: dict[str, Row] = {name: row for module in declared() for name, row in module.ROWS.items()}


def walk(patterns):
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from walk(entry.url_patterns)


def pattern(name):
    return next(p for p in walk(get_resolver().url_patterns) if p.name == name)


@pytest.fixture
def world(request):
    people = ("police", "coordinator", "outsider", "board_member", "administrator", "analyst")
    cast = {name: request.getfixturevalue(name) for name in people}
    built = worlds.build(cast)
    for module in declared():
        if hasattr(module, "extend"):
            module.extend(built, cast)
    return built


def address_of(name, world):
    kwargs = {key: world.kwargs.get(f"{name}.{key}", world.kwargs.get(key)) for key in pattern(name).pattern.converters}
    assert None not in kwargs.values(), f"{name}: the world has nothing for {kwargs}"
    return reverse(name, kwargs=kwargs)


def ask(name, person, address):
    row = ACCESS[name]
    client = person.client if person else Client()
    return getattr(client, row.method.lower())(address, row.posted or None)


def test_every_address_is_declared():
    names = {p.name or str(p.pattern) for p in walk(get_resolver().url_patterns)}
    assert {name for name in names if not SIGN_IN.match(name)} == set(ACCESS)


class Undo(Exception):
    pass


def status_for(name, person, address):
    """What one person gets; whatever it changed is undone, so that the next finds the same world."""
    with contextlib.suppress(Undo), transaction.atomic():
        status = ask(name, person, address).status_code
        raise Undo
    return status


@LOCKS
def test_every_address_answers_as_declared(locks, world):
    """One world for all of them: it takes longer to build than an address takes to answer."""
    wrong = {}
    with locks():
        for name, row in ACCESS.items():
            address = address_of(name, world)
            found = {who: status_for(name, world.people[who], address) for who in PEOPLE}
            if differing := {who: status for who, status in found.items() if status != getattr(row, who)}:
                wrong[name] = differing
    assert wrong == {}


HIDING = {name: row for name, row in ACCESS.items() if 404 in (row.outsider, row.excluded)}


def answer_to(name, person, address):
    """Status, headers and body."""
    with contextlib.suppress(Undo), transaction.atomic():
        response = ask(name, person, address)
        raise Undo
    headers = {k: v for k, v in response.headers.items() if k != "X-Request-Id"}
    return response.status_code, sorted(headers.items()), response.content


def test_what_is_hidden_answers_with_the_bytes_of_what_is_not_there(world):
    """For somebody outside, a record that exists and one that does not are the same."""
    differing = []
    for name, row in HIDING.items():
        person = world.people["outsider" if row.outsider == 404 else "excluded"]
        there = address_of(name, world)
        absent = there
        for key in pattern(name).pattern.converters:
            value = str(world.kwargs.get(f"{name}.{key}", world.kwargs.get(key)))
            absent = absent.replace(value, worlds.HIDDEN if "-" in value else "0" * len(value))
        assert absent != there
        if answer_to(name, person, there) != answer_to(name, person, absent):
            differing.append(name)
    assert differing == []
