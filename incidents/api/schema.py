"""How the API's description speaks of crimes."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from incidents.api.serializers import CrimesAnswerSerializer, CrimesSerializer
from referrals.api.schema import KEY_FORM, KEY_LENGTH, PROBLEM
from referrals.api.serializers import ProblemSerializer

EXAMPLE = {
    "crimes": [
        {
            "crime_ref": "42/1001/26",
            "kind": "crime",
            "incident_at": "2026-11-17T22:10:00+00:00",
            "recorded_at": "2026-11-18T08:00:00+00:00",
            "district": "E06000033",
            "offence_group": "violence_injury",
            "initial_grade": "high",
            "tool": "dash",
            "score": 16,
            "assessor": "PC1234",
        }
    ]
}
REFUSALS = {
    400: "The shape of the body, or the Idempotency-Key, is not acceptable. Nothing was stored.",
    401: "The key is missing, wrong, ended or out of date.",
    403: "This caller may not send crimes.",
    406: "Only JSON can be answered.",
    409: "The first request with this Idempotency-Key is still at work, or the agency is not set up as a force.",
    413: "The body is larger than 1 MB.",
    415: "The body is not application/json.",
    422: "The Idempotency-Key was used for other crimes.",
    429: "Too many requests. Retry-After says when to go on.",
}
describe_crimes = extend_schema(
    operation_id="send_crimes",
    summary="Send recorded crimes",
    description=(
        "Takes in up to 200 crimes in one step, those that are right, and says what became of each. A crime that was"
        " sent before makes nothing new: another `outcome` is taken over, and a first fact that was sent otherwise is"
        " refused. Until you have the answer, send the same body with the same `Idempotency-Key` again."
    ),
    tags=["Crimes"],
    parameters=[
        OpenApiParameter(
            "Idempotency-Key",
            location=OpenApiParameter.HEADER,
            description="A text of your own for this batch, 1 to 100 printable ASCII characters.",
            required=True,
            type={"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": KEY_FORM},
        ),
        OpenApiParameter(
            "Idempotency-Replayed",
            location=OpenApiParameter.HEADER,
            description="true, where the answer is said again.",
            response=[200],
        ),
    ],
    request=CrimesSerializer,
    responses={
        200: OpenApiResponse(CrimesAnswerSerializer, description="What became of each."),
        **{(code, PROBLEM): OpenApiResponse(ProblemSerializer, description=words) for code, words in REFUSALS.items()},
    },
    examples=[OpenApiExample("One crime", value=EXAMPLE, request_only=True)],
)
