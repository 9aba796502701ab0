"""What leaves the area: a case sent on with its pack, and letters."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.models import Case
from cases.presenters import load_people, victim_name
from common.keyset import MomentKey
from common.stepping import allowed
from documents.views import pressed
from marac import services
from marac.forms.onward import LetterForm, ProgressForm, TransferForm
from marac.models import Letter, Transfer
from marac.presenters.onward import known_as, letters_page, pack_of, transfers_page
from marac.transfers import WORDS


def _led(request: HttpRequest, reference: str) -> Case:
    led = Case.objects.led_with(request.principal, Permission.MEETING_RUN)
    return get_object_or_404(led, reference=reference)


@requires(Permission.MEETING_RUN)
@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """The cases that were sent on."""
    after = MomentKey.parse(request.GET.get("after", ""))
    rows, pages = transfers_page(request.principal, today=timezone.localdate(), after=after)
    record("transfers listed", by=request.principal, subjects=[row.transfer.case_id for row in rows])
    return render(request, "marac/transfers.html", {"rows": rows, "pages": pages})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def transfer_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a case on; the rule says what becomes of it here."""
    case = _led(request, reference)
    form = TransferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        send = partial(services.send_transfer, case, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, send):
            messages.success(request, "Kept. Save the pack, and send it by the way that you agreed.")
            return redirect("transfers")
    record("case viewed", by=request.principal, subjects=[case.pk], detail="transfer")
    step = services.step_of(case, by=request.principal, today=timezone.localdate())
    holds = services.manifest_of(case, by=request.principal)
    return render(request, "marac/transfer_new.html", {"form": form, "case": case, "step": WORDS[step], "holds": holds})


def _transfer(request: HttpRequest, transfer_id: str) -> Transfer:
    mine = Transfer.objects.visible_to(request.principal).select_related("case")
    return get_object_or_404(mine, pk=transfer_id)


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, transfer_id: str) -> HttpResponse:
    """What the other area said."""
    found = _transfer(request, transfer_id)
    form = ProgressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note = partial(services.note_progress, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, note):
            messages.success(request, "Saved.")
            return redirect("transfers")
    record("transfer viewed", by=request.principal, subjects=[found.pk, found.case_id])
    load_people([found.case])
    return render(request, "marac/transfer.html", {"form": form, "transfer": found, "name": known_as(found.case)})


@requires(Permission.MEETING_RUN)
@require_safe
def transfer_pack(request: HttpRequest, transfer_id: str) -> HttpResponse:
    """The pack for the other area, with the name of whoever saved it on every sheet."""
    found = _transfer(request, transfer_id)
    context = {"pack": pack_of(found, principal=request.principal), "mark": f"{request.user}", "now": timezone.now()}
    html = render_to_string("marac/pdf/pack.html", context | {"product_name": settings.PRODUCT_NAME})
    note = partial(record, "transfer pack saved", by=request.principal, subjects=[found.pk, found.case_id])
    return pressed(request, html, name=f"linnet-{found.pk.hex[:10]}-pack", back=reverse("transfers"), saved=note)


@requires(Permission.MEETING_RUN)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The register of letters."""
    after = MomentKey.parse(request.GET.get("after", ""))
    rows, pages = letters_page(request.principal, after=after)
    record("letters listed", by=request.principal, subjects=[letter.case_id for letter, _ in rows])
    return render(request, "marac/letters.html", {"rows": rows, "pages": pages})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Issue a letter for the person of a case."""
    case = _led(request, reference)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        issue = partial(services.issue_letter, case, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, issue):
            messages.success(request, "Issued, and in the register. Save it from there.")
            return redirect("letters")
    record("case viewed", by=request.principal, subjects=[case.pk], detail="letter")
    return render(request, "marac/letter_new.html", {"form": form, "case": case})


@requires(Permission.MEETING_RUN)
@require_safe
def letter_pdf(request: HttpRequest, letter_id: str) -> HttpResponse:
    """One letter, as it was issued."""
    mine = Letter.objects.visible_to(request.principal).select_related("case", "issued_by")
    found = get_object_or_404(mine, pk=letter_id)
    load_people([found.case])
    context = {"letter": found, "name": victim_name(found.case), "product_name": settings.PRODUCT_NAME}
    html = render_to_string("marac/pdf/letter.html", context)
    note = partial(record, "letter saved", by=request.principal, subjects=[found.pk, found.case_id])
    return pressed(request, html, name=f"linnet-{found.pk.hex[:10]}-letter", back=reverse("letters"), saved=note)
