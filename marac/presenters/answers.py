"""What agencies know of a case, beside its minutes: closed to a line, opened to all of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.principal import Principal
from marac import research as rules
from marac.models import Hearing, ResearchEntry, ResearchFinding, ResearchRequest
from marac.presenters.research import state_of_request
from marac.presenters.words import joined


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of what an agency knows. ``limit`` says how it may be used."""

    about: str
    text: str
    limit: str


@dataclass(frozen=True)
class AgencyKnows:
    """What one agency said of a case: closed to its first line, opened to all of it."""

    name: str
    state: str
    first: str
    known: Sequence[str]
    paragraphs: Sequence[Paragraph]
    offers: Sequence[str]


def what_agencies_know(hearing: Hearing, *, principal: Principal, today: date, is_shared: bool) -> list[AgencyKnows]:
    """Every agency's answer, as far as the principal may read it. ``is_shared``: others look on, so only paragraphs
    without any limit are read."""
    asked = ResearchRequest.objects.visible_to(principal).filter(hearing=hearing).select_related("agency")
    found = sorted(asked, key=lambda each: (each.answered_at is None, each.agency.name))
    names = {each.person_id: each.person.current_name for each in hearing.case.involvements.all()}
    entries: dict[Any, list[ResearchEntry]] = defaultdict(list)
    for entry in ResearchEntry.objects.visible_to(principal).filter(request__in=found).order_by("position"):
        if not (is_shared and entry.restriction):
            entries[entry.request_id].append(entry)
    findings: dict[Any, list[str]] = defaultdict(list)
    for finding in _findings(found, principal):
        said = joined([finding.get_known_display().lower(), finding.why_not, finding.worker, finding.last_contact])
        findings[finding.request_id].append(f"{names.get(finding.person_id, 'Somebody')}: {said}")
    return [_knows(each, entries[each.pk], findings[each.pk], names, today=today) for each in found]


def _findings(asked: Sequence[ResearchRequest], principal: Principal) -> Any:
    told = [each for each in asked if each.answered_at]
    return ResearchFinding.objects.visible_to(principal).filter(request__in=told).order_by("pk")


def _knows(
    request: ResearchRequest, entries: Sequence[ResearchEntry], known: Sequence[str], names: dict, *, today: date
) -> AgencyKnows:
    entries = entries if request.answered_at else []
    said = [
        Paragraph(_about(each, names), each.text, rules.WORDS[each.restriction] if each.restriction else "")
        for each in entries
        if each.kind != ResearchEntry.Kind.OFFER
    ]
    state = state_of_request(request, today=today)
    first = said[0].text if said else f"Checked {request.systems}" if request.answered_at else "No answer yet"
    return AgencyKnows(
        name=request.agency.name,
        state=f"{state}, by telephone" if request.by_telephone else state,
        first=first,
        known=known,
        paragraphs=said,
        offers=[each.text for each in entries if each.kind == ResearchEntry.Kind.OFFER],
    )


def _about(entry: ResearchEntry, names: dict) -> str:
    return names.get(entry.person_id, "") if entry.person_id else entry.get_kind_display()
