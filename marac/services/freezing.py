"""What an agenda says at the moment when it is published, kept; and who is told that it has changed."""

from collections.abc import Iterable
from datetime import datetime

from agencies.principal import Principal
from audit.services import record
from marac.agendas import Item, changes
from marac.models import AgendaItem, AgendaVersion, Hearing, Meeting, ResearchRequest
from marac.tasks import something_waits


def freeze_agenda(meeting: Meeting, *, by: Principal, at: datetime) -> AgendaVersion | None:
    """Keep the agenda as its members read it from now on; None where nothing has changed since the last version.

    The first version is made known to every agency that was asked about a case on it, a later one to those alone whose
    cases were added, taken off, moved or given another kind. What the principal does not see is not in their version.
    """
    agenda = list(Hearing.objects.visible_to(by).filter(meeting=meeting).on_agenda().in_order())
    last = AgendaVersion.objects.filter(meeting=meeting).order_by("-number").first()
    now = [Item(each.pk, each.kind) for each in agenda]
    changed = changes(_items(last, by=by), now).keys
    if last and not changed:
        return None
    number = last.number + 1 if last else 1
    version = AgendaVersion.objects.create(meeting=meeting, number=number, frozen_at=at, frozen_by_id=by.user_id)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            version=version,
            hearing=each,
            case_id=each.case_id,
            position=place,
            kind=each.kind,
            late_authoriser=each.late_authoriser,
        )
        for place, each in enumerate(agenda, start=1)
    )
    record("agenda frozen", by=by, subjects=[version.pk, meeting.pk, *{each.case_id for each in agenda}])
    for agency, cases in _readers(changed).items():
        something_waits(agency, cases)
    return version


def _items(version: AgendaVersion | None, *, by: Principal) -> list[Item]:
    if version is None:
        return []
    kept = AgendaItem.objects.visible_to(by).filter(version=version).order_by("position", "pk")
    return [Item(each.hearing_id, each.kind) for each in kept]


def _readers(hearings: Iterable[object]) -> dict[int, set[object]]:
    """The agencies that were asked, each with its cases. A letter about a sealed case would tell that there is one."""
    asked = ResearchRequest.objects.filter(hearing__in=list(hearings)).exclude(hearing__case__is_sealed=True)
    found: dict[int, set[object]] = {}
    for agency, case in asked.order_by("agency_id").values_list("agency_id", "case_id"):
        found.setdefault(agency, set()).add(case)
    return found
