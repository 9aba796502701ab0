"""What a deed is: something that can be recorded on a review, with its form, its words and the service that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from agencies.principal import Principal
from dhr.models import DeathReview
from dhr.states import Actor

COORDINATOR = frozenset({Actor.COORDINATOR})
PARTNERSHIP = frozenset({Actor.PARTNERSHIP})
OFFICE_AND_PARTNERSHIP = COORDINATOR | PARTNERSHIP
LEADERS = COORDINATOR | {Actor.CHAIR}
EVERYBODY = frozenset(Actor)


@dataclass(frozen=True)
class Asked:
    """Who records what on which review, on which day."""

    review: DeathReview
    by: Principal
    today: date
    item: Any = None


Do = Callable[[Asked, dict[str, Any], forms.Form], object]
Initial = Callable[[Asked], dict[str, Any]]


@dataclass(frozen=True)
class Deed:
    """One thing that can be recorded.

    ``part`` is the page that it belongs to, ``of`` the model of the row that it is about. ``files``: a file is sent.
    ``needs_review``, ``needs_reader``: its form asks the review, or who reads it, for what it offers.
    """

    title: str
    form: Callable[..., forms.Form]
    do: Do
    actors: frozenset[Actor]
    part: str = ""
    of: Any = None
    initial: Initial = lambda asked: {"on": asked.today}
    files: bool = False
    needs_review: bool = False
    needs_reader: bool = False
    lead: str = ""

    def form_for(self, asked: Asked, posted: Any = None, files: Any = None) -> forms.Form:
        """The form, empty or with what was typed."""
        more: dict[str, Any] = {"initial": self.initial(asked)}
        if self.files:
            more["files"] = files
        if self.needs_review:
            more["review"] = asked.review
        if self.needs_reader:
            more["reader"] = asked.by
        return self.form(posted, **more)


# -- how a form reaches its service -----------------------------------------------------------------------------------


def on_review(service: Callable[..., object]) -> Do:
    """A service that takes the review and what was typed."""
    return lambda asked, said, _: service(asked.review, by=asked.by, **said)


def on_review_today(service: Callable[..., object]) -> Do:
    """The same for a service that asks which day it is."""
    return lambda asked, said, _: service(asked.review, by=asked.by, today=asked.today, **said)


def on_item(service: Callable[..., object]) -> Do:
    """A service that takes the row and what was typed."""
    return lambda asked, said, _: service(asked.item, by=asked.by, **said)


# -- what stands in a form before anything is typed -------------------------------------------------------------------


def from_review(*names: str) -> Initial:
    """What the review says already."""
    return lambda asked: {name: getattr(asked.review, name) for name in names}


def from_item(*names: str) -> Initial:
    """What the row says already, and today."""
    return lambda asked: {"on": asked.today, **{name: getattr(asked.item, name) for name in names if asked.item}}
