"""One agenda: add, move, take off, publish, reopen."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.keyset import DayKey
from common.stepping import tried
from marac import services
from marac.forms import KindForm, LateItemForm
from marac.models import Hearing, Meeting
from marac.presenters.agenda import agenda_page, facts_to_check
from marac.presenters.versions import cases_on, versions_of
from marac.presenters.words import name_of, places, trail
from marac.selectors import waiting_for
from marac.views.records import hearing_to_run, meeting_to_read, meeting_to_run, unsigned
from referrals.models import Referral


@requires(Permission.MEETING_VIEW)
@require_safe
def agenda(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Who has a place, and for those who give places, who waits for one."""
    found = meeting_to_read(request, meeting_id)
    is_paper = found.is_open_to_members and not request.principal.may(Permission.MEETING_RUN)
    if is_paper and (to_sign := unsigned(request, found)):
        return to_sign
    after = DayKey.parse(request.GET.get("after", ""))
    page = agenda_page(found, principal=request.principal, today=timezone.localdate(), after=after)
    record("agenda viewed", by=request.principal, subjects=page.subjects)
    return render(request, "marac/agenda.html", {"page": page})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def agenda_add(request: HttpRequest, meeting_id: str, reference: str) -> HttpResponse:
    """Give a waiting referral the last place. Where the agenda was published before, say who allowed it."""
    found = meeting_to_run(request, meeting_id)
    referral = get_object_or_404(waiting_for(found.forum, principal=request.principal), reference=reference)
    form = LateItemForm(request.POST if request.method == "POST" else None)
    if services.was_published(found) and not form.is_valid():
        record("referral named", by=request.principal, subjects=[referral.pk, referral.case_id])
        context = {"form": form, "meeting": found, "name": name_of(referral.case, referral)}
        return render(request, "marac/late.html", context)
    if request.method == "POST":
        _add(request, found, referral, form.data.get("authorised_by", ""))
    return redirect("agenda", meeting_id=found.pk)


def _add(request: HttpRequest, found: Meeting, referral: Referral, authorised_by: str) -> None:
    """Put it on the agenda. More cases than places are said, not refused."""
    put = partial(services.list_referral, found, by=request.principal, referral=referral, authorised_by=authorised_by)
    if tried(request, partial(put, at=timezone.now()), "Added to the agenda."):
        used = Hearing.objects.visible_to(request.principal).filter(meeting=found).on_agenda().count()
        if used > found.capacity:
            messages.warning(request, f"{places(found, used)}.")


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def hearing_kind(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Say what sort of item a case is."""
    found = hearing_to_run(request, hearing_id)
    form = KindForm(request.POST if request.method == "POST" else None, initial={"kind": found.kind})
    if form.is_valid():
        change = partial(services.change_kind, found, by=request.principal, kind=form.cleaned_data["kind"])
        tried(request, change, "Changed.")
        return redirect("agenda", meeting_id=found.meeting_id)
    record("hearing named", by=request.principal, subjects=[found.pk, found.case_id])
    context = {"form": form, "hearing": found, "name": name_of(found.case, found.referral)}
    return render(request, "marac/kind.html", context)


@requires(Permission.MEETING_VIEW)
@require_safe
def agenda_versions(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The agenda as it was published, each time that it was."""
    found = meeting_to_read(request, meeting_id)
    if not request.principal.may(Permission.MEETING_RUN) and (to_sign := unsigned(request, found)):
        return to_sign
    versions = versions_of(found, principal=request.principal)
    record("agenda versions viewed", by=request.principal, subjects=[found.pk, *cases_on(versions)])
    return render(request, "marac/versions.html", {"meeting": found, "versions": versions, "trail": trail(found)})


@requires(Permission.MEETING_RUN)
@require_POST
def hearing_move(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """One place up or down."""
    hearing = hearing_to_run(request, hearing_id)
    tried(request, partial(services.move_hearing, hearing, by=request.principal, to=request.POST.get("to", "")))
    return redirect("agenda", meeting_id=hearing.meeting_id)


@requires(Permission.MEETING_RUN)
@require_POST
def hearing_remove(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Take a case off its agenda."""
    hearing = hearing_to_run(request, hearing_id)
    remove = partial(services.remove_hearing, hearing, by=request.principal)
    tried(request, remove, "Taken off the agenda. It waits to be listed again.")
    return redirect("agenda", meeting_id=hearing.meeting_id)


@requires(Permission.MEETING_RUN)
@require_POST
def agenda_children_first(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Cases with children to the top, so that the children's agencies may leave."""
    found = meeting_to_run(request, meeting_id)
    order = partial(services.put_children_first, found, by=request.principal)
    tried(request, order, "Cases with children come first now.")
    return redirect("agenda", meeting_id=found.pk)


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def agenda_publish(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Look at what others will read, then publish it."""
    found = meeting_to_run(request, meeting_id)
    if request.method == "POST":
        publish = partial(services.publish_meeting, found, by=request.principal, at=timezone.now())
        tried(request, publish, "Agenda published. Its agencies can read it now.")
        return redirect("agenda", meeting_id=found.pk)
    page = agenda_page(found, principal=request.principal, today=timezone.localdate())
    record("agenda viewed", by=request.principal, subjects=page.subjects)
    facts = facts_to_check(page, today=timezone.localdate())
    return render(request, "marac/publish.html", {"page": page, "facts": facts})


@requires(Permission.MEETING_RUN)
@require_POST
def agenda_reopen(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Take a published agenda back to change it."""
    found = meeting_to_run(request, meeting_id)
    reopen = partial(services.reopen_agenda, found, by=request.principal)
    tried(request, reopen, "Agenda reopened. Publish it again before the meeting.")
    return redirect("agenda", meeting_id=found.pk)
