from collections.abc import Iterable
from typing import Protocol

from audit.models import Event


class Actor(Protocol):
    """Whoever an event is written for: a principal, of whom this app knows no more than three numbers."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def agency_id(self) -> int | None: ...
    @property
    def api_key_id(self) -> int | None: ...


def record(kind: str, *, by: Actor, subjects: Iterable[object] = (), detail: str = "") -> None:
    """Write an event in the current transaction. If it cannot be written, what it describes does not happen.

    ``subjects`` are the keys of the records seen or changed; ``detail`` holds codes, never a name or typed text.
    """
    Event.objects.create(
        kind=kind,
        user_id=by.user_id,
        agency_id=by.agency_id,
        api_key_id=by.api_key_id,
        subjects=[str(subject) for subject in subjects],
        detail=detail,
    )
