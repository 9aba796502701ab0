"""Whether this process lives, and whether it can do its work. Neither says anything about a person."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. ``instance`` names the launcher's own process, so that a stranger's answer is not taken."""
    return JsonResponse({"status": "ok", "instance": settings.INSTANCE})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database and the broker answer too. 503 says which does not."""
    found = {"database": _database(), "broker": _broker()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus. A proxy keeps the outside away from this address (docs/operations)."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except DatabaseError:
        return False


def _broker() -> bool:
    try:
        cache.set("readyz", 1, 5)
        return cache.get("readyz") == 1
    except RedisError:
        return False
