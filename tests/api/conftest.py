"""A partner's system with a key, and the team that takes what it sends."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from agencies.principal import Principal, principal_scope
from tests.factories import referrals as made

ADDRESS = "/api/v1/referrals/"


class System:
    """A partner's system: it sends JSON with its key, and reads what comes back."""

    def __init__(self, agency, **key: Any):
        self.agency = agency
        self.key, self.secret = made.api_key(agency, **key)
        self.principal = Principal.of_key(self.key)
        self.client = Client(headers={"Authorization": f"Api-Key {self.secret}"})

    def post(self, body: Any, *, key: str | None = "", content_type: str = "application/json", **headers: str):
        """``body`` as bytes is sent as it is; key=None leaves the Idempotency-Key out, "" makes a new one."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        if key is not None:
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        return self.client.post(ADDRESS, raw, content_type=content_type, headers=headers)

    def get(self, reference: str):
        return self.client.get(f"{ADDRESS}{reference}/")

    def scope(self):
        return principal_scope(self.principal)


@pytest.fixture
def team(meeting_team):
    made.take_referrals(meeting_team)
    return meeting_team


@pytest.fixture
def force(team, constabulary):
    """The police force's own system."""
    return System(constabulary)


@pytest.fixture
def surgery(team, advocates):
    """The system of another agency."""
    return System(advocates)
