"""Who is calling the API. The middleware has decided already: a session or a key, the same principal."""

from typing import Any

from allauth.account.adapter import get_adapter
from redis.exceptions import RedisError
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle

from agencies.models import ApiKey
from agencies.principal import NOBODY


class KeyHolder:
    """What REST framework calls a user, for a caller that is a system and not a person."""

    is_authenticated = True
    is_active = True
    pk = None


class PrincipalAuthentication(SessionAuthentication):
    """Adopts the principal that PrincipalScope found. A session still has to show its CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        principal = request._request.principal
        if principal.api_key_id:
            return KeyHolder(), principal
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Api-Key"


class Allowance(SimpleRateThrottle):
    """So many calls in a time, as the key says."""

    quota: str
    num_requests: int | None

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        principal = request._request.principal
        if principal == NOBODY:
            return f"throttle:{self.scope}:from:{get_adapter().get_client_ip(request._request)}"
        return f"throttle:{self.scope}:{principal.api_key_id or f'user{principal.user_id}'}"

    def allow_request(self, request: Request, view: Any) -> bool:
        if self.rate is not None:
            key = ApiKey.objects.filter(pk=request._request.principal.api_key_id)
            self.num_requests = key.values_list(self.quota, flat=True).first() or self.num_requests
        return super().allow_request(request, view)


class MinuteAllowance(Allowance):
    scope, quota = "key", "per_minute"


class DayAllowance(Allowance):
    scope, quota = "key_day", "per_day"


class KeyThrottle(BaseThrottle):
    """A key's calls by minute, then by day: what the minute refuses does not count for the day.

    A broker that is down never refuses a referral: then nothing is counted.
    """

    refused_by: Allowance | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            refusing = (each for each in (MinuteAllowance(), DayAllowance()) if not each.allow_request(request, view))
            self.refused_by = next(refusing, None)
        except RedisError:
            return True
        return self.refused_by is None

    def wait(self) -> float | None:
        return self.refused_by.wait() if self.refused_by else None
