"""A death in a case: recorded by the team that leads it, answered by those who run death reviews."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases import services
from cases.forms import DeathForm
from cases.models import DeathRecord
from cases.views.records import kept_person
from cases.views.typed import Words, form_page, posted, stepped
from common.keyset import MomentKey, page_of

SIZE = 25


@requires(Permission.PEOPLE_WRITE)
@require_http_methods(["GET", "POST"])
def death_record(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Record that somebody in a case has died."""
    case, found, back = kept_person(request, reference, person_id)
    form = DeathForm(posted(request))

    def save() -> Any:
        return services.record_death(found, by=request.principal, at=timezone.now(), **form.cleaned_data)

    words = Words(
        "Record a death", f"Record the death of {found.person}", "Record it",
        "Recorded. Those who run reviews have been told; nothing of this case can be deleted from now on.",
        "Those who run reviews are told at once: the district, the date and the reference of the case, and no name.",
    )  # fmt: skip
    return form_page(request, form, case=case, save=save, back=back, words=words)


@requires(Permission.REVIEW_RUN)
@require_safe
def deaths(request: HttpRequest) -> HttpResponse:
    """The deaths that were recorded in cases and wait for an answer, the latest first."""
    after = MomentKey.parse(request.GET.get("after", ""))
    waiting = DeathRecord.objects.visible_to(request.principal).unanswered().select_related("district", "agency")
    found = list((waiting.filter(after.before("recorded_at")) if after else waiting)[: SIZE + 1])
    rows, pages = page_of(found, SIZE, lambda row: MomentKey(row.recorded_at, row.pk), after=after)
    record("deaths viewed", by=request.principal, subjects=[row.pk for row in rows])
    return render(request, "cases/deaths.html", {"rows": rows, "pages": pages})


@requires(Permission.REVIEW_RUN)
@require_POST
def death_answer(request: HttpRequest, death_id: str, answer: str) -> HttpResponse:
    """Say what follows from a death."""
    if answer not in DeathRecord.Outcome.values:
        raise Http404
    found = get_object_or_404(DeathRecord.objects.visible_to(request.principal), pk=death_id)
    step = partial(services.answer_death, found, by=request.principal, at=timezone.now(), answer=answer)
    return stepped(request, step, done="Answered. It is off the list.", to=reverse("deaths"))
