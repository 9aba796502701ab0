"""What every endpoint of the partner API has in common: who may call it, and how it refuses."""

import re
from typing import Any

from rest_framework import exceptions, status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.principal import Principal
from agencies.roles import Permission
from common.api import problem_response
from common.references import parse_reference
from documents.services import NotTaken
from referrals.api.schema import KEY_FORM
from referrals.models import Referral
from referrals.services import BrokenRules, OtherBody


def principal_of(request: Request) -> Principal:
    """Whoever calls, as the middleware found out."""
    return request._request.principal


class MaySendReferrals(BasePermission):
    """The key, or the person's role, may send referrals."""

    message = "This caller may not send referrals. Ask your agency’s administrator."

    def has_permission(self, request: Request, view: Any) -> bool:
        return principal_of(request).may(Permission.REFERRAL_SEND)


class Endpoint(APIView):
    """Refuses in our own words, which quote nothing of the request."""

    permission_classes = [IsAuthenticated, MaySendReferrals]
    http_method_names = ["get", "head", "post"]
    takes = "application/json"

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, exceptions.UnsupportedMediaType):
            exc = exceptions.UnsupportedMediaType("", detail=f"Send the body as {self.takes}.")
        elif isinstance(exc, BrokenRules):
            errors = [{"field": path, "message": message} for path, message in exc.problems]
            return self.refuse(status.HTTP_400_BAD_REQUEST, "Bad request", str(exc), errors=errors)
        elif isinstance(exc, OtherBody):
            return self.refuse(status.HTTP_422_UNPROCESSABLE_ENTITY, "Key used before", str(exc))
        elif isinstance(exc, NotTaken):
            return self.refuse(status.HTTP_400_BAD_REQUEST, "File not taken", str(exc), reason=exc.code)
        return super().handle_exception(exc)

    def refuse(self, code: int, title: str, detail: str, **more: Any) -> Response:
        response = problem_response(code, title, detail, **more)
        response.exception = True
        return response


def own_referral(request: Request, reference: str) -> Referral:
    """A referral that the caller's agency sent. Raises NotFound, and says no more, for any other."""
    found = Referral.objects.sent_by(principal_of(request)).filter(reference=parse_reference(reference) or "").first()
    if found is None:
        raise exceptions.NotFound
    return found


def idempotency_key(request: Request) -> str:
    """The Idempotency-Key of a request. Raises ParseError where there is none that can be used."""
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(KEY_FORM, key):
        detail = "Send an Idempotency-Key header of 1 to 100 printable ASCII characters."
        raise exceptions.ParseError(detail)
    return key
