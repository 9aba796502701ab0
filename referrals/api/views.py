"""The partner API: send a referral, ask where it stands. A key reads nothing else."""

import re
from typing import Any

from django.utils import timezone
from rest_framework import exceptions, status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.api import problem_response
from common.references import parse_reference
from referrals.api.schema import KEY_FORM, describe_sending, describe_status
from referrals.api.serializers import ReceiptSerializer, StatusSerializer, SubmissionSerializer
from referrals.models import Message, Referral
from referrals.services import BrokenRules, OtherBody, receipt, submit_once


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

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, exceptions.UnsupportedMediaType):
            exc = exceptions.UnsupportedMediaType("", detail="Send the body as application/json.")
        elif isinstance(exc, BrokenRules):
            errors = [{"field": path, "message": message} for path, message in exc.problems]
            return self.refuse(status.HTTP_400_BAD_REQUEST, "Bad request", str(exc), errors=errors)
        elif isinstance(exc, OtherBody):
            return self.refuse(status.HTTP_422_UNPROCESSABLE_ENTITY, "Key used before", str(exc))
        return super().handle_exception(exc)

    def refuse(self, code: int, title: str, detail: str, **more: Any) -> Response:
        response = problem_response(code, title, detail, **more)
        response.exception = True
        return response


class Referrals(Endpoint):
    """Where referrals are sent to."""

    @describe_sending
    def post(self, request: Request) -> Response:
        key = _idempotency_key(request)
        body: Any = request.data
        SubmissionSerializer(data=body).is_valid(raise_exception=True)
        answer, replayed = submit_once(body, by=principal_of(request), key=key, at=timezone.now())
        where = reverse("api_referral", args=[answer["reference"]], request=request)
        headers = {"Location": where} | ({"Idempotency-Replayed": "true"} if replayed else {})
        return Response(ReceiptSerializer(answer).data, status=status.HTTP_201_CREATED, headers=headers)


class OneReferral(Endpoint):
    """Where the sender asks for the status of one."""

    @describe_status
    def get(self, request: Request, reference: str) -> Response:
        principal = principal_of(request)
        found = Referral.objects.sent_by(principal).filter(reference=parse_reference(reference) or "").first()
        if found is None:
            raise exceptions.NotFound
        record("referral status read", by=principal, subjects=[found.pk])
        return Response(StatusSerializer(status_of(found, principal)).data)


def status_of(referral: Referral, principal: Principal) -> dict[str, Any]:
    """What its sender is told: the receipt as it would be today, when it was heard, and what the team asks."""
    asked = None
    if referral.status == Referral.Status.RETURNED:
        questions = Message.objects.visible_to(principal).filter(referral=referral, agency=referral.to_agency_id)
        asked = questions.order_by("-pk").values_list("body", flat=True).first()
    heard_on = referral.first_heard_on if referral.status == Referral.Status.HEARD else None
    return {
        **receipt(referral),
        "external_reference": referral.external_reference,
        "heard_on": heard_on.isoformat() if heard_on else None,
        "question": asked,
    }


def _idempotency_key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(KEY_FORM, key):
        detail = "Send an Idempotency-Key header of 1 to 100 printable ASCII characters."
        raise exceptions.ParseError(detail)
    return key
