"""Whoever works with the person causing harm learns nothing of the victim: not by any page, API, export or PDF."""

import pytest
from django.db import transaction

from agencies.roles import Role
from cases.models import Address, Case, PersonName, SafeContact, VictimView
from tests import factories
from tests.access.test_addresses import ACCESS, Undo, address_of, ask, world  # noqa: F401  (world is a fixture)
from tests.conftest import Person
from tests.database import as_owner

pytestmark = pytest.mark.django_db
NAME, PLACE, NUMBER, VOICE = "Cnryname", "CNRYPLACE", "01632CNRY7", "CNRYVOICE"


@pytest.fixture
def marked(world):  # noqa: F811
    """The world's case with a word of its own in everything that is the victim's."""
    case = world.kwargs["case"]
    with as_owner():
        PersonName.objects.filter(person__involvements__case=case).update(given=NAME)
        Address.objects.update(lines=f"1 {PLACE} Road", postcode="SS1 1ZZ")
        SafeContact.objects.update(value=NUMBER)
        VictimView.objects.create(
            case=case,
            wants=VOICE,
            afraid_of=VOICE,
            not_safe_to_talk_to=VOICE,
            from_agency=world.people["member"].agency,
        )
    return world


@pytest.fixture(params=[Role.PERPETRATOR_WORKER, Role.PRACTITIONER, Role.AGENCY_REPRESENTATIVE])
def worker(request, db):
    """Of a behaviour-change programme, in the role meant for it and in roles that it should not have been given."""
    programme = factories.agency("Behaviour-change programme", type="perpetrator_programme")
    return Person(factories.member(programme, request.param, email="worker@example.org"))


def seen_by(person, name, address):
    """Every byte that an address answers, headers included, and what it leads to. What it changes is undone."""
    try:
        with transaction.atomic():
            response = ask(name, person, address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            raise Undo
    except Undo:
        return body.decode("utf-8", "replace") + repr(sorted(response.headers.items()))


def test_no_address_tells_them_anything_of_the_victim(marked, worker):
    told = {}
    for name in ACCESS:
        text = seen_by(worker, name, address_of(name, marked))
        if words := [word for word in (NAME, PLACE, NUMBER, VOICE) if word in text]:
            told[name] = words
    assert told == {}


def test_the_words_are_there_for_those_who_work_for_the_victim(marked):
    """Or the test above would be content with an empty world."""
    coordinator = marked.people["coordinator"]
    page = seen_by(coordinator, "case", address_of("case", marked))
    assert NAME in page
    assert VOICE in page
    assert PLACE in ask_with_reason(coordinator, "address_reveal", marked)
    assert NUMBER in ask_with_reason(coordinator, "contact_reveal", marked)


def ask_with_reason(person, name, world):  # noqa: F811
    return person.client.post(address_of(name, world), {"reason": "safety"}).text


def test_the_database_shows_them_no_row(worker, marked):
    with worker.scope():
        seen = [model for model in (Case, PersonName, Address, SafeContact, VictimView) if model.objects.exists()]
        assert seen == []
