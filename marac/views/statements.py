"""Before any paper opens: the statement, a conflict in one case, the observers."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from common.stepping import tried
from marac import services
from marac.forms.statements import ConflictForm, ObserverForm, SignForm
from marac.models import Hearing, Meeting, Observer, Statement
from marac.presenters.words import name_of, trail
from marac.views.records import meeting_to_read, meeting_to_run


@requires(Permission.MEETING_VIEW)
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Read the statement and sign it, on one's own screen. Then the paper that was asked for opens."""
    found = meeting_to_read(request, meeting_id)
    wanted = Statement.objects.in_force(timezone.localdate())
    if wanted is None:
        messages.error(request, "There is no statement to sign yet. Ask your system administrator to load one.")
        return redirect("meeting", meeting_id=found.pk)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"statement": wanted.pk})
    if form.is_valid() and _sign(request, found, form):
        return redirect(_back(request, found))
    context = {"meeting": found, "statement": wanted, "form": form, "trail": trail(found)}
    context["is_signed"] = services.has_signed(found, by=request.principal)
    return render(request, "marac/statement.html", context | {"back": _back(request, found)})


def _sign(request: HttpRequest, found: Meeting, form: SignForm) -> bool:
    read = get_object_or_404(Statement, pk=form.cleaned_data["statement"])
    facts = {"statement": read, "mode": form.cleaned_data["mode"], "at": timezone.now()}
    try:
        services.sign_statement(found, by=request.principal, **facts)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


def _back(request: HttpRequest, found: Meeting) -> str:
    """The paper that was asked for; a link to anywhere else is not followed."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted and is_ours else reverse("meeting", kwargs={"meeting_id": found.pk})


@requires(Permission.MEETING_VIEW)
@require_http_methods(["GET", "POST"])
def hearing_conflict(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Step back from one case. It is out of sight at once."""
    seen = Hearing.objects.readable_by(request.principal).on_agenda().select_related("case", "referral", "meeting")
    found = get_object_or_404(seen, pk=hearing_id)
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.step_back(found, by=request.principal, **form.cleaned_data)
        messages.success(request, "You have stepped back. You will not see this case again, and the team is told.")
        return redirect("agenda", meeting_id=found.meeting_id)
    record("hearing named", by=request.principal, subjects=[found.pk, found.case_id])
    context = {"hearing": found, "name": name_of(found.case, found.referral), "form": form}
    return render(request, "marac/conflict.html", context)


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def observers(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Who only listens, and whether they signed."""
    found = meeting_to_run(request, meeting_id)
    form = ObserverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.add_observer(found, by=request.principal, **form.cleaned_data)
        return redirect("observers", meeting_id=found.pk)
    context = {"meeting": found, "form": form, "observers": found.observers.order_by("name"), "trail": trail(found)}
    return render(request, "marac/observers.html", context)


@requires(Permission.MEETING_RUN)
@require_POST
def observer_remove(request: HttpRequest, meeting_id: str, observer_id: int) -> HttpResponse:
    """Take back somebody who did not come."""
    found = meeting_to_run(request, meeting_id)
    observer = get_object_or_404(Observer, meeting=found, pk=observer_id)
    tried(request, partial(services.remove_observer, observer, by=request.principal), "Taken back.")
    return redirect("observers", meeting_id=found.pk)
