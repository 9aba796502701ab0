"""The practice people that a demonstration can be entered as. Mounted, and willing, only where DEMO_SIGN_IN is set."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from agencies.models import Membership

DEMO_DOMAIN = "@demo.invalid"  # real accounts cannot have this domain, so a demo door opens only onto demo people


def demo_people():
    """The practice memberships, in the order of a referral's way through the house."""
    people = Membership.objects.live().filter(user__email__endswith=DEMO_DOMAIN)
    return people.select_related("user", "agency").order_by("pk")


def name_of_door(membership: Membership) -> str:
    """The last part of the address that signs this person in: the part of their e-mail before the @."""
    return membership.user.email.removesuffix(DEMO_DOMAIN)


def demo_personas(request: HttpRequest) -> HttpResponse:
    """Who one can be."""
    _ensure_demo()
    people = [
        (person.user, f"{person.get_role_display()}, {person.agency.name}", name_of_door(person))
        for person in demo_people()
    ]
    return render(request, "agencies/personas.html", {"people": people})


@csrf_exempt  # a link in a terminal is followed by GET; nothing real stands behind it
def demo_sign_in(request: HttpRequest, persona: str) -> HttpResponse:
    """Become a practice person, without a password."""
    _ensure_demo()
    person = get_object_or_404(demo_people(), user__email=f"{persona}{DEMO_DOMAIN}")
    login(request, person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["demo"] = True
    request.session["membership_id"] = person.pk
    return redirect("overview")


def _ensure_demo() -> None:
    if not settings.DEMO_SIGN_IN:
        raise Http404


urlpatterns = [
    path("sign-in/", demo_personas, name="demo_personas"),
    path("sign-in/<slug:persona>/", demo_sign_in, name="demo_sign_in"),
]
