"""Dip samples of a forum: drawn, scored, finished, followed up, printed."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.stepping import allowed, done, made, tried
from documents.views import pressed
from marac import services
from marac.forms.samples import DrawForm, SampleActionForm, ScoresForm
from marac.models import DipSample, Forum, SampleAction
from marac.presenters.samples import sample_page, samples_of


def _forum(request: HttpRequest, forum_id: int) -> Forum:
    return get_object_or_404(Forum.objects.run_by(request.principal).select_related("area"), pk=forum_id)


def _sample(request: HttpRequest, sample_id: str) -> DipSample:
    mine = DipSample.objects.visible_to(request.principal).select_related("forum", "drawn_by", "finished_by")
    return get_object_or_404(mine, pk=sample_id)


@requires(Permission.MEETING_RUN)
@require_safe
def forum_samples(request: HttpRequest, forum_id: int) -> HttpResponse:
    """The samples of a forum."""
    forum = _forum(request, forum_id)
    rows = samples_of(forum, principal=request.principal)
    record("samples listed", by=request.principal, subjects=[row.sample.pk for row in rows])
    return render(request, "marac/samples.html", {"forum": forum, "rows": rows})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def sample_new(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Draw one."""
    forum, form = _forum(request, forum_id), DrawForm(request.POST or None)
    draw = partial(services.draw_sample, forum, by=request.principal, at=timezone.now())
    if form.is_valid() and (drawn := made(form, lambda: draw(**form.cleaned_data))):
        return redirect("sample", sample_id=drawn.pk)
    return render(request, "marac/sample_new.html", {"form": form, "forum": forum})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, sample_id: str) -> HttpResponse:
    """Its cases, and a score with a note for each principle; read only once it is finished."""
    found = _sample(request, sample_id)
    form = ScoresForm(request.POST or None, sample=found)
    if form.is_valid() and _score(request, found, form):
        return redirect("sample", sample_id=found.pk)
    page = sample_page(found, principal=request.principal)
    record("sample viewed", by=request.principal, subjects=[found.pk, *(each.case_id for each, _ in page.hearings)])
    return render(request, "marac/sample.html", {"form": form, "page": page})


def _score(request: HttpRequest, found: DipSample, form: ScoresForm) -> bool:
    final = request.POST.get("do") == "finish"
    keep = partial(services.score_sample, found, by=request.principal, scores=form.scores, at=timezone.now())
    if not allowed(form, lambda: keep(is_final=final)):
        return False
    messages.success(request, "Finished. It stands on the forum’s year." if final else "Saved.")
    return True


@requires(Permission.MEETING_RUN)
@require_safe
def sample_pdf(request: HttpRequest, sample_id: str) -> HttpResponse:
    """One sample on paper, for the steering group: cases by their reference, nobody's name."""
    found = _sample(request, sample_id)
    page = sample_page(found, principal=request.principal)
    context = {"page": page, "now": timezone.now(), "mark": f"{request.user}", "product_name": settings.PRODUCT_NAME}
    html, back = render_to_string("marac/pdf/sample.html", context), reverse("sample", args=[found.pk])
    note = partial(record, "sample printed", by=request.principal, subjects=[found.pk])
    return pressed(request, html, name=f"linnet-{found.pk.hex[:10]}-sample", back=back, saved=note)


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def sample_action(request: HttpRequest, sample_id: str) -> HttpResponse:
    """What one agency does because of it."""
    found = _sample(request, sample_id)
    form = SampleActionForm(request.POST or None, forum=found.forum)
    add = partial(services.add_sample_action, found, by=request.principal, at=timezone.now())
    if done(request, form, lambda said: add(**said), "Written down."):
        return redirect("sample", sample_id=found.pk)
    return render(request, "marac/sample_action.html", {"form": form, "sample": found})


@requires(Permission.MEETING_RUN)
@require_POST
def sample_action_done(request: HttpRequest, sample_id: str, action_id: str) -> HttpResponse:
    """It was done."""
    mine = SampleAction.objects.visible_to(request.principal).filter(sample=sample_id)
    found = get_object_or_404(mine, pk=action_id)
    tried(request, partial(services.finish_sample_action, found, by=request.principal, at=timezone.now()), "Done.")
    return redirect("sample", sample_id=found.sample_id)
