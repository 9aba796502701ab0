"""What an agency on the panel does for itself: its report, its chronology, its word on the facts of the draft."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import signed_in
from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from common.stepping import done, tried
from dhr import services
from dhr.forms.course import DayForm
from dhr.forms.gathering import EventForm, OwnPaperForm, OwnReportForm, OwnSheetForm
from dhr.models import AgencyContribution, ChronologyEvent, DeathReview
from dhr.presenters.ours import ours_page
from dhr.presenters.reviews import header, plan_count, tabs, trail
from dhr.sheets import line_of
from dhr.views.records import seen_review, sheet_lines

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Ours:
    """The part that somebody's own agency has in a review, on one day."""

    review: DeathReview
    by: Principal
    today: date

    @property
    def agency(self) -> Agency:
        """The agency for which they sit on the panel."""
        return Agency.objects.get(pk=self.by.agency_id)

    @property
    def contribution(self) -> AgencyContribution:
        """The report that it was asked for. Http404 where it was asked for none."""
        mine = AgencyContribution.objects.visible_to(self.by).filter(review=self.review)
        return get_object_or_404(mine, agency_id=self.by.agency_id)


def _report(ours: Ours, said: dict[str, Any], _: Any) -> None:
    services.move_contribution(ours.contribution, by=ours.by, to="received", on=ours.today, **said)


def _facts(ours: Ours, said: dict[str, Any], _: Any) -> None:
    services.check_facts(ours.contribution, by=ours.by, **said)


def _paper(ours: Ours, said: dict[str, Any], form: Any) -> None:
    services.add_paper(
        ours.review, by=ours.by, upload=form.upload, paper=said["paper"], marking="sensitive", at=timezone.now()
    )


def _event(ours: Ours, said: dict[str, Any], form: Any) -> None:
    try:
        line = line_of(form.columns, ours.today)
    except ValueError as error:
        raise DomainError(f"{error}.") from error
    services.add_events(ours.review, by=ours.by, agency=ours.agency, lines=[line])


def _sheet(ours: Ours, said: dict[str, Any], form: Any) -> None:
    lines = sheet_lines(form, today=ours.today)
    services.add_events(ours.review, by=ours.by, agency=ours.agency, lines=lines)


@dataclass(frozen=True)
class Deed:
    """One thing that an agency does for itself. ``asked`` where it has to be asked for a report first."""

    title: str
    form: Callable[..., forms.Form]
    do: Callable[[Ours, dict[str, Any], Any], None]
    asked: bool = False


DEEDS: dict[str, Deed] = {
    "report": Deed("Hand in your agency’s report", OwnReportForm, _report, asked=True),
    "facts": Deed("The facts in the draft are right", DayForm, _facts, asked=True),
    "paper": Deed("Send it as a file", OwnPaperForm, _paper),
    "event": Deed("Add an event", EventForm, _event),
    "sheet": Deed("Add a chronology", OwnSheetForm, _sheet),
}


def _sat_on(request: HttpRequest, reference: str) -> Ours:
    """A review on whose panel the reader sits for the agency that they act for; PermissionDenied for other readers."""
    found, by = seen_review(request, reference), request.principal
    if by.agency_id is None or not services.is_of_agency(found, by.agency_id, by=by):
        raise PermissionDenied
    return Ours(found, by, timezone.localdate())


@signed_in
@require_safe
def review_ours(request: HttpRequest, reference: str) -> HttpResponse:
    """What the own agency was asked for and has sent, and what can be sent."""
    ours = _sat_on(request, reference)
    record("review viewed", by=ours.by, subjects=[ours.review.pk], detail="ours")
    context = {"page": ours_page(ours.review, principal=ours.by), "review": ours.review, "trail": trail()}
    context["header"] = header(ours.review)
    context["tabs"] = tabs(ours.review, "ours", recommendations=plan_count(ours.review))
    return render(request, "dhr/ours.html", context)


@signed_in
@require_POST
def review_ours_take_back(request: HttpRequest, reference: str, event_id: int) -> HttpResponse:
    """Take back one event of the own agency's chronology."""
    ours = _sat_on(request, reference)
    mine = ChronologyEvent.objects.visible_to(ours.by).filter(review=ours.review, agency_id=ours.by.agency_id)
    event = get_object_or_404(mine.select_related("review"), pk=event_id)
    tried(
        request,
        lambda: services.take_back_event(event, by=ours.by, at=timezone.now()),
        "Taken back. That it was sent stays on record.",
    )
    return redirect("review_ours", reference=reference)


@signed_in
@form_methods
def review_ours_do(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Send one thing for the own agency."""
    ours, deed = _sat_on(request, reference), DEEDS.get(step)
    if deed is None or (deed.asked and not ours.contribution):
        raise Http404
    is_post = request.method == "POST"
    form = deed.form(request.POST if is_post else None, request.FILES if is_post else None)
    if done(request, form, lambda said: deed.do(ours, said, form), "Sent. Those who run the review can read it."):
        return redirect("review_ours", reference=reference)
    return render(request, "dhr/ours_do.html", {"review": ours.review, "deed": deed, "form": form})
