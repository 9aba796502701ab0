"""What the manager of an adviser service looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, TextField, Value
from django.db.models.functions import MD5, Cast, Concat
from django.urls import reverse

from agencies.models import Policy, User
from agencies.principal import Principal
from agencies.services import NoPolicy, policy_on
from cases.presenters import load_people, victim_name
from support.models import Alert, Episode
from support.services import colleagues

ALERTS, SAMPLE = 50, 5


@dataclass(frozen=True)
class TeamRow:
    """One adviser: how many open, how many late, how many nobody has spoken to for two weeks."""

    adviser: User | None
    open: int
    late: int
    silent: int
    words: str


@dataclass(frozen=True)
class CaseRow:
    """Somebody to look at, and why."""

    episode: Episode
    name: str
    why: str
    at: datetime | None
    url: str


@dataclass(frozen=True)
class TeamPage:
    """The whole page. ``silence`` is the number of days that counts as silent."""

    alerts: Sequence[CaseRow]
    advisers: Sequence[TeamRow]
    sample: Sequence[CaseRow]
    silence: int
    most: int
    draw: str
    missing_exits: int


def team_page(principal: Principal, *, now: datetime, today: date, draw: str) -> TeamPage:
    """For those who manage the service. A fixed number of queries, whatever the number of advisers."""
    silence, most = national(Policy.Key.SUPPORT_SILENCE_DAYS, today), national(Policy.Key.CASELOAD_MOST, today)
    alerts = Alert.objects.visible_to(principal).unsettled().select_related("episode__case", "episode__adviser")
    found = list(alerts.order_by("raised_at", "pk")[:ALERTS])
    sample = sample_of(principal, draw=draw)
    load_people([*(each.episode.case for each in found), *(each.case for each in sample)])
    return TeamPage(
        alerts=[
            _row(each.episode, each.get_kind_display(), each.raised_at, reverse("support_alert", args=[each.pk]))
            for each in found
        ],
        advisers=_advisers(principal, now=now, today=today, silence=silence, most=most),
        sample=[_row(each, each.get_stage_display(), None, _url(each)) for each in sample],
        silence=silence,
        most=most,
        draw=draw,
        missing_exits=Episode.objects.worked_by(principal).without_exit().count(),
    )


def sample_of(principal: Principal, *, draw: str) -> list[Episode]:
    """Five open episodes for supervision. The same draw gives the same five, as long as the same are open."""
    rows = Episode.objects.worked_by(principal).open().select_related("case", "adviser")
    mixed = MD5(Concat(Cast("pk", TextField()), Value(draw), output_field=TextField()))
    return list(rows.order_by(mixed, "pk")[:SAMPLE])


def draw_of(today: date, number: int) -> str:
    """The name of a draw: the week, and which of that week."""
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02}-{number}"


def national(key: Policy.Key, today: date) -> int:
    """The national value: a service works in several areas. None means that nothing is too much."""
    try:
        return policy_on(today, key, area=None)
    except NoPolicy:
        return 0


def _url(episode: Episode) -> str:
    return reverse("support_episode", kwargs={"episode_id": episode.pk})


def _row(episode: Episode, why: str, at: datetime | None, url: str) -> CaseRow:
    return CaseRow(episode, victim_name(episode.case), why, at, url)


def _advisers(principal: Principal, *, now: datetime, today: date, silence: int, most: int) -> list[TeamRow]:
    """Every adviser, those without work too, and what nobody has been given."""
    since = now - timedelta(days=silence)
    quiet = Q(last_spoke_at=None, accepted_at__lt=since) | Q(last_spoke_at__lt=since)
    counted = (
        Episode.objects.worked_by(principal)
        .open()
        .order_by()
        .values("adviser_id")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(next_due_on__lt=today)), silent=Count("pk", filter=quiet))
    )
    by_adviser = {row["adviser_id"]: row for row in counted}
    people: list[User | None] = list(colleagues(principal))
    rows = [_team_row(each, by_adviser.get(each.pk if each else None), most=most) for each in [*people, None]]
    return [row for row in rows if row.adviser or row.open]


def _team_row(adviser: User | None, row: dict | None, *, most: int) -> TeamRow:
    if row is None:
        return TeamRow(adviser, 0, 0, 0, "")
    over = f"{row['n'] - most} more than the norm" if most and row["n"] > most and adviser else ""
    return TeamRow(adviser, row["n"], row["late"], row["silent"], over)
