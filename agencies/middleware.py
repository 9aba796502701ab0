"""Three gates every request passes: a fresh session, a principal, a second factor."""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agencies.keys import parse_key, same
from agencies.models import ApiKey, Membership
from agencies.principal import NOBODY, Principal, principal_scope
from agencies.roles import Role
from audit.services import record

BY_LINK = "by_link"  # of a session that a one-time link opened
SAFE = {"GET", "HEAD", "OPTIONS"}


class SessionLimits:
    """Fifteen minutes idle or ten hours in all, whichever comes first, and the person signs in again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session:
            now = timezone.now().timestamp()
            signed_in_at = request.session.setdefault("signed_in_at", now)
            seen_at = request.session.get("seen_at", now)
            idle, age = now - seen_at, now - signed_in_at
            if idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_ABSOLUTE_SECONDS:
                logout(request)
            elif idle > 30 or "seen_at" not in request.session:  # one session write per half minute, not per request
                request.session["seen_at"] = now
        return self.get_response(request)


class PrincipalScope:
    """One transaction per request, in the name of whoever asks.

    Django renders a lazy page inside the middleware chain, so this commits after rendering and before a byte leaves:
    no read goes unrecorded. A refused or failed request keeps none of its writes; an event saying so is kept instead.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.principal = principal = principal_of(request)
        with principal_scope(principal):
            response = self.get_response(request)
            if getattr(response, "streaming", False) and principal != NOBODY:
                raise ImproperlyConfigured(f"{route(request)} streams: its rows would be read after the scope.")
            refused = response.status_code >= 400 and request.method not in SAFE
            if refused or response.status_code >= 500:
                transaction.set_rollback(True)
        if response.status_code in (403, 404) and principal != NOBODY:
            with principal_scope(principal):
                record("denied", by=principal, detail=f"{response.status_code} {route(request)}")
        return response


class SecondFactorRequired:
    """A session opened without a second factor can do one thing: enrol one, or use the one enrolled."""

    ALLOWED = {
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "healthz",
        "readyz",
    }

    # For an account without a factor: otherwise a password alone could add a factor of its own to somebody's account.
    ENROLLING = {"mfa_activate_totp", "mfa_add_webauthn"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.enrols_first_factor = False  # type: ignore[attr-defined]
        response = self.get_response(request)
        # Whoever enrolled the account's first factor just now has shown it.
        if request.enrols_first_factor and is_mfa_enabled(request.user):  # type: ignore[attr-defined]
            record_authentication(request, request.user, method="mfa", type="enrolment", reauthenticated=True)
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        view_name = request.resolver_match.view_name
        if request.session.get(BY_LINK):
            return self._of_link(request, view_name)
        request.enrols_first_factor = view_name in self.ENROLLING and not is_mfa_enabled(request.user)
        if view_name in self.ALLOWED or request.enrols_first_factor:
            return None
        if (settings.DEMO_SIGN_IN and request.session.get("demo")) or second_factor_used(request):
            return None
        return redirect("mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp")

    def _of_link(self, request, view_name):
        """A fresh link is the factor. It opens one role, and nothing with which an account could be made stronger."""
        if view_name == "account_logout":
            return None
        if request.principal.role is not Role.OCCASIONAL_REFERRER:
            logout(request)
            return redirect("enter_ask")
        return redirect("referrals") if request.path.startswith("/accounts/") else None


def second_factor_used(request: HttpRequest) -> bool:
    """Whether this session, not merely this account, was opened with a second factor."""
    return any(step["method"] == "mfa" for step in get_authentication_records(request, request.user))


def principal_of(request: HttpRequest) -> Principal:
    """The key's agency or the session's membership, read again each time: a right that ended a second ago is gone."""
    if "Authorization" in request.headers:
        return principal_of_key(request) if request.path.startswith("/api/") else NOBODY
    if not request.user.is_authenticated:
        return NOBODY
    memberships = Membership.objects.live().filter(user_id=request.user.pk)
    if chosen := request.session.get("membership_id"):
        memberships = memberships.filter(pk=chosen)
    membership = memberships.order_by("pk").first()
    return Principal.of(membership) if membership else NOBODY


def principal_of_key(request: HttpRequest) -> Principal:
    """Whoever holds this key, or nobody. A right key that opens nothing is an event: somebody should hear of it."""
    kind, _, text = request.headers["Authorization"].partition(" ")
    parsed = parse_key(text.strip()) if kind.lower() == "api-key" else None
    key = ApiKey.objects.filter(identifier=parsed[0]).first() if parsed else None
    if key is None or parsed is None or not same(key.secret_sha256, parsed[1]):
        return NOBODY
    holder = Principal.of_key(key)
    if why := _why_refused(key, request):
        with principal_scope(holder):
            record("key refused", by=holder, subjects=[f"key {key.pk}"], detail=why)
        return NOBODY
    if key.last_used_on != (today := timezone.localdate()):
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return holder


def _why_refused(key: ApiKey, request: HttpRequest) -> str:
    """A code, or nothing for a key that works from where it is used."""
    state = key.state(at=timezone.now())
    if state is not ApiKey.State.LIVE:
        return str(state)
    if key.networks and not key.may_come_from(get_adapter().get_client_ip(request)):
        return "elsewhere"
    return ""


def route(request: HttpRequest) -> str:
    """The URL pattern, never the URL: an address may name a person."""
    return request.resolver_match.route if request.resolver_match else "no such address"
