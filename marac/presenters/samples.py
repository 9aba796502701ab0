"""Dip samples: those of a forum, and one with its cases, its scores and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.principal import Principal
from common.days import long_date, plain_date
from marac.models import DipSample, Forum, Hearing, SampleAction
from marac.presenters.words import name_of
from marac.principles import NAMES
from marac.sampling import SCORES, summary

SHOWN = 50


@dataclass(frozen=True)
class SampleRow:
    """One sample in a list."""

    sample: DipSample
    cases: int
    words: str


@dataclass(frozen=True)
class ScoreRow:
    """One principle of a sample."""

    number: int
    name: str
    score: str
    note: str


@dataclass(frozen=True)
class SamplePage:
    """One sample, for somebody who sees every case in it."""

    sample: DipSample
    hearings: Sequence[tuple[Hearing, str]]
    scores: Sequence[ScoreRow]
    actions: Sequence[SampleAction]
    words: str

    @property
    def days(self) -> str:
        """Like "Thursday 19 November 2026", or from one day to another."""
        first, last = self.sample.starts_on, self.sample.ends_on
        return long_date(last) if first == last else f"{long_date(first)} to {long_date(last)}"


def samples_of(
    forum: Forum, *, principal: Principal, starts_on: date | None = None, ends_on: date | None = None
) -> list[SampleRow]:
    """The latest samples of a forum that the principal sees; between two days only those that were finished then."""
    mine = DipSample.objects.visible_to(principal).filter(forum=forum).prefetch_related("cases", "scores")
    if starts_on and ends_on:
        mine = mine.finished().filter(finished_at__date__range=(starts_on, ends_on))
    return [_row(each) for each in mine.select_related("drawn_by").order_by("-drawn_at", "pk")[:SHOWN]]


def _row(sample: DipSample) -> SampleRow:
    words = summary(each.score for each in sample.scores.all()) if sample.finished_at else "Being scored"
    return SampleRow(sample, len(sample.cases.all()), words)


def scored_lines(rows: Sequence[SampleRow]) -> dict[int, list[str]]:
    """By the number of the principle: what each sample said of it, the latest first."""
    found: dict[int, list[str]] = {number: [] for number in range(1, len(NAMES) + 1)}
    for row in rows:
        if row.sample.finished_at is None:
            continue
        day = plain_date(row.sample.finished_at)
        for each in row.sample.scores.all():
            found[each.number].append(f"Dip sample of {day}: {SCORES[each.score].lower()}")
    return found


def sample_page(sample: DipSample, *, principal: Principal) -> SamplePage:
    """One sample that the principal sees. The number of queries does not grow with it."""
    hearings = Hearing.objects.visible_to(principal).filter(pk__in=sample.cases.values("hearing"))
    hearings = hearings.select_related("case", "referral", "meeting").order_by("meeting__held_on", "position", "pk")
    kept = {each.number: each for each in sample.scores.all()}
    rows = [_score(number, name, kept.get(number)) for number, name in enumerate(NAMES, start=1)]
    actions = sample.actions.select_related("owner_agency").order_by("due_on", "pk")
    return SamplePage(
        sample=sample,
        hearings=[(each, name_of(each.case, each.referral)) for each in hearings],
        scores=rows,
        actions=list(actions),
        words=summary(each.score for each in kept.values()) if sample.finished_at else "Being scored",
    )


def _score(number: int, name: str, kept: object | None) -> ScoreRow:
    score = getattr(kept, "score", "")
    return ScoreRow(number, name, SCORES.get(score, "No score yet"), getattr(kept, "note", ""))
