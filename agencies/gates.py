"""How a view asks for a right: on its first line, and by name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from agencies.roles import Permission

View = Callable[..., HttpResponse]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Signed in, and the role has one of these permissions; otherwise 403. What is out of sight stays 404."""

    def gate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.principal.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(gated)

    return gate


def signed_in(view: View) -> View:
    """Signed in, whatever the role: for records that may name their reader. What is out of sight is 404."""
    return login_required(view)
