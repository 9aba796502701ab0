"""Two hundred referrals in one call."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import StrictJSONParser, flatten
from referrals.api.endpoints import Endpoint, principal_of
from referrals.api.fields import Code, Many, Part, Pattern
from referrals.api.schema import KEY_FORM, KEY_LENGTH, describe_bulk
from referrals.api.serializers import FieldProblemSerializer, ReceiptSerializer, SubmissionSerializer
from referrals.rules import Problem
from referrals.services import Item, Outcome, submit_many

MOST = 200
OUTCOMES = {
    "created": "Stored. Its clock has started",
    "again": "Stored by an earlier request with this key and body",
    "refused": "Not stored: mend what errors names",
}


class BulkParser(StrictJSONParser):
    """As strict as for one, and larger: two hundred referrals of forty kilobytes."""

    limit = 8 * 1024**2


@extend_schema_field(OpenApiTypes.ANY)
class _AsSent(serializers.Field):
    """A part that is looked at later, by itself: one that is wrong must not keep the others out."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class BulkItemSerializer(Part):
    """One of many."""

    idempotency_key = Pattern(
        KEY_FORM, KEY_LENGTH, help_text="What the Idempotency-Key header is for one: a text of your own, never a name."
    )
    referral = _AsSent(help_text="A Submission, as it is sent alone. One that is wrong is refused by itself.")


class BulkSerializer(Part):
    """Up to 200 referrals."""

    items = Many(BulkItemSerializer(), MOST, min_length=1, help_text="The referrals, in an order of your own.")


class BulkOutcomeSerializer(serializers.Serializer):
    """What became of one."""

    outcome = Code("WhatBecameOfIt", OUTCOMES, help_text="What became of it.")
    receipt = ReceiptSerializer(allow_null=True, help_text="As for one that is sent alone; null where it was refused.")
    errors = FieldProblemSerializer(many=True, help_text="What to mend, where it was refused.")  # type: ignore[assignment]


class BulkAnswerSerializer(serializers.Serializer):
    """What became of all."""

    created = serializers.IntegerField(help_text="How many were stored now.")
    again = serializers.IntegerField(help_text="How many had been stored before.")
    refused = serializers.IntegerField(help_text="How many were not stored.")
    results = BulkOutcomeSerializer(many=True, help_text="One for each item, in the order in which you sent them.")


class Bulk(Endpoint):
    """Where many are sent to at once."""

    parser_classes = [BulkParser]

    @describe_bulk(BulkSerializer, BulkAnswerSerializer)
    def post(self, request: Request) -> Response:
        body: Any = request.data
        BulkSerializer(data=body).is_valid(raise_exception=True)
        items = list(_items(body["items"]))
        return Response(_answer(submit_many(items, by=principal_of(request), at=timezone.now())))


def _items(sent: Iterable[Mapping[str, Any]]) -> Iterable[Item]:
    """Each with what is wrong with its shape. One serializer for all: making it costs more than using it."""
    shape = SubmissionSerializer()
    for each in sent:
        try:
            shape.run_validation(each["referral"])
        except serializers.ValidationError as wrong:
            found = [Problem(one["field"], one["message"]) for one in flatten(wrong.detail)]
            yield Item(each["idempotency_key"], each["referral"], found)
        else:
            yield Item(each["idempotency_key"], each["referral"])


def _answer(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    results = [
        {
            "outcome": each.outcome,
            "receipt": each.receipt,
            "errors": [{"field": path, "message": message} for path, message in each.problems],
        }
        for each in outcomes
    ]
    counts = {code: sum(each["outcome"] == code for each in results) for code in OUTCOMES}
    return {**counts, "results": results}
