"""Writing a referral: start, section by section, check, send; and what was typed is never lost."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import Conflict
from common.stepping import tried
from referrals import services
from referrals.forms.sections import BY_SLUG, ORDER, Editor, Section, Typed, changed_groups
from referrals.models import Draft, Referral
from referrals.presenters.drafts import check_page, draft_page, draft_url, next_url, rail, read_draft
from referrals.views.records import draft_of, known_of, saved_answer, typed_in, version_in

SEND = Permission.REFERRAL_SEND
MANY = 3  # referrals sent, after which somebody is offered the long page


@requires(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request: HttpRequest) -> HttpResponse:
    """What is needed and how long it takes; a button makes a draft, in sections or on one long page."""
    if request.method == "POST":
        is_long = request.POST.get("layout") == "long"
        draft = services.start_draft(by=request.principal, at=timezone.now(), is_long=is_long)
        return redirect(draft_url(draft))
    mine = Referral.objects.sent_by(request.principal).filter(sent_by=request.principal.user_id)
    return render(request, "referrals/new.html", {"is_expert": mine[:MANY].count() == MANY})


@requires(SEND)
@require_safe
def referral_draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """The list of sections: what is done, what is left."""
    draft = draft_of(request, draft_id)
    record("draft viewed", by=request.principal, subjects=[draft.pk])
    page = draft_page(draft, read_draft(draft, at=timezone.now())[0])
    return render(request, "referrals/draft.html", {"page": page, "send_tasks": [page.send]})


@requires(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_section(request: HttpRequest, draft_id: str, section: str) -> HttpResponse:
    """One section. Whatever the button, what was typed is saved first."""
    draft, found = draft_of(request, draft_id), _section(section)
    if request.method == "POST":
        return _save(request, draft, found)
    record("draft viewed", by=request.principal, subjects=[draft.pk], detail=section)
    return _show(request, draft, found, checked="check" in request.GET)


@requires(SEND)
@require_POST
def referral_autosave(request: HttpRequest, draft_id: str, section: str) -> HttpResponse:
    """What "Save draft" would save, every few seconds while somebody writes."""
    slug = _section(section).slug
    return saved_answer(request, draft_of(request, draft_id), {slug: typed_in(request)})


@requires(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_check(request: HttpRequest, draft_id: str) -> HttpResponse:
    """All answers on one page; the button sends them."""
    if reference := _sent_already(request, draft_id):
        return redirect("referral_submitted", reference=reference)
    draft, now = draft_of(request, draft_id), timezone.now()
    whole, setting = read_draft(draft, at=now)
    page = check_page(draft, whole, setting)
    if request.method == "POST" and not page.remaining:
        referral = services.send_draft(draft, by=request.principal, payload=whole.sent, at=now)
        return redirect("referral_submitted", reference=referral.reference)
    record("draft viewed", by=request.principal, subjects=[draft.pk], detail="check")
    return render(request, "referrals/check.html", {"page": page})


@requires(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_draft_delete(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Are you sure? Then all that was typed is gone."""
    draft = draft_of(request, draft_id)
    if request.method == "POST":
        tried(request, partial(services.delete_draft, draft, by=request.principal), "Draft deleted.")
        return redirect("referral_drafts")
    return render(request, "referrals/delete.html", {"draft": draft})


def _sent_already(request: HttpRequest, draft_id: str) -> str | None:
    """The reference of what a draft was sent as: the button may be pressed twice, or the page opened again."""
    mine = Draft.objects.visible_to(request.principal).filter(pk=draft_id)
    return mine.values_list("referral__reference", flat=True).first()


def _section(slug: str) -> Section:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _save(request: HttpRequest, draft: Draft, section: Section) -> HttpResponse:
    typed, where = typed_in(request), reverse("referral_section", args=[draft.pk, section.slug])
    changed = changed_groups(typed, section)
    save = partial(services.save_section, draft, by=request.principal, section=section.slug, at=timezone.now())
    try:
        draft = save(typed=changed[0] if changed else typed, version=version_in(request))
    except Conflict as refused:
        return _show(request, draft, section, checked=False, typed=typed, conflict=str(refused))
    if changed:
        return redirect(f"{where}#{changed[1]}")
    if request.POST.get("save") == "draft":
        messages.success(request, "Draft saved.")
        return redirect("referral_draft", draft_id=draft.pk)
    whole, _ = read_draft(draft, at=timezone.now())
    if whole.editors[section.slug].state == "done":
        return redirect(next_url(draft, section.slug))
    return _show(request, draft, section, checked=True)


def _show(
    request: HttpRequest,
    draft: Draft,
    section: Section,
    *,
    checked: bool,
    typed: Typed | None = None,
    conflict: str = "",
) -> HttpResponse:
    """A section as it was typed; with what is missing or wrong only where somebody asked for that."""
    whole, _ = read_draft(draft, at=timezone.now())
    editor = whole.editors[section.slug]
    side = rail(draft, whole, section.slug)
    districts = services.covered_districts(on=timezone.localdate())
    if typed is not None:
        editor = Editor(section, typed, districts=districts).as_typed()
    elif not editor.is_started:
        editor = Editor(section, None, districts=districts, initial=known_of(request))
    elif not checked:
        editor = editor.as_typed()
    context = {
        "draft": draft,
        "section": section,
        "form": editor.form,
        "groups": editor.groups,
        "forms": editor.checked,
        "version": services.version_of(draft, section.slug),
        "conflict": conflict,
        "rail": side,
        "title": section.title,
        "number": ORDER.index(section.slug) + 1,
        "total": len(ORDER),
    }
    pages = [f"referrals/section_{section.slug}.html", "referrals/section.html"]
    return render(request, pages, context, status=409 if conflict else 200)
