"""The agency administrator's pages, joining by invitation, and acting for an agency."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies import hooks, occasional, services
from agencies.forms import ActingForm, EnterForm, HookForm, InvitationForm, KeyForm, LinkForm, PasswordForm
from agencies.gates import requires
from agencies.mail import send_invitation
from agencies.middleware import BY_LINK
from agencies.models import Agency, ApiKey, Invitation, Membership, StatusHook, StatusNotice, User
from agencies.outgoing import PROBLEMS
from agencies.roles import Permission, Role
from audit.services import record
from common.errors import DomainError


def _colleague(request: HttpRequest, membership_id: int) -> Membership:
    return get_object_or_404(Membership.objects.of_agency(request.principal.agency_id), pk=membership_id)


@requires(Permission.USER_ADMIN)
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """Everybody who works for the administrator's own agency, who is invited, and the agency's keys."""
    agency = Agency.objects.get(pk=request.principal.agency_id)
    members = Membership.objects.of_agency(agency.pk).filter(ends_at=None).select_related("user")
    invited = Invitation.objects.filter(agency=agency, accepted_at=None, withdrawn_at=None).order_by("last_name")
    now = timezone.now()
    keys = [(key, key.state(at=now)) for key in ApiKey.objects.filter(agency=agency).order_by("-made_at")[:50]]
    given_up = StatusNotice.objects.filter(hook__agency=agency, delivery=StatusNotice.Delivery.GIVEN_UP)
    record("users listed", by=request.principal, subjects=[f"agency {agency.pk}"])
    context = {"agency": agency, "members": members.order_by("user__last_name"), "invited": invited, "keys": keys}
    more = {
        "now": now,
        "hook": StatusHook.objects.filter(agency=agency, ended_at=None).first(),
        "given_up": [(notice, PROBLEMS[notice.problem]) for notice in given_up.order_by("-queued_at")[:50]],
    }
    return render(request, "agencies/organisation.html", context | more)


@requires(Permission.USER_ADMIN)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague. The link goes to their own address only; practice sites, which send no mail, show it."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        answers = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            invitation, secret = services.invite_user(
                request.principal.agency_id, by=request.principal, at=timezone.now(), **answers
            )
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            link = request.build_absolute_uri(reverse("join", kwargs={"secret": secret}))
            send_invitation(invitation, link)
            shown = link if settings.DEMO_SIGN_IN else ""
            return render(request, "agencies/invited.html", {"invitation": invitation, "link": shown})
    return render(request, "agencies/invite.html", {"form": form})


@requires(Permission.USER_ADMIN)
@require_POST
def suspend(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take a colleague's rights away at once."""
    try:
        services.suspend_user(_colleague(request, membership_id), by=request.principal, at=timezone.now())
        messages.success(request, "Suspended. They can see nothing from now on.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("organisation")


@requires(Permission.USER_ADMIN)
@require_POST
def restore(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a suspended colleague their rights back."""
    services.restore_user(_colleague(request, membership_id), by=request.principal)
    messages.success(request, "Restored. They can work again.")
    return redirect("organisation")


@requires(Permission.USER_ADMIN)
@require_POST
def review(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Record that this colleague still needs this role."""
    services.review_user(_colleague(request, membership_id), by=request.principal, at=timezone.now())
    messages.success(request, "Review recorded.")
    return redirect("organisation")


@requires(Permission.USER_ADMIN)
@require_POST
def withdraw_invitation(request: HttpRequest, invitation_id: str) -> HttpResponse:
    """Take an invitation back: its link stops working."""
    invitation = get_object_or_404(Invitation, pk=invitation_id, agency_id=request.principal.agency_id)
    services.withdraw_invitation(invitation, by=request.principal, at=timezone.now())
    messages.success(request, "Invitation withdrawn.")
    return redirect("organisation")


@requires(Permission.KEY_ADMIN)
def new_key(request: HttpRequest) -> HttpResponse:
    """Make a key. It is shown on this answer and never again."""
    agency = Agency.objects.get(pk=request.principal.agency_id)
    form = KeyForm(request.POST or None, agency=agency)
    if form.is_valid():
        try:
            key, text = services.make_key(agency, by=request.principal, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return render(request, "agencies/key.html", {"form": form})
        return render(request, "agencies/key_made.html", {"key": key, "text": text})
    return render(request, "agencies/key.html", {"form": form})


@requires(Permission.KEY_ADMIN)
@require_POST
def rotate_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """A new key in place of one; the old one works for another week. Shown on this answer and never again."""
    key = get_object_or_404(ApiKey, pk=key_id, agency_id=request.principal.agency_id)
    try:
        made, text = services.rotate_key(key, by=request.principal, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("organisation")
    return render(request, "agencies/key_made.html", {"key": made, "text": text, "old": key})


@requires(Permission.SETTINGS_ADMIN)
@require_safe
def keys_waiting(request: HttpRequest) -> HttpResponse:
    """The keys of all agencies that wait for the partnership's approval."""
    waiting = ApiKey.objects.waiting().select_related("agency", "made_by").order_by("made_at")[:100]
    addresses = StatusHook.objects.filter(approved_at=None, ended_at=None).select_related("agency").order_by("made_at")
    record("keys listed", by=request.principal)
    return render(request, "agencies/keys_waiting.html", {"keys": waiting, "hooks": addresses[:100]})


@requires(Permission.SETTINGS_ADMIN)
@require_POST
def approve_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Let a key in."""
    key = get_object_or_404(ApiKey, pk=key_id)
    try:
        services.approve_key(key, by=request.principal, at=timezone.now())
        messages.success(request, "The key works from now on.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("keys_waiting")


@requires(Permission.KEY_ADMIN)
def new_hook(request: HttpRequest) -> HttpResponse:
    """Where the agency's system is told of a change of status. The secret is shown on this answer and never again."""
    form = HookForm(request.POST or None)
    if form.is_valid():
        agency_id, url = request.principal.agency_id, form.cleaned_data["url"]
        try:
            hook, secret = hooks.make_hook(agency_id, by=request.principal, url=url, at=timezone.now())
        except DomainError as error:
            form.add_error("url", str(error))
        else:
            return render(request, "agencies/hook_made.html", {"hook": hook, "secret": secret})
    return render(request, "agencies/hook.html", {"form": form})


@requires(Permission.KEY_ADMIN)
@require_POST
def rotate_hook(request: HttpRequest, hook_id: str) -> HttpResponse:
    """Another secret. Shown on this answer and never again."""
    hook = _hook(request, hook_id)
    secret = hooks.rotate_secret(hook, by=request.principal)
    return render(request, "agencies/hook_made.html", {"hook": hook, "secret": secret})


@requires(Permission.KEY_ADMIN)
@require_POST
def end_hook(request: HttpRequest, hook_id: str) -> HttpResponse:
    """Tell this address nothing more."""
    hooks.end_hook(_hook(request, hook_id), by=request.principal, at=timezone.now())
    messages.success(request, "Your system is told nothing more.")
    return redirect("organisation")


@requires(Permission.KEY_ADMIN)
@require_POST
def notice_again(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Try for another day to deliver what was given up."""
    mine = StatusNotice.objects.filter(hook__agency_id=request.principal.agency_id).select_related("hook")
    notice = get_object_or_404(mine, pk=notice_id)
    try:
        hooks.send_again(notice, by=request.principal, at=timezone.now())
        messages.success(request, "It is tried again for 24 hours.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("organisation")


def _hook(request: HttpRequest, hook_id: str) -> StatusHook:
    return get_object_or_404(StatusHook, pk=hook_id, agency_id=request.principal.agency_id, ended_at=None)


@requires(Permission.SETTINGS_ADMIN)
@require_POST
def approve_hook(request: HttpRequest, hook_id: str) -> HttpResponse:
    """Allow an agency's address."""
    hook = get_object_or_404(StatusHook, pk=hook_id)
    try:
        hooks.approve_hook(hook, by=request.principal, at=timezone.now())
        messages.success(request, "The address is told of changes from now on.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("keys_waiting")


@requires(Permission.KEY_ADMIN)
@require_POST
def end_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(ApiKey, pk=key_id, agency_id=request.principal.agency_id)
    services.end_key(key, by=request.principal, at=timezone.now())
    messages.success(request, "The key no longer works.")
    return redirect("organisation")


def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: choose a password, or, with an account already, just confirm."""
    invitation = services.open_invitation(secret, at=timezone.now())
    if invitation is None:
        raise Http404
    known = User.objects.filter(email=invitation.email).exists()
    person = User(email=invitation.email, first_name=invitation.first_name, last_name=invitation.last_name)
    form = PasswordForm(request.POST or None, person=person)
    if request.method == "POST" and (known or form.is_valid()):
        password = "" if known else form.cleaned_data["password"]
        services.accept_invitation(invitation, by=request.principal, password=password, at=timezone.now())
        messages.success(request, "Your account is ready. Sign in to set up your second step.")
        return redirect("account_login")
    return render(request, "agencies/join.html", {"form": form, "invitation": invitation, "known": known})


@login_required
def acting(request: HttpRequest) -> HttpResponse:
    """Choose which agency to act for: one at a time."""
    memberships = Membership.objects.live().filter(user=request.user).select_related("agency")
    form = ActingForm(
        request.POST or None, memberships=memberships, initial={"membership": request.principal.membership_id}
    )
    if form.is_valid():
        request.session["membership_id"] = form.cleaned_data["membership"].pk
        record("agency chosen", by=request.principal, detail=f"membership {form.cleaned_data['membership'].pk}")
        return redirect("overview")
    return render(request, "agencies/acting.html", {"form": form})


def enter_ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link to one's work address. The answer is the same whether the address is known or not."""
    form = LinkForm(request.POST or None)
    if form.is_valid():
        origin = f"{request.scheme}://{request.get_host()}"
        occasional.ask_for_link(form.cleaned_data["email"], by=request.principal, origin=origin, at=timezone.now())
        return render(request, "agencies/enter_sent.html")
    return render(request, "agencies/enter_ask.html", {"form": form})


def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """Come in by a link. Opening it uses nothing up, because mail filters open links too; the button does."""
    link = occasional.open_link(secret, at=timezone.now())
    if link is None:
        return render(request, "agencies/enter_over.html", status=410)
    form = EnterForm(request.POST if request.method == "POST" else None, asks_name=occasional.is_new(link))
    if form.is_valid():
        try:
            member = occasional.use_link(link, by=request.principal, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            request.session["membership_id"], request.session[BY_LINK] = member.pk, True
            return redirect("referrals")
    return render(request, "agencies/enter.html", {"form": form, "link": link})
