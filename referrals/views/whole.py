"""The long page: all sections of a draft at once, for people who refer often; and a draft that changes hands."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import Conflict
from common.stepping import allowed
from referrals import services
from referrals.forms.draft import HandOverForm
from referrals.forms.sections import BY_SLUG, by_section, changed_groups, is_untouched
from referrals.models import Draft
from referrals.presenters.drafts import read_draft, whole_page
from referrals.views.records import Typed, draft_of, known_of, saved_answer, typed_in, version_in

SEND = Permission.REFERRAL_SEND


@requires(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_whole(request: HttpRequest, draft_id: str) -> HttpResponse:
    """All sections on one page. Whatever the button, what was typed is saved first."""
    draft = draft_of(request, draft_id)
    if request.method == "POST":
        return _save(request, draft)
    record("draft viewed", by=request.principal, subjects=[draft.pk], detail="all")
    return _show(request, draft, checked="check" in request.GET)


@requires(SEND)
@require_POST
def referral_whole_autosave(request: HttpRequest, draft_id: str) -> HttpResponse:
    """What "Save draft" would save, every few seconds while somebody writes, and with Ctrl and S."""
    draft = draft_of(request, draft_id)
    return saved_answer(request, draft, _typed(request, draft))


@requires(Permission.REFERRAL_FOLLOW)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_hand_over(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Give a draft to a colleague of the same agency, who then finishes it."""
    draft = draft_of(request, draft_id)
    form = HandOverForm(request.POST or None, people=services.colleagues(by=request.principal))
    if form.is_valid():
        give = partial(services.hand_over_draft, draft, by=request.principal, to=form.cleaned_data["to"])
        if allowed(form, give):
            messages.success(request, "Handed over. It stands among your colleague’s drafts now.")
            return redirect("referral_drafts")
    return render(request, "referrals/hand_over.html", {"form": form, "draft": draft})


def _typed(request: HttpRequest, draft: Draft) -> dict[str, Typed]:
    """What was typed, by section; a section in which nothing was ever typed stays not started."""
    found = by_section(typed_in(request))
    return {slug: typed for slug, typed in found.items() if slug in draft.typed or not is_untouched(typed)}


def _save(request: HttpRequest, draft: Draft) -> HttpResponse:
    typed, jump = _typed(request, draft), ""
    for slug, answers in by_section(typed_in(request)).items():
        if changed := changed_groups(answers, BY_SLUG[slug]):
            typed[slug], jump = changed[0], f"#{slug}-{changed[1]}"
    try:
        save = partial(services.save_sections, draft, by=request.principal, at=timezone.now())
        draft = save(typed=typed, version=version_in(request))
    except Conflict as refused:
        return _show(request, draft, checked=False, typed=typed, conflict=str(refused))
    if request.POST.get("save") != "on":
        if not jump:
            messages.success(request, "Draft saved.")
        return redirect(f"{reverse('referral_whole', args=[draft.pk])}{jump}")
    if read_draft(draft, at=timezone.now())[0].is_complete:
        return redirect("referral_check", draft_id=draft.pk)
    return _show(request, draft, checked=True)


def _show(
    request: HttpRequest,
    draft: Draft,
    *,
    checked: bool,
    typed: dict[str, Typed] | None = None,
    conflict: str = "",
) -> HttpResponse:
    known, now = known_of(request), timezone.now()
    page = whole_page(draft, at=now, checked=checked, known=known, typed=typed)
    context = {"page": page, "draft": draft, "forms": page.forms, "conflict": conflict}
    return render(request, "referrals/whole.html", context, status=409 if conflict else 200)
