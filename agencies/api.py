"""Who is calling the API. The middleware has decided already: a session or a key, the same principal."""

from typing import Any

from redis.exceptions import RedisError
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


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


class KeyThrottle(SimpleRateThrottle):
    """So many calls a minute for each key. A broker that is down never refuses a referral: then nothing is counted."""

    scope = "key"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        principal = request._request.principal
        return f"throttle:{principal.api_key_id or principal.user_id or self.get_ident(request)}"

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError:
            return True
