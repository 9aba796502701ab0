"""So many calls a minute for each key; a broker that is away never refuses a referral."""

import pytest
from rest_framework.settings import api_settings
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from agencies.api import KeyThrottle
from agencies.principal import Principal
from agencies.roles import Role


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(KeyThrottle, "THROTTLE_RATES", api_settings.DEFAULT_THROTTLE_RATES | {"key": "3/min"})

    def ask(key):
        request = APIView().initialize_request(APIRequestFactory().get("/"))
        request._request.principal = Principal(agency_id=1, role=Role.API_CLIENT, api_key_id=key)
        return KeyThrottle().allow_request(request, APIView())

    return ask


def test_a_key_has_its_own_allowance(asked):
    from django.core.cache import cache

    cache.clear()
    assert [asked(1) for _ in range(4)] == [True, True, True, False]
    assert asked(2)


def test_without_the_broker_everything_is_let_through(asked, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert all(asked(1) for _ in range(5))
