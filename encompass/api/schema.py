"""How the API's description speaks of notices."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from encompass.api.serializers import NoticesReceiptSerializer, NoticesSerializer
from referrals.api.schema import KEY_FORM, KEY_LENGTH, PROBLEM
from referrals.api.serializers import ProblemSerializer

EXAMPLE = {
    "police_reference": "42/1001/26",
    "occurred_at": "2026-11-20T20:00:00+00:00",
    "recorded_at": "2026-11-20T20:40:00+00:00",
    "place": "At home",
    "risk_grade": "standard",
    "circumstances": "Shouting and a broken door. One adult was taken away.",
    "contact": "School liaison desk, 01632 960200",
    "children": [
        {
            "given": "Robin",
            "family": "Sample",
            "date_of_birth": "2016-03-14",
            "school_urn": "900000",
            "was_present": "yes",
            "whereabouts": "Upstairs",
            "spoken_to": "alone",
            "voice": "I hid under the bed.",
        }
    ],
}
REFUSALS = {
    400: "The body or the Idempotency-Key is not acceptable. Nothing was sent.",
    401: "The key is missing, wrong, ended or out of date.",
    403: "This caller may not send notices.",
    406: "Only JSON can be answered.",
    409: "The first request with this Idempotency-Key is still at work, or a policy is missing here.",
    413: "The body is larger than 1 MB.",
    415: "The body is not application/json.",
    422: "The Idempotency-Key was used for another body.",
    429: "Too many requests. Retry-After says when to go on.",
}
describe_notices = extend_schema(
    operation_id="send_notices",
    summary="Tell schools about an incident",
    description=(
        "Stores one incident and tells the school of every child it affects, by the start of the next school day at the"
        " latest. All of it or nothing. Until you have the answer, send the same body with the same `Idempotency-Key`"
        " again."
    ),
    tags=["Notices"],
    parameters=[
        OpenApiParameter(
            "Idempotency-Key",
            location=OpenApiParameter.HEADER,
            description="A text of your own for this incident, 1 to 100 printable ASCII characters.",
            required=True,
            type={"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": KEY_FORM},
        ),
        OpenApiParameter(
            "Idempotency-Replayed",
            location=OpenApiParameter.HEADER,
            description="true, where the answer is said again.",
            response=[201],
        ),
    ],
    request=NoticesSerializer,
    responses={
        201: OpenApiResponse(NoticesReceiptSerializer, description="Stored, and sent or kept for a decision."),
        **{(code, PROBLEM): OpenApiResponse(ProblemSerializer, description=words) for code, words in REFUSALS.items()},
    },
    examples=[OpenApiExample("One child", value=EXAMPLE, request_only=True)],
)
