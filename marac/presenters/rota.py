"""Who comes to the next sittings of a forum, agency by agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.models import Agency
from agencies.principal import Principal
from agencies.roles import Permission
from marac.models import Forum, Meeting, RotaPlace

SHOWN = 10


@dataclass(frozen=True)
class RotaCell:
    """One agency at one sitting."""

    agency: Agency
    place: RotaPlace | None
    url: str  # empty for whoever may not change it


@dataclass(frozen=True)
class RotaRow:
    """One sitting."""

    meeting: Meeting
    cells: Sequence[RotaCell]

    @property
    def nobody(self) -> int:
        """How many agencies have named nobody yet."""
        return sum(cell.place is None for cell in self.cells)


@dataclass(frozen=True)
class RotaPage:
    """One forum."""

    forum: Forum
    columns: str
    rows: Sequence[RotaRow]


def rota_page(forum: Forum, *, principal: Principal, today: date) -> RotaPage:
    """The next sittings that are made. The number of queries does not grow with them."""
    agencies = list(forum.members.order_by("name"))
    coming = Meeting.objects.visible_to(principal).to_come(today).filter(forum=forum)
    meetings = list(coming.order_by("held_on")[:SHOWN])
    places = RotaPlace.objects.filter(meeting__in=meetings).select_related("practitioner", "deputy")
    found = {(each.meeting_id, each.agency_id): each for each in places}
    is_run = Forum.objects.run_by(principal).filter(pk=forum.pk).exists()
    own = principal.agency_with(Permission.RESEARCH_ANSWER)
    rows = [
        RotaRow(
            meeting,
            [
                RotaCell(agency, found.get((meeting.pk, agency.pk)), _url(meeting, agency, is_run or agency.pk == own))
                for agency in agencies
            ],
        )
        for meeting in meetings
    ]
    return RotaPage(forum, " | ".join(["When", *(agency.name for agency in agencies)]), rows)


def _url(meeting: Meeting, agency: Agency, may: bool) -> str:
    return reverse("rota_place", kwargs={"meeting_id": meeting.pk, "agency_id": agency.pk}) if may else ""


def names_for(meeting: Meeting) -> dict[int, str]:
    """By agency: who was to come, for the attendance that is still to be written down."""
    places = RotaPlace.objects.filter(meeting=meeting).select_related("practitioner")
    return {each.agency_id: str(each.practitioner) for each in places}
