"""How the API's description speaks of our own kinds of field."""

import json
from pathlib import Path
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from documents.kinds import FACTS
from referrals.api.documents import DocumentQuerySerializer, DocumentReceiptSerializer
from referrals.api.serializers import (
    ProblemSerializer,
    ReceiptSerializer,
    StatusSerializer,
    SubmissionSerializer,
)

EXAMPLES = Path(__file__).parent / "examples"
PROBLEM = "application/problem+json"
KEY_LENGTH = 100
KEY_FORM = f"^[!-~]{{1,{KEY_LENGTH}}}$"


class PartExtension(OpenApiSerializerExtension):
    """An object that takes no field beside those it names."""

    target_class = "referrals.api.fields.Part"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> Any:
        mapped = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**mapped, "additionalProperties": False}


class CodeExtension(OpenApiSerializerFieldExtension):
    """A list of codes under its own name, with the words for each."""

    target_class = "referrals.api.fields.Code"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> Any:
        words = "\n".join(f"* `{code}` - {label}" for code, label in self.target.choices.items())
        listed = {"type": "string", "enum": list(self.target.choices), "description": words}
        component = ResolvedComponent(
            name=self.target.name, type=ResolvedComponent.SCHEMA, schema=listed, object=self.target.name
        )
        auto_schema.registry.register_on_missing(component)
        return component.ref


def _example(name: str, title: str) -> OpenApiExample:
    return OpenApiExample(title, value=json.loads((EXAMPLES / f"{name}.json").read_text()), request_only=True)


def describes(answer: Any, words: str) -> Any:
    """What one answer is."""
    return OpenApiResponse(answer, description=words)


def problems(*statuses: int) -> dict[Any, Any]:
    """The refusals of an address, in words."""
    words = {
        400: "The body or the Idempotency-Key is not acceptable. Nothing was stored.",
        401: "The key is missing, wrong, ended or out of date.",
        403: "This caller may not send referrals.",
        404: "There is no referral of yours with this reference.",
        406: "Only JSON can be answered.",
        409: "The first request with this Idempotency-Key is still at work.",
        413: "The body is larger than this address takes.",
        415: "The body is not application/json.",
        422: "The Idempotency-Key was used for another body.",
        429: "Too many requests. Retry-After says when to go on.",
    }
    return {(code, PROBLEM): OpenApiResponse(ProblemSerializer, description=words[code]) for code in statuses}


def _header(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, location=OpenApiParameter.HEADER, description=description, **more)


REPLAYED = _header("Idempotency-Replayed", "true, where the answer is said again.", response=[201])
KEY = _header(
    "Idempotency-Key",
    "A text of your own for this referral, 1 to 100 printable ASCII characters. Sent again with the same body, it gets"
    " the same answer and makes nothing new.",
    required=True,
    type={"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": KEY_FORM},
)
describe_sending = extend_schema(
    operation_id="send_referral",
    summary="Send a referral",
    description=(
        "Stores one referral and starts its clock. The answer comes only after everything is stored: until you have"
        " it, send the same body with the same `Idempotency-Key` again. Fields that this description does not name are"
        " refused, so that a misspelt one is noticed."
    ),
    tags=["Referrals"],
    parameters=[
        KEY,
        _header("Location", "Where its status is.", response=[201]),
        REPLAYED,
    ],
    request=SubmissionSerializer,
    responses={
        201: OpenApiResponse(ReceiptSerializer, description="Stored. The clock has started."),
        **problems(400, 401, 403, 406, 409, 413, 415, 422, 429),
    },
    examples=[
        _example("referral-police", "From the police, by score"),
        _example("referral-gp-judgement", "From a surgery, by judgement"),
        _example("referral-together", "Made by three agencies together"),
    ],
)


def describe_bulk(body: Any, answer: Any) -> Any:
    """The description of many in one call."""
    return extend_schema(
        operation_id="send_referrals",
        summary="Send up to 200 referrals",
        description=(
            "Each item is stored whole or not at all, by itself: one that is refused keeps no other out. Each has its"
            " own `idempotency_key`, so the whole call may be sent again until it is answered: what was stored is"
            " answered with `again` and makes nothing new. Up to 8 MB. Where the call as a whole is not acceptable,"
            " nothing is stored."
        ),
        tags=["Referrals"],
        request=body,
        responses={
            200: OpenApiResponse(answer, description="What became of each, in order."),
            **problems(400, 401, 403, 406, 409, 413, 415, 429),
        },
    )


REFERENCE = OpenApiParameter(
    "reference", str, OpenApiParameter.PATH, description="Our reference, with or without dashes."
)
describe_adding_a_document = extend_schema(
    operation_id="add_document",
    summary="Add a document to a referral of yours",
    description=(
        "The body is the file itself: a PDF, a JPEG or PNG picture, or a Word document, up to 10 MB. It is written"
        " anew, so that where a photograph was taken is not kept. What runs when a file is opened is refused. The same"
        " bytes sent again are kept once, so this needs no `Idempotency-Key`. A referral has at most 20 documents."
    ),
    tags=["Referrals"],
    parameters=[
        REFERENCE,
        DocumentQuerySerializer,
        _header("Idempotency-Replayed", "true, where these bytes were kept already.", response=[201]),
    ],
    request={facts.media_type: OpenApiTypes.BINARY for facts in FACTS.values()},
    responses={
        201: OpenApiResponse(DocumentReceiptSerializer, description="Kept."),
        **problems(400, 401, 403, 404, 406, 409, 413, 415, 429),
    },
)
describe_status = extend_schema(
    operation_id="referral_status",
    summary="Ask where a referral of yours stands",
    description=(
        "The status of a referral that your agency sent, and a question while the team waits for your answer. Never"
        " whether anybody was known before. Another agency’s referral and none at all get the same answer."
    ),
    tags=["Referrals"],
    parameters=[REFERENCE],
    responses={200: StatusSerializer, **problems(401, 403, 404, 406, 429)},
)
