"""The partner API: send a referral, add to it, ask where it stands. A key reads nothing else."""

from typing import Any

from django.utils import timezone
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from audit.services import record
from documents.api import FILE_PARSERS
from documents.kinds import kind_of_media_type
from documents.services import Upload
from referrals.api.documents import DocumentQuerySerializer, DocumentReceiptSerializer
from referrals.api.endpoints import Endpoint, idempotency_key, own_referral, principal_of
from referrals.api.schema import describe_adding_a_document, describe_sending, describe_status
from referrals.api.serializers import (
    ReceiptSerializer,
    StatusSerializer,
    SubmissionSerializer,
)
from referrals.models import Referral
from referrals.services import add_document, receipt, submit_once


class Referrals(Endpoint):
    """Where referrals are sent to."""

    @describe_sending
    def post(self, request: Request) -> Response:
        key = idempotency_key(request)
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
        principal, found = principal_of(request), own_referral(request, reference)
        record("referral status read", by=principal, subjects=[found.pk])
        return Response(StatusSerializer(status_of(found)).data)


class Documents(Endpoint):
    """Where the files of one are sent to: the body is the file."""

    parser_classes = FILE_PARSERS
    takes = "the file itself, with its own Content-Type: PDF, JPEG, PNG or Word"

    @describe_adding_a_document
    def post(self, request: Request, reference: str) -> Response:
        found, query = own_referral(request, reference), DocumentQuerySerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        body: Any = request.data or b""  # without a body there is nothing to parse
        upload = Upload(body, kind_of_media_type(request.content_type), query.validated_data["holds"])
        document, again = add_document(found, by=principal_of(request), upload=upload, at=timezone.now())
        headers = {"Idempotency-Replayed": "true"} if again else {}
        return Response(DocumentReceiptSerializer(document).data, status=status.HTTP_201_CREATED, headers=headers)


def status_of(referral: Referral) -> dict[str, Any]:
    """What its sender's system is told: the receipt as it would be today, when it was heard, why it was not accepted.

    Codes and no free text: what the team asks and explains is for people, who read it in the web application.
    """
    heard_on = referral.first_heard_on if referral.status == Referral.Status.HEARD else None
    is_refused = referral.status == Referral.Status.NOT_MET
    return {
        **receipt(referral),
        "external_reference": referral.external_reference,
        "heard_on": heard_on.isoformat() if heard_on else None,
        "refusal": referral.refusal if is_refused else None,
        "refusal_label": referral.get_refusal_display() if is_refused else None,
    }
