"""The chase list of a meeting: cases down, agencies across, and how many answers are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from agencies.principal import Principal
from common.dates import london_date
from common.parts import Link
from marac import research as rules
from marac.models import Hearing, Meeting, ResearchRequest
from marac.presenters.research import COLOURS, state_of_request
from marac.presenters.words import count, joined, name_of, trail


@dataclass(frozen=True)
class Cell:
    """One agency's answer about one case, in a word."""

    words: str
    colour: str
    url: str


@dataclass(frozen=True)
class ChaseColumn:
    """One agency's answers for a meeting."""

    key: int
    name: str
    total: str
    owes: int


@dataclass(frozen=True)
class ChasePage:
    """Cases down, agencies across."""

    meeting: Meeting
    columns: Sequence[ChaseColumn]
    rows: Sequence[tuple[Hearing, str, Sequence[Cell]]]
    missing: int

    @property
    def trail(self) -> list[Link]:
        return trail(self.meeting)

    @property
    def owing(self) -> list[tuple[int, str]]:
        """The agencies that have still to answer, with how much."""
        return [(each.key, f"{each.name} ({each.owes})") for each in self.columns if each.owes]


def chase_page(meeting: Meeting, *, principal: Principal, today: date) -> ChasePage:
    """Who has answered for which case of a meeting, as far as the principal sees its cases."""
    agenda = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order()
    hearings = list(agenda.select_related("case", "referral"))
    asked = ResearchRequest.objects.visible_to(principal).filter(hearing__in=hearings).select_related("agency")
    by_place: dict[tuple[Any, int], ResearchRequest] = {(each.hearing_id, each.agency_id): each for each in asked}
    agencies = sorted({each.agency for each in by_place.values()}, key=lambda agency: agency.name)
    all_asked = list(by_place.values())
    columns = [_column(agency, [r for r in all_asked if r.agency_id == agency.pk], today) for agency in agencies]
    rows = [
        (
            hearing,
            name_of(hearing.case, hearing.referral),
            [_cell(by_place.get((hearing.pk, agency.pk)), today=today) for agency in agencies],
        )
        for hearing in hearings
    ]
    return ChasePage(meeting, columns, rows, sum(column.owes for column in columns))


def _column(agency: Any, asked: Sequence[ResearchRequest], today: date) -> ChaseColumn:
    answers = [rules.Answer(r.due_on, london_date(r.answered_at) if r.answered_at else None) for r in asked]
    found = rules.completeness(answers)
    owes = sum(r.answered_at is None for r in asked)
    late = sum(r.answered_at is None and today > r.due_on for r in asked)
    words = f"{found.answered} of {found.asked}"
    return ChaseColumn(agency.pk, agency.name, joined([words, f"{late} late" if late else ""]), owes)


def _cell(request: ResearchRequest | None, *, today: date) -> Cell:
    if request is None:
        return Cell("Not asked", "grey", "")
    words = state_of_request(request, today=today)
    url = reverse("research", kwargs={"request_id": request.pk})
    may_type = request.status == "requested" or request.by_telephone
    return Cell(words, COLOURS.get(words, "orange"), url if may_type else "")


def research_counts(meeting: Meeting, *, principal: Principal) -> tuple[int, int]:
    """How many requests a meeting has made, and how many have been answered. Of visible cases only."""
    asked = ResearchRequest.objects.visible_to(principal).standing().filter(hearing__meeting=meeting)
    found = asked.aggregate(all=Count("pk"), answered=Count("answered_at"))
    return found["all"], found["answered"]


def words_left(number: int) -> str:
    return f"{count(number, 'answer is', 'answers are')} missing" if number else "Everybody has answered"
