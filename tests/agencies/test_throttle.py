"""A broker that is away never refuses a referral: then nothing is counted."""

import pytest
from rest_framework.settings import api_settings
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from agencies.api import DayAllowance, KeyThrottle, MinuteAllowance
from agencies.principal import Principal
from agencies.roles import Role

pytestmark = pytest.mark.django_db


def test_without_the_broker_everything_is_let_through(monkeypatch, settings):
    rates = api_settings.DEFAULT_THROTTLE_RATES | {"key": "3/min", "key_day": "3/day"}
    for allowance in (MinuteAllowance, DayAllowance):
        monkeypatch.setattr(allowance, "THROTTLE_RATES", rates)
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    request = APIView().initialize_request(APIRequestFactory().get("/"))
    request._request.principal = Principal(agency_id=1, role=Role.API_CLIENT, api_key_id=1)
    assert all(KeyThrottle().allow_request(request, APIView()) for _ in range(5))
