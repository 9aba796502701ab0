"""The landing page, the review queue, one crime, and how grades moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from common.errors import DomainError
from common.keyset import page_of
from common.parts import Entry, Fact, Pages, Tile
from incidents import selectors
from incidents.flow import Effect, Matrix, Row, flow
from incidents.keys import DueKey
from incidents.models import CrimeImport, CrimeRecord, Grade, Regrade, RegradeDecision
from incidents.presenters.words import Timer, count, timer_of

PAGE = 25
COUNT_TO = 1000


@dataclass(frozen=True)
class CrimeRow:
    """One crime in the queue."""

    crime: CrimeRecord
    timer: Timer | None


@dataclass(frozen=True)
class ReviewPage:
    """What waits for a sergeant, and for a supervisor."""

    rows: Sequence[CrimeRow]
    pages: Pages
    total: str
    late: str
    waiting: Sequence[Regrade]
    confirms: bool


@dataclass(frozen=True)
class CrimePage:
    """One crime, with everything that was said about its grade."""

    crime: CrimeRecord
    facts: Sequence[Fact]
    timer: Timer | None
    history: Sequence[Entry]
    waiting: Regrade | None
    seen: int


@dataclass(frozen=True)
class Figure:
    """A number, and its share of the row in words."""

    number: str
    share: str


@dataclass(frozen=True)
class FlowRow:
    """What became of one first grade."""

    label: str
    cells: Sequence[Figure]
    total: str


@dataclass(frozen=True)
class EffectRow:
    """One grade before and after."""

    label: str
    before: str
    after: str
    difference: str
    change: str


@dataclass(frozen=True)
class FlowPage:
    """How grades moved between two days of recording."""

    matrix: Matrix
    rows: Sequence[FlowRow]
    effects: Sequence[EffectRow]
    total: str
    since: date
    until: date
    unassessed: int
    started_on: date | None


def tiles(principal: Principal, *, now: datetime) -> list[Tile]:
    """What waits, for each thing that the role may do."""
    found: list[Tile] = []
    if principal.may(Permission.CRIME_ASSESS):
        queue = CrimeRecord.objects.visible_to(principal).awaiting_review()
        is_late = queue.late(now).exists()
        words = "high and medium crimes"
        found.append(_tile("To assess again", _counted(queue), words, "incident_review", is_late=is_late))
    if principal.may(Permission.CRIME_CONFIRM):
        waiting = Regrade.objects.visible_to(principal).waiting()
        found.append(_tile("To confirm", _counted(waiting), "from high to standard", "incident_review"))
    if principal.may(Permission.CRIME_IMPORT):
        unstarted = CrimeImport.objects.visible_to(principal).filter(status=CrimeImport.Status.CHECKED)
        found.append(_tile("Files", _counted(unstarted), "checked and not started", "incident_imports"))
    return found


def _tile(heading: str, value: str, words: str, name: str, *, is_late: bool = False) -> Tile:
    return Tile(heading, value, words, rag="off" if is_late else "", rag_words="Some are late", url=reverse(name))


def _counted(rows: object) -> str:
    number = rows[:COUNT_TO].count()  # type: ignore[index]
    return f"{COUNT_TO:,} or more" if number == COUNT_TO else f"{number:,}"


def review_page(principal: Principal, *, now: datetime, after: DueKey | None) -> ReviewPage:
    """The queue by timer, then by grade. The same number of queries for one crime and for twenty."""
    queue = CrimeRecord.objects.visible_to(principal).awaiting_review()
    crimes = list(queue.by_timer(after).select_related("district")[: PAGE + 1])
    shown, pages = page_of(crimes, PAGE, lambda row: DueKey(row.review_due_at, row.initial_grade, row.pk), after=after)
    confirms = principal.may(Permission.CRIME_CONFIRM)
    waiting = Regrade.objects.visible_to(principal).waiting().select_related("crime__district", "by").order_by("at")
    return ReviewPage(
        rows=[CrimeRow(crime, timer_of(crime, now)) for crime in shown],
        pages=pages,
        total=_counted(queue),
        late=_counted(queue.late(now)),
        waiting=list(waiting[:PAGE]),
        confirms=confirms,
    )


def crime_page(crime: CrimeRecord, *, now: datetime) -> CrimePage:
    """One crime that the principal sees, with its regrades prefetched."""
    regrades = sorted(crime.regrades.all(), key=lambda each: each.number)
    waiting = next((each for each in regrades if each.needs_confirmation and not _decision(each)), None)
    history = [entry for each in regrades for entry in _entries(each)]
    return CrimePage(crime, _facts(crime), timer_of(crime, now), history, waiting, len(regrades))


def _decision(regrade: Regrade) -> RegradeDecision | None:
    return getattr(regrade, "decision", None)


def _facts(crime: CrimeRecord) -> list[Fact]:
    tool = crime.get_tool_display() if crime.tool else "Not said"
    score = f", score {crime.score}" if crime.score is not None else ""
    by = f", by {crime.assessor}" if crime.assessor else ""
    return [
        Fact("Crime number", crime.crime_ref, copy=True),
        Fact("Kind", "Crime" if crime.is_crime else "Not a crime"),
        Fact("Offence group", crime.get_offence_group_display()),
        Fact("District", crime.district.name),
        Fact("First grade", f"{crime.get_initial_grade_display()} ({tool}{score}{by})"),
        Fact("Grade now", crime.get_current_grade_display()),
        Fact("Outcome", crime.get_outcome_display()),
    ]


def _entries(regrade: Regrade) -> list[Entry]:
    was, becomes = Grade(regrade.from_grade).label.lower(), Grade(regrade.grade).label.lower()
    title = f"Kept at {becomes}" if was == becomes else f"From {was} to {becomes}"
    how = ", professional judgement" if regrade.is_judgement else ""
    found = [Entry(title, regrade.at, f"{regrade.by}{how}", regrade.rationale)]
    if (said := _decision(regrade)) is not None:
        words = "Confirmed: standard now" if said.is_confirmed else "Not confirmed: it stays high"
        found.append(Entry(words, said.at, str(said.by), said.reason))
    return found


def flow_page(principal: Principal, *, since: date, until: date) -> FlowPage:
    """The matrix of a period, and what a reader has to know about it."""
    recorded = CrimeRecord.objects.visible_to(principal).recorded_between(since, until)
    try:
        started_on = selectors.force_of(principal).started_on()
    except DomainError:  # an agency without a force's area has no crimes, and no programme
        started_on = None
    matrix = flow(selectors.moves(principal, first=since, last=until))
    return FlowPage(
        matrix=matrix,
        rows=[_flow_row(row) for row in matrix.rows],
        effects=[_effect_row(effect) for effect in matrix.effects],
        total=f"{matrix.total:,}",
        since=since,
        until=until,
        unassessed=recorded.awaiting_review().count(),
        started_on=started_on,
    )


def _flow_row(row: Row) -> FlowRow:
    cells = [Figure(f"{number:,}", _per_cent(row.shares[final])) for final, number in row.counts.items()]
    return FlowRow(Grade(row.initial).label, cells, f"{row.total:,}")


def _effect_row(effect: Effect) -> EffectRow:
    difference = f"{effect.difference:+,}".replace("-", "−") if effect.difference else "0"
    change = "–" if effect.change is None else f"{effect.change:+}%" if effect.change else "0.0%"
    return EffectRow(
        Grade(effect.grade).label, f"{effect.before:,}", f"{effect.after:,}", difference, change.replace("-", "−")
    )


def _per_cent(share: Decimal | None) -> str:
    return f"{share}%" if share else ""


def late_words(page: ReviewPage) -> str:
    """The line under the heading of the queue."""
    return f"{page.late} late" if page.late != "0" else "None is late"


def total_words(page: FlowPage) -> str:
    """Like "600 crimes, 119 of them with another grade now"."""
    return f"{count(page.matrix.total, 'crime')}, {page.matrix.changed:,} of them with another grade now"
