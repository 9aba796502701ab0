"""Who can see a case: the page, and each step that changes it. For those whose agency leads the case."""

from collections.abc import Callable
from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.models import Agency
from agencies.roles import Permission
from audit.services import record
from cases import services
from cases.forms import access as asked
from cases.models import Case, CaseAgency, NamedAccess
from cases.presenters.access import access_page, agencies_to_share_with
from common.errors import DomainError

FORM = "cases/access_form.html"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _led(request: HttpRequest, reference: str) -> Case:
    """The case, for those who may say who sees it; for everybody else it does not exist."""
    led = Case.objects.led_with(request.principal, Permission.CASE_SHARE)
    return get_object_or_404(led.select_related("district__meeting_area"), reference=reference)


@requires(Permission.CASE_SHARE)
@require_safe
def case_access(request: HttpRequest, reference: str) -> HttpResponse:
    """Agencies, named people, people kept out, and what was shared on which basis."""
    case = _led(request, reference)
    record("case access viewed", by=request.principal, subjects=[case.pk])
    page = access_page(case, principal=request.principal, today=timezone.localdate())
    return render(request, "cases/access.html", {"case": case, "page": page})


def _ask(
    request: HttpRequest, case: Case, form: forms.Form, step: Callable[[dict], object], words: tuple[str, str, str]
) -> HttpResponse:
    """Show a form; take the step with what a valid one holds. ``words``: the heading, the button, what was done."""
    heading, button, done = words
    if form.is_valid():
        try:
            step(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("case_access", reference=case.reference)
    return render(request, FORM, {"case": case, "form": form, "heading": heading, "button": button})


@requires(Permission.CASE_SHARE)
@form_methods
def case_share(request: HttpRequest, reference: str) -> HttpResponse:
    """Let one more agency read the case."""
    case = _led(request, reference)
    form = asked.ShareForm(request.POST or None, agencies=agencies_to_share_with(case, on=timezone.localdate()))

    def share(said: dict) -> None:
        agency, level, source = Agency.objects.get(pk=said["agency"]), CaseAgency.Level.MEMBER, CaseAgency.Source.SHARED
        services.share_case(case, by=request.principal, agency=agency, level=level, source=source)

    return _ask(request, case, form, share, ("Share the case with an agency", "Share", "Shared."))


@requires(Permission.CASE_SHARE)
@require_POST
def case_unshare(request: HttpRequest, reference: str, agency_id: int) -> HttpResponse:
    """End what a person gave an agency; what a meeting or an action gives it stays."""
    case, agency = _led(request, reference), get_object_or_404(Agency, pk=agency_id)
    services.end_sharing(case, by=request.principal, source=CaseAgency.Source.SHARED, agency=agency)
    messages.success(request, "No longer shared for this reason.")
    return redirect("case_access", reference=reference)


@requires(Permission.CASE_SHARE)
@form_methods
def case_name(request: HttpRequest, reference: str) -> HttpResponse:
    """Let one person see the case, for a reason and a time."""
    case = _led(request, reference)

    def name(said: dict) -> None:
        end = timezone.make_aware(datetime.combine(said["until"], time(23, 59, 59)))
        user, reason, now = said["colleague"], said["reason"], timezone.now()
        services.name_person(case, by=request.principal, user=user, reason=reason, starts_at=now, ends_at=end)

    words = ("Name somebody who may see the case", "Let them see it", "They can see the case now.")
    return _ask(request, case, asked.NameForm(request.POST or None), name, words)


@requires(Permission.CASE_SHARE)
@require_POST
def case_unname(request: HttpRequest, reference: str, grant_id: int) -> HttpResponse:
    """End one person's named access."""
    case = _led(request, reference)
    grant = get_object_or_404(NamedAccess.objects.select_related("content_object"), pk=grant_id, content_object=case)
    try:
        services.unname_person(grant, by=request.principal)
        messages.success(request, "They are not named any more.")
    except DomainError as error:
        messages.error(request, str(error))
    # Whoever took their own name away may not see the page they came from.
    still = Case.objects.led_with(request.principal, Permission.CASE_SHARE).filter(pk=case.pk).exists()
    return redirect("case_access", reference=reference) if still else redirect("cases")


@requires(Permission.CASE_SHARE)
@form_methods
def case_seal(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case to agencies: only named people see it, and whoever closes it is named."""
    case = _led(request, reference)

    def seal(said: dict) -> None:
        services.seal_for_oneself(case, by=request.principal, reason=said["reason"], at=timezone.now())

    words = ("Restrict the case to named people", "Restrict the case", "Restricted. Now name who else needs it.")
    return _ask(request, case, asked.SealForm(request.POST or None), seal, words)


@requires(Permission.CASE_SHARE)
@form_methods
def case_open(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a sealed case to its agencies again."""
    case = _led(request, reference)

    def unseal(said: dict) -> None:
        services.unseal_case(case, by=request.principal, reason=said["reason"])

    words = ("Open the case to its agencies again", "Open the case", "Open to its agencies again.")
    return _ask(request, case, asked.OpenForm(request.POST or None), unseal, words)


@requires(Permission.CASE_SHARE)
@form_methods
def case_exclude(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep somebody from the case, whatever else would let them see it."""
    case = _led(request, reference)

    def exclude(said: dict) -> None:
        if said["colleague"].pk == request.principal.user_id:
            raise DomainError("To step back yourself, declare a conflict on the case page.")
        user, kind, reason = said["colleague"], said["kind"], said["reason"]
        services.exclude_person(case, by=request.principal, user=user, kind=kind, reason=reason)

    words = ("Keep somebody from the case", "Keep them from it", "They cannot see the case any more.")
    return _ask(request, case, asked.ExcludeForm(request.POST or None), exclude, words)


@requires(Permission.CASE_SHARE)
@form_methods
def case_lawful(request: HttpRequest, reference: str) -> HttpResponse:
    """Why sharing is lawful although the victim has not agreed. Each decision stands; the newest is in force."""
    case = _led(request, reference)

    def decide(said: dict) -> None:
        services.decide_to_share(case, by=request.principal, at=timezone.now(), **said)

    words = ("Why sharing is lawful", "Record the decision", "Recorded.")
    return _ask(request, case, asked.SharingDecisionForm(request.POST or None), decide, words)
