"""Asking a person how it was for them, and what a forum's people said."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.stepping import done
from marac import services
from marac.forms.survey import SurveyForm
from marac.models import Forum, Hearing
from marac.presenters.returns import period_of
from marac.presenters.survey import voices_page
from marac.presenters.words import name_of


@requires(Permission.ACTION_DO)
@require_http_methods(["GET", "HEAD", "POST"])
def person_survey(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Write down what the person said; a word of why not, where they are not to be asked."""
    told = Hearing.objects.told_by(request.principal).filter(survey=None).select_related("case", "referral", "update")
    found = get_object_or_404(told, pk=hearing_id)
    form = SurveyForm(request.POST or None, told_on=found.update.done_on)
    keep = partial(services.record_survey, found, by=request.principal, at=timezone.now())
    if done(request, form, lambda _: keep(**form.facts), "Saved."):
        return redirect("actions")
    record("person named", by=request.principal, subjects=[found.pk, found.case_id], detail="survey")
    context = {"hearing": found, "form": form, "name": name_of(found.case, found.referral)}
    refusal = services.why_not_ask(found, on=timezone.localdate())
    return render(request, "marac/person_survey.html", context | {"refusal": refusal})


@requires(Permission.MEETING_RUN)
@require_safe
def forum_voices(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Twelve months of what people said: counts alone, small ones hidden."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal).select_related("area"), pk=forum_id)
    quarter = period_of(request.GET.get("quarter", ""), today=timezone.localdate())
    record("voices viewed", by=request.principal, detail=f"forum {forum.pk}, {quarter.slug}")
    page = voices_page(forum, principal=request.principal, quarter=quarter, today=timezone.localdate())
    return render(request, "marac/voices.html", {"page": page})
