"""The figures of one service, in a fixed number of queries whatever its size: measures, engagement, first contact.

Read by the service's own people. What the board and commissioners get is frozen: `support.services.submissions`, and
the quarterly report, which counts through a view of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from agencies.principal import Principal
from common.dates import london_date
from support import outcomes
from support.models import Episode, Measurement
from support.outcomes import Answer, Closed, Result

MEASURES = (outcomes.CESS, outcomes.RISK, outcomes.SAFE, outcomes.QOL)


@dataclass(frozen=True)
class Intake:
    """Those whose referral was accepted in a period, and what came of it.

    Days to the first try are calendar days from receipt; ``tried`` is how many were tried at all.
    """

    referrals: int
    duplicates: int
    engaged: int
    tried: int
    middle_days: int | None
    by_source: Mapping[str, int]
    by_district: Mapping[str, int]

    @property
    def base(self) -> int:
        """Referrals accepted, without those that were sent twice."""
        return self.referrals - self.duplicates

    @property
    def engagement(self) -> Result:
        """Engaged, of referrals accepted without duplicates."""
        return Result("engagement", self.engaged, self.base, self.base, self.referrals)


def results(principal: Principal, *, start: date, end: date, service_id: int | None = None) -> dict[str, Result]:
    """The four measures over the episodes of one's service that closed between two days, both included."""
    rows = closed_episodes(principal, start=start, end=end, service_id=service_id)
    return {measure: outcomes.measured(rows, measure, start=start, end=end) for measure in MEASURES}


def closed_episodes(principal: Principal, *, start: date, end: date, service_id: int | None = None) -> list[Closed]:
    """Closed episodes with what was measured, those that belong to one stretch of support with them. Two queries."""
    episodes = Episode.objects.worked_by(principal).filter(stage=Episode.Stage.CLOSED)
    if service_id:
        episodes = episodes.filter(service_id=service_id)
    goes_on = Exists(Episode.objects.filter(reopens_id=OuterRef("pk")))
    wanted = episodes.filter(
        Q(closed_at__date__gte=start, closed_at__date__lte=end) | Q(reopens__isnull=False) | goes_on
    ).exclude(triaged_at=None, reason__in=REFUSALS)
    rows = list(wanted)
    found = Measurement.objects.visible_to(principal).in_force().exclude(moment=Measurement.Moment.REVIEW)
    said: dict[tuple[object, str], Measurement] = {
        (each.episode_id, each.moment): each for each in found.filter(episode__in=wanted)
    }
    return [closed_row(row, said.get((row.pk, "intake")), said.get((row.pk, "exit"))) for row in rows]


REFUSALS = (Episode.Reason.INAPPROPRIATE, Episode.Reason.DUPLICATE, Episode.Reason.ROLE_CHANGED)


def closed_row(episode: Episode, intake: Measurement | None, exit_: Measurement | None) -> Closed:
    """One closed episode as the rules read it."""
    assert episode.closed_at is not None  # a constraint of the table says so
    said = {measure: getattr(exit_, measure) for measure in MEASURES} if exit_ else {}
    answers = {code: Answer(code, each, outcomes.RESPONDENT[code]) for code, each in said.items()}
    return Closed(
        key=str(episode.pk),
        closed_on=london_date(episode.closed_at),
        opened_on=london_date(episode.accepted_at),
        is_engaged=episode.engaged_at is not None,
        has_exit=exit_ is not None,
        abuse=frozenset(intake.abuse if intake else ()),
        answers=answers,
        reopens=str(episode.reopens_id or ""),
        has_new_referral=episode.reopens_id is None,
    )


def intake(principal: Principal, *, start: date, end: date, service_id: int | None = None) -> Intake:
    """Referrals taken on by one's service between two days, both included. One query."""
    found = Episode.objects.worked_by(principal).filter(reopens=None)
    found = found.filter(accepted_at__date__gte=start, accepted_at__date__lte=end)
    found = found.exclude(triaged_at=None, stage=Episode.Stage.CLOSED)
    if service_id:
        found = found.filter(service_id=service_id)
    names = ("source", "district__name", "reason", "engaged_at", "received_at", "first_tried_at")
    rows = list(found.values_list(*names))
    days = sorted((london_date(row[5]) - london_date(row[4])).days for row in rows if row[5])
    return Intake(
        referrals=len(rows),
        duplicates=sum(row[2] == Episode.Reason.DUPLICATE for row in rows),
        engaged=sum(row[3] is not None for row in rows),
        tried=len(days),
        middle_days=days[(len(days) - 1) // 2] if days else None,
        by_source=_counted(dict(Episode.Source.choices)[row[0]] for row in rows),
        by_district=_counted(row[1] or "Not known" for row in rows),
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))
