"""Who reads and who keeps, and how a form page takes its step."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.roles import Permission
from common.stepping import done

READ, KEEP = Permission.STRATEGY_READ, Permission.STRATEGY_KEEP
form_methods = require_http_methods(["GET", "HEAD", "POST"])


def form_page(
    request: HttpRequest,
    form: forms.Form,
    service: Callable[..., object],
    *,
    title: str,
    back: str,
    said: str = "Saved.",
    lead: str = "",
) -> HttpResponse:
    """One form for one service, which takes what was typed. ``back`` is where it came from and where it goes."""
    if done(request, form, lambda typed: service(**typed), said):
        return redirect(back)
    return render(request, "strategy/form.html", {"form": form, "title": title, "back": back, "lead": lead})
