"""One page for every form about a case: what was typed stays until it is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases import presenters
from cases.models import Case, VictimView
from common.errors import DomainError
from common.stepping import tried


@dataclass(frozen=True)
class Words:
    """What the page says: its title (neutral, no name), its heading, its button, and what is said when it is done."""

    title: str
    heading: str
    button: str = "Save"
    done: str = "Saved."
    lead: str = ""


def form_page(
    request: HttpRequest, form: forms.Form, *, case: Case, save: Callable[[], Any], back: str, words: Words
) -> HttpResponse:
    """Show a form; save what is right, say what is not. Whom not to talk to stands above every one of them."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # all of it or nothing
                save()
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.done)
            return redirect(back)
    views = list(VictimView.objects.visible_to(request.principal).filter(case=case).order_by("-recorded_at"))
    context = {"form": form, "words": words, "title": words.title, "back": back, "avoid": presenters.avoid(views)}
    return render(request, "cases/typed.html", context)


def posted(request: HttpRequest) -> Any:
    """What was sent, or None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def stepped(request: HttpRequest, step: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """Do what a button asks, or say why not; then back to the page it stood on."""
    tried(request, step, done)
    return redirect(to)
