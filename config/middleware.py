"""What every response carries, whoever asks."""

import logging
import re
import time
import uuid

from django.http import HttpRequest, HttpResponse

from config.logging import REQUEST_ID
from config.metrics import REQUESTS, SECONDS

logger = logging.getLogger("linnet.request")


class RequestId:
    """An id for each request, in the log and in the answer, so that a user can quote it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.id = given if re.fullmatch(r"[0-9a-f-]{8,36}", given) else uuid.uuid4().hex
        token = REQUEST_ID.set(request.id)
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request.id
            return response
        finally:
            REQUEST_ID.reset(token)


class Measure:
    """Counts and times requests by URL pattern. The pattern, never the address: an address may name a person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        took = time.perf_counter() - started
        route = request.resolver_match.route if request.resolver_match else "none"
        REQUESTS.labels(request.method, route, response.status_code).inc()
        SECONDS.labels(route).observe(took)
        facts = {"method": request.method, "route": route, "status": response.status_code, "ms": round(took * 1000, 1)}
        logger.info("request", extra=facts)
        return response


class NoStore:
    """Pages are never kept by a browser or a proxy: Back after sign-out must not show a case. Static files may be."""

    PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Permissions-Policy"] = self.PERMISSIONS
        return response
