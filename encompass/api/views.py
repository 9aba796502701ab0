"""The API for a force's own system: it sends notices, and is told by when each is due. It reads nothing."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from rest_framework import status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.models import Area
from agencies.roles import Permission
from encompass import services
from encompass.api.schema import describe_notices
from encompass.api.serializers import NoticesReceiptSerializer, NoticesSerializer
from encompass.models import EncompassIncident, School
from referrals.api.endpoints import Endpoint, idempotency_key, principal_of

# What the service calls a field, and what the body does.
FIELDS = {"born_on": "date_of_birth", "school": "school_urn"}


class MaySendNotices(BasePermission):
    """The key, or the person's role, may send notices."""

    message = "This caller may not send notices. Ask your agency’s administrator for a key that may."

    def has_permission(self, request: Request, view: Any) -> bool:
        return principal_of(request).may(Permission.NOTICE_SEND)


class Notices(Endpoint):
    """Where incidents and their children are sent to."""

    permission_classes = [IsAuthenticated, MaySendNotices]
    http_method_names = ["post"]

    @describe_notices
    def post(self, request: Request) -> Response:
        key = idempotency_key(request)
        body: Any = request.data
        NoticesSerializer(data=body).is_valid(raise_exception=True)
        facts = {name: value for name, value in body.items() if name != "children"}
        facts |= {name: datetime.fromisoformat(body[name]) for name in ("occurred_at", "recorded_at")}
        children = [_child(each, place) for place, each in enumerate(body["children"])]
        by, at = principal_of(request), timezone.now()
        incident, replayed = services.send_once(body, by=by, key=key, at=at, children=children, **facts)
        headers = {"Idempotency-Replayed": "true"} if replayed else {}
        return Response(_receipt(incident), status=status.HTTP_201_CREATED, headers=headers)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, services.BrokenNotice):
            field = FIELDS.get(exc.field, exc.field)
            where = field if exc.child is None else f"children[{exc.child}].{field}"
            detail, errors = "Some fields need attention. Nothing was sent.", [{"field": where, "message": str(exc)}]
            return self.refuse(status.HTTP_400_BAD_REQUEST, "Bad request", detail, errors=errors)
        return super().handle_exception(exc)


def _child(sent: dict[str, Any], place: int) -> services.Affected:
    """What the service takes: a school by its number, or a council and why there is no school."""
    more = {name: sent.get(name, "") for name in ("whereabouts", "voice", "keep_back")}
    return services.Affected(
        given=sent["given"],
        family=sent["family"],
        born_on=date.fromisoformat(sent["date_of_birth"]),
        was_present=sent["was_present"],
        spoken_to=sent["spoken_to"],
        **_where(sent, place),
        **more,
    )


def _where(sent: dict[str, Any], place: int) -> dict[str, Any]:
    by_council = {"council", "without_school"} & set(sent)
    if ("school_urn" in sent) == bool(by_council) or len(by_council) == 1:
        message = "Send school_urn; or, for a child without a school, council and without_school"
        raise services.BrokenNotice(message, field="school", child=place)
    if by_council:
        found = Area.objects.filter(gss_code=sent["council"], kind=Area.Kind.UPPER_TIER, valid_to=None).first()
        return {"council": found, "route": sent["without_school"]}
    told = School.objects.active_on(timezone.localdate()).select_related("agency", "local_authority")
    school = told.filter(urn=sent["school_urn"]).first()
    if school is None:
        message = "No school with this number can be told here. Ring the school, and ask for it to be added"
        raise services.BrokenNotice(message, field="school", child=place)
    return {"school": school}


def _receipt(incident: EncompassIncident) -> dict[str, Any]:
    """The same whenever it is asked for: what was made then, and nothing of what became of it."""
    made = incident.notices.filter(made_at=incident.made_at).order_by("place_sent")
    notices = [{"child": n.place_sent, "reference": n.reference, "due_at": n.due_at} for n in made]
    return dict(NoticesReceiptSerializer({"reference": incident.reference, "notices": notices}).data)
