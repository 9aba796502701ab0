"""Needs, court, orders and disclosures of one episode, with what they ask for soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from agencies.principal import Principal
from agencies.services import bank_holidays
from common.dates import LONDON
from common.days import day_and_month, plain_date
from support import orders
from support.models import CourtDate, DisclosureConsideration, Episode, Need, Order

TITLES = {
    "need": ("What they need", "Add a need"), "court": ("Court", "Add a day at court"),
    "order": ("Protective orders", "Add an order"), "disclosure": ("Disclosure of somebody’s past", "Add a disclosure"),
}  # fmt: skip
ABOUT = {
    "need": "", "court": "", "order": "A record of dates and conditions; the court and the police keep the order.",
    "disclosure": "That it was considered, and what was decided. Never write what was disclosed.",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One of them in words. ``soon``: what it asks for now; ``is_late``: that it is too late for it."""

    what: str
    when: str
    more: str
    soon: str
    is_late: bool
    url: str


@dataclass(frozen=True)
class Part:
    """All of one kind."""

    kind: str
    title: str
    add: str
    add_url: str
    lines: Sequence[Line]


def practical_page(episode: Episode, *, principal: Principal, now: datetime, today: date) -> list[Part]:
    """Four kinds, one query each."""
    return [
        Part(kind, *TITLES[kind], _url(episode, kind), [line(row) for row in rows])
        for kind, rows, line in (
            ("need", _rows(Need, episode, principal, "met_on", "since"), lambda row: _need(episode, row)),
            ("court", _rows(CourtDate, episode, principal, "-at"), lambda row: _court(episode, row, now=now)),
            ("order", _rows(Order, episode, principal, "-given_at"), _orders(episode, now=now, today=today)),
            ("disclosure", _rows(DisclosureConsideration, episode, principal, "-applied_on"),
             lambda row: _disclosure(episode, row, today=today)),
        )
    ]  # fmt: skip


def alerts(episode: Episode, *, principal: Principal, now: datetime, today: date) -> list[str]:
    """What the episode's page has to say of orders: those that end within 14 days, and notices not yet heard."""
    rows = _rows(Order, episode, principal, "ends_on")
    said = [_orders(episode, now=now, today=today)(row) for row in rows]
    return [f"{line.what}: {line.soon}" for line in said if line.soon]


def _rows(model: Any, episode: Episode, principal: Principal, *order: str) -> list[Any]:
    return list(model.objects.visible_to(principal).filter(episode=episode).order_by(*order, "pk"))


def _url(episode: Episode, kind: str, key: UUID | None = None) -> str:
    if key:
        return reverse("support_change", kwargs={"episode_id": episode.pk, "kind": kind, "record_id": key})
    return reverse("support_add", kwargs={"episode_id": episode.pk, "kind": kind})


def _need(episode: Episode, row: Need) -> Line:
    when = f"Since {day_and_month(row.since)}"
    met = f"Met {day_and_month(row.met_on)}" if row.met_on else ""
    more = ". ".join(filter(None, (met, row.note)))
    return Line(row.get_kind_display(), when, more, "", False, _url(episode, "need", row.pk))


def _court(episode: Episode, row: CourtDate, *, now: datetime) -> Line:
    what = f"{row.get_kind_display()}, {row.court}"
    missing = "What came of it?" if row.at < now and not row.outcome else ""
    more = ". ".join(filter(None, (row.what, row.outcome)))
    return Line(what, _moment(row.at), more, missing, False, _url(episode, "court", row.pk))


def _orders(episode: Episode, *, now: datetime, today: date):
    holidays = bank_holidays()

    def line(row: Order) -> Line:
        soon, is_late = _order_soon(row, holidays, now=now, today=today)
        ends = f"Until {plain_date(row.ends_on)}" if row.ends_on else "Until further order"
        facts = (row.court, row.conditions, "Breached" if row.is_breached else "", _aware(row))
        more = ". ".join(filter(None, facts))
        return Line(row.get_kind_display(), ends, more, soon, is_late, _url(episode, "order", row.pk))

    return line


def _order_soon(row: Order, holidays: frozenset[date], *, now: datetime, today: date) -> tuple[str, bool]:
    state = orders.state(row.ends_on, today=today)
    if state == orders.EXPIRED:
        return f"Expired {plain_date(row.ends_on)}", True
    if state == orders.EXPIRES:
        return f"Expires {plain_date(row.ends_on)}", False
    if row.kind == Order.Kind.DAPN and row.ends_on is None:
        due = orders.heard_by(row.given_at, bank_holidays=holidays)
        words = f"The court hears it by {_moment(due)}"
        return (words, False) if due >= now else (f"{words}: that has passed. Ask the police what was decided", True)
    return "", False


def _aware(row: Order) -> str:
    return {"no": "The person does not know of it", "unknown": "Not known whether the person knows of it"}.get(
        row.victim_aware, ""
    )


def _disclosure(episode: Episode, row: DisclosureConsideration, *, today: date) -> Line:
    due = orders.disclosure_due(row.applied_on)
    is_open = row.decision == DisclosureConsideration.Decision.OPEN
    soon = f"To be decided and told by {plain_date(due)}" if is_open else ""
    decided = ", ".join(filter(None, (row.get_decision_display(), plain_date(row.decided_on))))
    more = ". ".join(filter(None, (decided, "Support offered" if row.support_offered else "")))
    when, url = f"Begun {plain_date(row.applied_on)}", _url(episode, "disclosure", row.pk)
    return Line(row.get_route_display(), when, more, soon, is_open and due < today, url)


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{day_and_month(local.date())}, {local:%H:%M}"
