"""How these views do what a button asks."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from common.errors import DomainError


def tried(request: HttpRequest, step: Callable[[], object], done: str) -> bool:
    """Take a step that a rule may forbid. What was done, or why not, is said on the next page."""
    try:
        step()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
