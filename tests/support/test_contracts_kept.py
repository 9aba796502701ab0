"""Contracts and targets are recorded by the partnership's administrator, never by the service that is measured."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.roles import Role
from common.errors import Conflict, DomainError
from support import services
from support.models import Contract
from tests import factories
from tests.conftest import Person
from tests.factories import support

pytestmark = pytest.mark.django_db
FROM, TO = date(2026, 4, 1), date(2029, 3, 31)


@pytest.fixture
def keeper(db):
    return Person(factories.member(factories.agency("Partnership office"), Role.SYSTEM_ADMINISTRATOR))


@pytest.fixture
def contract(service, board_member):
    return support.contract(service, board_member.agency)


def typed(prefix, day):
    return {f"{prefix}-day": day.day, f"{prefix}-month": day.month, f"{prefix}-year": day.year}


def test_a_contract_and_its_targets_are_recorded_and_read_by_those_who_buy(keeper, board_member, service):
    page = keeper.client.get("/contracts/").content.decode()
    assert "/contracts/new/" in page
    facts = {"service": service.pk, "name": "Advisers 2026", "lot": "A", "commissioners": [board_member.agency.pk]}
    answer = keeper.client.post("/contracts/new/", facts | typed("starts_on", FROM) | typed("ends_on", FROM))
    assert "must end after it starts" in answer.content.decode()
    answer = keeper.client.post("/contracts/new/", facts | typed("starts_on", FROM) | typed("ends_on", TO))
    assert answer.status_code == 302
    with keeper.scope():
        made = Contract.objects.get(name="Advisers 2026")
    asks = {"measure": "safe", "percent": 50, "source": "Schedule 2"} | typed("starts_on", FROM)
    answer = keeper.client.post(f"/contracts/{made.pk}/targets/", asks, follow=True)
    assert "Target recorded." in answer.content.decode()
    again = keeper.client.post(f"/contracts/{made.pk}/targets/", asks).content.decode()
    assert "Choose a later day" in again
    answer = keeper.client.post(f"/contracts/{made.pk}/extension/", typed("to", date(2030, 3, 31)), follow=True)
    assert "Extended to" in answer.content.decode()
    assert "50%" in board_member.client.get(f"/contracts/{made.pk}/").content.decode()


def test_a_service_and_those_who_buy_set_no_target(keeper, board_member, manager, contract):
    for person in (board_member, manager):
        for address in (
            "/contracts/new/",
            f"/contracts/{contract.pk}/targets/",
            f"/contracts/{contract.pk}/extension/",
        ):
            assert person.client.get(address).status_code == 403
        with person.scope(), pytest.raises(DomainError, match="administrator keeps"):
            services.set_target(
                contract, by=person.principal, measure="cess", percent=1, starts_on=contract.starts_on, source="x"
            )


def test_what_was_asked_is_never_changed(keeper, contract):
    with keeper.scope():
        facts = {"by": keeper.principal, "measure": "risk", "starts_on": contract.starts_on, "source": "Schedule"}
        with pytest.raises(Conflict):
            services.set_target(contract, percent=60, **facts)
        with pytest.raises(DomainError, match="within the contract"):
            services.set_target(contract, percent=60, **facts | {"starts_on": date(1999, 1, 1)})
        with pytest.raises(DomainError, match="must end after"):
            services.extend_contract(contract, by=keeper.principal, to=contract.ends_on)
    with keeper.scope(), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE support_target SET percent = 1")
