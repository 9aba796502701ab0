"""What stands around every page: who is signed in, where they can go."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from agencies.models import Membership
from agencies.principal import NOBODY, Principal
from agencies.roles import Permission
from common.parts import Link


class Place(NamedTuple):
    """One word of the navigation, the rights that show it, and the address that it leads to."""

    label: str
    url_name: str
    permissions: tuple[Permission, ...]


PLACES = (
    Place("Overview", "overview", ()),
    Place("Contacts due", "due", (Permission.SUPPORT_WORK,)),
    Place("Team", "support_team", (Permission.SUPPORT_MANAGE,)),
    Place("Cases", "cases", (Permission.CASE_VIEW,)),
    Place("Referrals", "referrals", (Permission.REFERRAL_TRIAGE, Permission.REFERRAL_SEND)),
    Place("Meetings", "meetings", (Permission.MEETING_VIEW,)),
    Place("Research", "research_inbox", (Permission.RESEARCH_ANSWER,)),
    Place("Actions", "actions", (Permission.ACTION_DO,)),
    Place("Reviews", "reviews", (Permission.REVIEW_RUN, Permission.REVIEW_OWN, Permission.REVIEW_NAMED)),
    Place("Recommendations", "recommendations", (Permission.REVIEW_RUN, Permission.RECOMMENDATION_DO)),
    Place("Incidents", "incidents", (Permission.CRIME_VIEW,)),
    Place("Notices", "notices_sent", (Permission.NOTICE_SEND,)),
    Place("Notices", "notices", (Permission.NOTICE_RECEIVE,)),
    Place("School year", "school_year", (Permission.SCHOOL_KEEP,)),
    Place("Contracts", "contracts", (Permission.SUPPORT_MANAGE, Permission.REPORT_VIEW, Permission.SETTINGS_ADMIN)),
    Place("Strategy", "strategy", (Permission.STRATEGY_READ,)),
    Place("Reports", "reports", (Permission.REPORT_VIEW,)),
    Place("Figures", "figures", (Permission.REPORT_VIEW, Permission.FIGURE_IMPORT)),
    Place("Organisation", "organisation", (Permission.USER_ADMIN,)),
    Place("Systems", "keys_waiting", (Permission.SETTINGS_ADMIN,)),
)


FOOTER = (("Help and who to ring", "help"), ("Accessibility", "accessibility"), ("Privacy", "privacy"))


def navigation(principal: Principal, path: str) -> list[dict[str, Any]]:
    """The places that the role can use; the current one is the longest address that the path starts with."""
    shown = [place for place in PLACES if not place.permissions or any(map(principal.may, place.permissions))]
    addresses = {place.url_name: reverse(place.url_name) for place in shown}
    current = max(
        (a for a in addresses.values() if a == path or (a != "/" and path.startswith(a))), key=len, default=""
    )
    return [
        {"label": p.label, "url": addresses[p.url_name], "current": addresses[p.url_name] == current} for p in shown
    ]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every template. Lazy, so that an error page costs no query."""
    principal: Principal = getattr(request, "principal", NOBODY)
    base: dict[str, Any] = {
        "product_name": settings.PRODUCT_NAME,
        "demo": settings.DEMO_SIGN_IN,
        "area_name": "",
        "sign_out_url": reverse("account_logout"),
        "footer_links": [Link(label, reverse(name)) for label, name in FOOTER],
    }
    if principal == NOBODY or principal.membership_id is None:
        return base | {"navigation": [], "person_name": "", "agency_name": ""}
    return base | _addresses(principal) | _person(principal) | {"navigation": navigation(principal, request.path)}


def _person(principal: Principal) -> dict[str, Any]:
    member = Membership.objects.select_related("user", "agency").get(pk=principal.membership_id)
    return {"person_name": str(member.user), "agency_name": member.agency.name, "role_name": member.get_role_display()}


def _addresses(principal: Principal) -> dict[str, Any]:
    finds = principal.may(Permission.CASE_VIEW) or principal.may(Permission.REFERRAL_FOLLOW)
    return {
        "account_url": reverse("account"),
        "search_url": reverse("search") if finds else "",
        "keep_alive_url": reverse("keep_alive"),
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
    }
