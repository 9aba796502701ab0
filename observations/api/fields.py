"""What every answer with figures has in common: who may ask, one figure, and where a list goes on."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_field
from rest_framework import exceptions, serializers
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request

from agencies.roles import Permission
from common.keyset import DayKey
from referrals.api.endpoints import Endpoint, principal_of
from referrals.api.schema import PROBLEM
from referrals.api.serializers import ProblemSerializer

SIZE = 100
# What each mark of a page means here. Codes are never taken away (docs/how-to/api-versions.md).
REASONS = {"[c]": "hidden", "[x]": "not_available", "[z]": "not_applicable", "[low]": "too_few"}
REFUSALS = {
    400: "The cursor is not one that a page gave, or there is a parameter that nothing names.",
    401: "The key is missing, wrong, ended or out of date.",
    403: "This caller may not read figures.",
    404: "There is nothing published here.",
    406: "Only JSON can be answered.",
    429: "Too many requests. Retry-After says when to go on.",
}
AFTER = OpenApiParameter("after", str, description="Where the next page begins: what `next` of the page before says.")


class MayReadFigures(BasePermission):
    """The key, or the person's role, may read published reports."""

    message = "This caller may not read figures. Ask your agency’s administrator for a key that may."

    def has_permission(self, request: Request, view: Any) -> bool:
        return principal_of(request).may(Permission.REPORT_VIEW)


class FigureEndpoint(Endpoint):
    """Read-only, and for whoever reads the board's figures."""

    permission_classes = [IsAuthenticated, MayReadFigures]
    http_method_names = ["get", "head"]


@extend_schema_field(OpenApiTypes.ANY)
class ValueField(serializers.Field):
    """A number, a text, or null."""

    def to_representation(self, value: Any) -> Any:
        return value


class FigureSerializer(serializers.Serializer):
    """A figure as the page prints it."""

    value = ValueField(help_text="The number, or the words of a cell of words. null: there is none, see reason.")
    reason = serializers.ChoiceField(
        choices=list(REASONS.values()),
        allow_null=True,
        help_text="Why there is no number: hidden (it is small, or would reveal one that is), not_available,"
        " not_applicable, too_few (for a percentage). null where there is one.",
    )


def figure(value: Any) -> dict[str, Any]:
    """A published figure: a mark becomes null with its reason. Words and numbers stay what they are."""
    reason = REASONS.get(value) if isinstance(value, str) else None
    return {"value": None if reason else value, "reason": reason}


def refusals(*codes: int) -> dict[Any, Any]:
    """The refusals of an address, in words."""
    return {(code, PROBLEM): OpenApiResponse(ProblemSerializer, description=REFUSALS[code]) for code in codes}


def key_of(request: Request) -> DayKey | None:
    """Where a page begins. Raises ParseError for a cursor that no page gave, and for anything else that was asked."""
    if set(request.query_params) - {AFTER.name}:
        raise exceptions.ParseError("The only parameter is after.")
    text = request.query_params.get("after", "")
    key = DayKey.parse(text) if text else None
    if text and key is None:
        raise exceptions.ParseError("Send after as next of the page before gave it, or leave it out.")
    return key
