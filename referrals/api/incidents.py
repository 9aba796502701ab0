"""Further incidents of a referral, by its sender's system."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from referrals.api.endpoints import Endpoint, idempotency_key, own_referral, principal_of
from referrals.api.fields import Many, Part
from referrals.api.schema import KEY, REFERENCE, REPLAYED, describes, problems
from referrals.api.serializers import IncidentSerializer
from referrals.services import add_incidents_once


class FurtherIncidentsSerializer(Part):
    """What has happened since the referral was sent."""

    incidents = Many(IncidentSerializer(), 50, min_length=1, help_text="One or more, as in a referral.")


class FurtherIncidentsReceiptSerializer(serializers.Serializer):
    """What we answer when they have been stored."""

    reference = serializers.CharField(help_text="Of the referral.")
    added = serializers.IntegerField(help_text="How many were sent.")
    received_at = serializers.DateTimeField(help_text="When we received them.")


class FurtherIncidentsOfOne(Endpoint):
    """Where what has happened since is sent to."""

    @extend_schema(
        operation_id="add_incidents",
        summary="Tell of further incidents on a referral of yours",
        description=(
            "For what has happened since. The team reads it as new, and if the referral has become a case it is on the"
            " case at once. It starts no new clock: where the person should be heard again, send a referral."
        ),
        tags=["Referrals"],
        parameters=[REFERENCE, KEY, REPLAYED],
        request=FurtherIncidentsSerializer,
        responses={
            201: describes(FurtherIncidentsReceiptSerializer, "Stored."),
            **problems(400, 401, 403, 404, 406, 409, 413, 415, 422, 429),
        },
    )
    def post(self, request: Request, reference: str) -> Response:
        found, key = own_referral(request, reference), idempotency_key(request)
        body: Any = request.data
        FurtherIncidentsSerializer(data=body).is_valid(raise_exception=True)
        answer, replayed = add_incidents_once(
            found, by=principal_of(request), incidents=body["incidents"], key=key, at=timezone.now()
        )
        headers = {"Idempotency-Replayed": "true"} if replayed else {}
        said = FurtherIncidentsReceiptSerializer(answer).data
        return Response(said, status=status.HTTP_201_CREATED, headers=headers)
