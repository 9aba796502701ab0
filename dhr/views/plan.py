"""Recommendations: the list by standing, one of them with what can be done, and the library."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires, signed_in
from agencies.models import Agency
from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.stepping import done
from dhr import services
from dhr.forms import recommendations as typed
from dhr.models import DeathReview, Recommendation, RecommendationOwner
from dhr.presenters.library import lessons
from dhr.presenters.recommendations import plan_page, recommendation_page
from dhr.selectors import capacities
from dhr.services import Wanted, may_run
from dhr.states import Actor
from dhr.views.records import SEES_PLAN, seen_review, worked_recommendation

form_methods = require_http_methods(["GET", "HEAD", "POST"])
Doing = Callable[[Recommendation, Principal, dict[str, Any], date], object]


def filter_form(request: HttpRequest) -> typed.FilterForm:
    """The filters of the list, with the reviews and owners that the reader knows."""
    by = request.principal
    reviews = DeathReview.objects.visible_to(by).order_by("code_name").values_list("reference", "code_name")
    parts = RecommendationOwner.objects.visible_to(by).values("agency_id")
    return typed.FilterForm(request.GET or None, reviews=reviews, owners=Agency.objects.filter(pk__in=parts))


@requires(*SEES_PLAN)
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """What reviews ask for, the worst first; for an owner what the own agency has to do."""
    form, today = filter_form(request), timezone.localdate()
    query = request.GET.copy()
    query.pop("standing", None)
    page = plan_page(request.principal, form.asked, today=today, query=query.urlencode())
    record("recommendations listed", by=request.principal, detail=f"{page.total} rows")
    asked = request.GET.get("review", "")
    review = DeathReview.objects.visible_to(request.principal).filter(reference=asked).first()
    may_add = bool(review and capacities(review, request.principal) & {Actor.COORDINATOR, Actor.CHAIR})
    context = {"page": page, "form": form, "query": request.GET.urlencode(), "review": review, "may_add": may_add}
    return render(request, "dhr/recommendations.html", context)


@signed_in
@require_safe
def recommendation(request: HttpRequest, recommendation_id: Any) -> HttpResponse:
    """One recommendation."""
    found = worked_recommendation(request, recommendation_id)
    record("recommendation viewed", by=request.principal, subjects=[found.pk, found.review_id])
    page = recommendation_page(found, principal=request.principal, today=timezone.localdate())
    updates = found.updates.select_related("by", "agency").order_by("-at")[:50]
    return render(request, "dhr/recommendation.html", {"found": found, "page": page, "updates": updates})


@dataclass(frozen=True)
class Deed:
    """What can be done about a recommendation, by whom: its owners, those who run the review, anybody else."""

    title: str
    form: type[forms.Form]
    do: Doing
    who: str  # owner, run, office, check


DEEDS: dict[str, Deed] = {
    "update": Deed(
        "How far is it?", typed.UpdateForm,
        lambda row, by, said, today: services.update_recommendation(row, by=by, on=today, **said), "owner",
    ),
    "answer": Deed(
        "Does your agency accept it?", typed.AnswerForm,
        lambda row, by, said, today: services.answer_recommendation(row, by=by, on=today, **said), "owner",
    ),
    "evidence": Deed(
        "What shows that it was done?", typed.EvidenceForm,
        lambda row, by, said, today: services.submit_evidence(row, by=by, on=today, **said), "owner",
    ),
    "check": Deed(
        "Is the evidence enough?", typed.CheckForm,
        lambda row, by, said, today: services.check_evidence(
            row.evidence.order_by("-submitted_on", "-pk").first() or _none(), by=by, on=today,
            is_enough=said["is_enough"] == "yes", refusal=said["refusal"],
        ), "check",
    ),
    "extend": Deed(
        "A later day", typed.ExtendForm,
        lambda row, by, said, today: services.extend_recommendation(row, by=by, on=today, **said), "run",
    ),
    "national": Deed(
        "Send it to a national body", typed.NationalForm,
        lambda row, by, said, today: services.send_to_national(row, by=by, on=today, **said), "run",
    ),
    "chase": Deed(
        "The national body", typed.ChaseForm,
        lambda row, by, said, today: services.chase_national(row, by=by, on=today, **said), "run",
    ),
    "acknowledge": Deed(
        "Take note that it is not accepted", typed.NothingForm,
        lambda row, by, said, today: services.acknowledge_refusal(row, by=by, on=today), "run",
    ),
    "quarter": Deed(
        "Tell the board how this review stands", typed.QuarterForm,
        lambda row, by, said, today: services.report_quarter(row.review, by=by, on=today, **said), "office",
    ),
    "better": Deed(
        "Show it better than its dates say", typed.BetterForm,
        lambda row, by, said, today: services.show_better(row, by=by, **said), "run",
    ),
}  # fmt: skip


def _none() -> Any:
    raise Http404


@signed_in
@form_methods
def recommendation_do(request: HttpRequest, recommendation_id: Any, step: str) -> HttpResponse:
    """Update, answer, show, check or extend one: the owner's update is three clicks from the list."""
    found, by = worked_recommendation(request, recommendation_id), request.principal
    deed = DEEDS.get(step)
    if deed is None:
        raise Http404
    if not _may(deed, found, by):
        raise PermissionDenied
    form = deed.form(request.POST if request.method == "POST" else None)
    if done(request, form, lambda said: deed.do(found, by, said, timezone.localdate()), "Saved."):
        return redirect("recommendation", recommendation_id=found.pk)
    return render(request, "dhr/recommendation_do.html", {"found": found, "deed": deed, "form": form})


def _may(deed: Deed, found: Recommendation, by: Principal) -> bool:
    owns = RecommendationOwner.objects.owned_by(by).filter(recommendation=found).exists()
    if deed.who == "owner":
        return owns or may_run(found, by)
    if deed.who == "check":
        return not owns and (may_run(found, by) or by.may(Permission.RECOMMENDATION_DO))
    return services.is_of_office(found, by) if deed.who == "office" else may_run(found, by)


@signed_in
@form_methods
def recommendation_merge(request: HttpRequest, recommendation_id: Any) -> HttpResponse:
    """The same recommendation of other reviews is worked on once."""
    found, by = worked_recommendation(request, recommendation_id), request.principal
    if not may_run(found, by):
        raise PermissionDenied
    same = Recommendation.objects.worked_by(by).unended().exclude(pk=found.pk).filter(themes__overlap=found.themes)
    others = same.select_related("review").in_order()
    form = typed.MergeForm(request.POST or None, others=others)
    step = lambda said: services.merge_recommendations(found, by=by, others=list(said["others"]))  # noqa: E731
    if done(request, form, step, "Merged."):
        return redirect("recommendation", recommendation_id=found.pk)
    context = {"found": found, "deed": {"title": "The same in other reviews"}, "form": form}
    return render(request, "dhr/recommendation_do.html", context)


@signed_in
@form_methods
def recommendation_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a recommendation down."""
    review, today = seen_review(request, reference), timezone.localdate()
    if not capacities(review, request.principal) & {Actor.COORDINATOR, Actor.CHAIR}:
        raise PermissionDenied
    form = typed.WantedForm(request.POST or None, initial={"agreed_on": today}, findings=review.findings.all())
    if done(request, form, lambda said: _add(review, request.principal, said), "Recommendation added."):
        return redirect(f"/recommendations/?review={review.reference}")
    return render(request, "dhr/recommendation_new.html", {"review": review, "form": form})


def _add(review: DeathReview, by: Principal, said: dict[str, Any]) -> Recommendation:
    codes = [theme.pk for theme in said["themes"]]
    known = said.pop("known_finding")
    finding = said["finding"] or (known.text if known else "")
    return services.add_recommendation(review, by=by, said=Wanted(**{**said, "themes": codes, "finding": finding}))


@requires(Permission.LEARNING_READ)
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """What published reviews recommend, for everybody, by theme and words."""
    form = typed.LibraryForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    theme = said["theme"].pk if said.get("theme") else ""
    found = lessons(request.principal, theme=theme, words=said.get("words", ""))
    return render(request, "dhr/library.html", {"form": form, "lessons": found})
