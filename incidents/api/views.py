"""The API for a force's crime system: it sends, and is told what became of each. It reads nothing."""

import re
from typing import Any

from django.utils import timezone
from rest_framework import exceptions, status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.roles import Permission
from incidents import services
from incidents.api.schema import describe_crimes
from incidents.api.serializers import CrimesAnswerSerializer, CrimesSerializer
from referrals.api.schema import KEY_FORM
from referrals.api.views import Endpoint, principal_of


class MaySendCrimes(BasePermission):
    """The key, or the person's role, may bring crimes in."""

    message = "This caller may not send crimes. Ask your agency’s administrator for a key that may."

    def has_permission(self, request: Request, view: Any) -> bool:
        return principal_of(request).may(Permission.CRIME_IMPORT)


class Crimes(Endpoint):
    """Where recorded crimes are sent to."""

    permission_classes = [IsAuthenticated, MaySendCrimes]
    http_method_names = ["post"]

    @describe_crimes
    def post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not re.fullmatch(KEY_FORM, key):
            raise exceptions.ParseError("Send an Idempotency-Key header of 1 to 100 printable ASCII characters.")
        body: Any = request.data
        CrimesSerializer(data=body).is_valid(raise_exception=True)
        items = [{field: str(value) for field, value in crime.items()} for crime in body["crimes"]]
        answer, replayed = services.send_crimes(items, by=principal_of(request), key=key, at=timezone.now())
        headers = {"Idempotency-Replayed": "true"} if replayed else {}
        return Response(CrimesAnswerSerializer(answer).data, status=status.HTTP_200_OK, headers=headers)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, services.OtherBody):
            return self.refuse(status.HTTP_422_UNPROCESSABLE_ENTITY, "Key used before", str(exc))
        return super().handle_exception(exc)
