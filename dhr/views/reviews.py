"""The list of reviews, a new one, and the pages of one."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases.models import DeathRecord
from cases.services import answer_death
from common.errors import DomainError
from common.keyset import DayKey
from common.parts import Link
from common.stepping import done
from dhr import services
from dhr.forms.beginning import NotifyForm
from dhr.forms.course import MoveForm
from dhr.models import DeathReview
from dhr.presenters.parts import deeds_for, part_page
from dhr.presenters.reviews import header, plan_count, progress_page, reviews_page, tabs, trail
from dhr.selectors import capacities, facts_of
from dhr.services import Notification, NotReady
from dhr.states import LABELS, STEPS, State, missing
from dhr.views.deeds import DEEDS, Asked, deed_named, item_of
from dhr.views.records import SEES, seen_review

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@requires(*SEES)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The reviews in sight, and what is due in them. Somebody whom none names sees an empty list."""
    after = DayKey.parse(request.GET.get("after", ""))
    state = request.GET.get("state", "")
    page = reviews_page(request.principal, today=timezone.localdate(), after=after, state=state)
    record("reviews listed", by=request.principal, subjects=[row.review.pk for row in page.rows])
    states = [(state.value, LABELS[state]) for state in State]
    return render(request, "dhr/reviews.html", {"page": page, "states": states, "chosen": state})


@requires(Permission.REVIEW_RUN)
@form_methods
def review_new(request: HttpRequest) -> HttpResponse:
    """Take a notification."""
    told = _told(request)
    form = NotifyForm(request.POST or None, initial=_known(told) | {"notified_on": timezone.localdate()})
    if form.is_valid() and (made := _notify(request, form, told)):
        return redirect("review", reference=made.reference)
    return render(request, "dhr/new.html", {"form": form, "told": told, "trail": trail()})


def _told(request: HttpRequest) -> DeathRecord | None:
    """The death from which the reader came here, while it waits for an answer."""
    try:
        wanted = UUID(request.GET.get("told", ""))
    except ValueError:
        return None
    waiting = DeathRecord.objects.visible_to(request.principal).unanswered()
    found = waiting.select_related("district").filter(pk=wanted).first()
    if found:
        record("deaths viewed", by=request.principal, subjects=[found.pk])
    return found


def _known(told: DeathRecord | None) -> dict[str, Any]:
    """What a notification can take over from what was told of a death: nothing about the person."""
    facts: dict[str, Any] = {"legal_basis": "act_2004"}
    if told is None:
        return facts
    return facts | {
        "case_reference": told.spoken_reference,
        "died_on": told.died_on,
        "csp": told.district.community_safety_id,
        "notifier": told.agency_id,
    }


def _notify(request: HttpRequest, form: NotifyForm, told: DeathRecord | None) -> DeathReview | None:
    """The review, and the answer to the death that it came from; nothing of either where one is refused."""
    said: dict[str, Any] = form.cleaned_data
    names = ("code_name", "csp", "notifier", "died_on", "known_on", "notified_on", "death_type", "relationship")
    more = ("legal_basis", "residence_basis", "agreement_note", "case_reference")
    facts = {name: said[name] for name in names + more} | {"residence_clear": not said["residence_unclear"]}
    try:
        said_all = Notification(**facts, **form.people)  # type: ignore[arg-type]
        with transaction.atomic():
            made = services.notify_review(said_all, by=request.principal, today=timezone.localdate())
            if told and made.case_reference == told.case_reference:
                answer_death(told, by=request.principal, at=timezone.now(), answer=DeathRecord.Outcome.REVIEW)
            return made
    except DomainError as error:
        form.add_error(None, str(error))
        return None


@signed_in
@require_safe
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """How far it is."""
    found = seen_review(request, reference)
    record("review viewed", by=request.principal, subjects=[found.pk], detail="progress")
    page = progress_page(found, principal=request.principal, today=timezone.localdate())
    return render(request, "dhr/review.html", {"review": found, "page": page, "trail": trail()})


@signed_in
@require_safe
def review_part(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One of its other pages: panel, reports, chronology, family, publication, history."""
    found = seen_review(request, reference)
    page = part_page(part, found, principal=request.principal, asked=request.GET, today=timezone.localdate())
    record("review viewed", by=request.principal, subjects=[found.pk], detail=part)
    context = {"review": found, "page": page, "trail": trail(), "header": header(found)}
    context["tabs"] = tabs(found, part, recommendations=plan_count(found))
    mine = capacities(found, request.principal)
    context["deeds"] = deeds_for(found, [(n, d.title, d.actors) for n, d in DEEDS.items() if _belongs(d, part)], mine)
    return render(request, f"dhr/{part}.html", context)


def _belongs(deed: Any, part: str) -> bool:
    return deed.part == part and deed.of is None


@signed_in
@require_safe
def review_steps(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that the reader may record."""
    found = seen_review(request, reference)
    mine = capacities(found, request.principal)
    page = progress_page(found, principal=request.principal, today=timezone.localdate())
    deeds = deeds_for(found, [(n, d.title, d.actors) for n, d in DEEDS.items() if d.of is None], mine)
    record("review viewed", by=request.principal, subjects=[found.pk], detail="steps")
    return render(request, "dhr/steps.html", {"review": found, "page": page, "deeds": deeds, "trail": _back(found)})


@signed_in
@form_methods
def review_do(request: HttpRequest, reference: str, step: str, item: str = "") -> HttpResponse:
    """Record one thing on a review."""
    found = seen_review(request, reference)
    deed = deed_named(step)
    if not deed.actors & capacities(found, request.principal):
        raise PermissionDenied
    asked = Asked(found, request.principal, timezone.localdate(), item_of(deed, found, item, request.principal))
    posted = request.method == "POST"
    form = deed.form_for(asked, request.POST if posted else None, request.FILES if posted else None)
    if done(request, form, lambda said: deed.do(asked, said, form), "Recorded."):
        return redirect(_page_of(found, deed.part))
    context = {"review": found, "deed": deed, "form": form, "trail": _back(found), "item": asked.item}
    return render(request, "dhr/do.html", context)


def _page_of(review: DeathReview, part: str) -> str:
    at = {"reference": review.reference}
    return reverse("review_part", kwargs=at | {"part": part}) if part else reverse("review", kwargs=at)


def _back(review: DeathReview) -> list[Link]:
    return [*trail(), Link(review.code_name, reverse("review", kwargs={"reference": review.reference}))]


@signed_in
@form_methods
def review_move(request: HttpRequest, reference: str, to: str) -> HttpResponse:
    """Look at what is missing, then take the step."""
    found, today = seen_review(request, reference), timezone.localdate()
    target = next((state for state in State if state.value == to), None)
    step = STEPS.get((State(found.state), target)) if target else None
    if target is None or step is None or target is State.PAUSED:
        return redirect("review", reference=reference)
    if not step.actors & capacities(found, request.principal):
        raise PermissionDenied
    form = MoveForm(request.POST or None, initial={"on": today})
    if not step.asks:
        del form.fields["reason"]
    if done(request, form, lambda said: _take(request, found, target, said), f"{LABELS[target]}."):
        return redirect("review", reference=reference)
    gaps = missing(State(found.state), target, facts_of(found, today=today, reason="-", challenged="-"))
    context = {"review": found, "form": form, "gaps": gaps, "label": LABELS[target], "trail": _back(found)}
    return render(request, "dhr/move.html", context)


def _take(request: HttpRequest, found: DeathReview, target: State, said: dict[str, Any]) -> None:
    try:
        services.take_step(found, by=request.principal, to=target, today=timezone.localdate(), **said)
    except NotReady as error:
        raise DomainError(" ".join(f"{words}." for words in error.missing)) from error
