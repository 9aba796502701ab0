"""Two records become one, after a look at both; and two again."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.forms.matches import MergeForm, UnmergeForm
from cases.models import Merge, PossibleMatch
from cases.presenters.comparison import Comparison, compare
from cases.presenters.merges import merge_page
from cases.services.merging import merge_people, unmerge
from common.errors import DomainError
from common.stepping import tried


@requires(Permission.REFERRAL_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def match_merge(request: HttpRequest, match_id: str) -> HttpResponse:
    """Both records side by side; which one stays, and how somebody knows."""
    found = get_object_or_404(PossibleMatch.objects.visible_to(request.principal), pk=match_id)
    page = compare(found, principal=request.principal)
    if not page.may_merge:
        return redirect("match", match_id=found.pk)
    form = _merge_form(request, page)
    if form.is_valid() and (made := _merged(request, page, form)):
        return redirect("merge", merge_id=made.pk)
    record("possible match viewed", by=request.principal, subjects=page.subjects)
    return render(request, "cases/match_merge.html", {"page": page, "form": form})


def _merge_form(request: HttpRequest, page: Comparison) -> MergeForm:
    assert page.second is not None
    sides = [("first", f"The left one: {page.first.current_name}"), ("second", f"The right one: {page.second}")]
    differing = [(line.field, line.label) for line in page.lines if line.field]
    data = request.POST if request.method == "POST" else None
    return MergeForm(data, sides=sides, differing=differing)


def _merged(request: HttpRequest, page: Comparison, form: MergeForm) -> Merge | None:
    said, by, at = form.cleaned_data, request.principal, timezone.now()
    kept, absorbed = (page.first, page.second) if said["keep"] == "first" else (page.second, page.first)
    if kept is None or absorbed is None:
        raise Http404
    try:
        made = merge_people(kept, absorbed, by=by, reason=said["reason"], take=said.get("take", ()), at=at)
    except DomainError as error:
        form.add_error("reason" if not page.why_not else None, str(error))
        return None
    messages.success(request, "Merged. It can be undone here, line by line.")
    return made


@requires(Permission.PEOPLE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, merge_id: str) -> HttpResponse:
    """What a merge moved, and the way back."""
    found = get_object_or_404(Merge.objects.visible_to(request.principal).select_related("made_by"), pk=merge_id)
    page = merge_page(found, principal=request.principal)
    pieces = {name: [(piece.key, piece.words) for piece in getattr(page, name)] for name in ("moved", "added")}
    data = request.POST if request.method == "POST" else None
    form = UnmergeForm(data, lines=pieces["moved"], added=pieces["added"])
    if form.is_valid():
        undo = partial(unmerge, found, by=request.principal, lines=form.chosen, added=form.handed)
        if tried(request, undo, "Given back."):
            return redirect("merge", merge_id=found.pk)
    record("merge viewed", by=request.principal, subjects=[found.pk, found.kept_id])
    return render(request, "cases/merge.html", {"page": page, "form": form})
