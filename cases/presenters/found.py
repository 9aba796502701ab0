"""The people a search found: only those in sight, each with the reasons and the cases that they are seen in."""

from collections.abc import Sequence
from dataclasses import dataclass

from agencies.principal import Principal
from cases.models import Case, Involvement
from cases.services.matching import Found


@dataclass(frozen=True)
class FoundRow:
    """One person in one case."""

    name: str
    also: str
    born: str
    role: str
    case: Case
    reasons: str


def found_rows(found: Sequence[Found], *, principal: Principal) -> list[FoundRow]:
    """A row for each case in sight that somebody found is in; the likeliest person first, their newest case first."""
    place = {each.person_id: number for number, each in enumerate(found)}
    involved = (
        Involvement.objects.visible_to(principal)
        .filter(person_id__in=place)
        .select_related("case__district")
        .prefetch_related("person__names", "person__birth_dates")
        .order_by("-case__received_at")
    )
    rows = sorted(involved, key=lambda each: place[each.person_id])
    return [_row(each, found[place[each.person_id]]) for each in rows]


def _row(involvement: Involvement, found: Found) -> FoundRow:
    person = involvement.person
    others = [str(name) for name in person.names_in_use if str(name) != person.current_name]
    return FoundRow(
        name=person.current_name,
        also=f"Also {', '.join(others)}" if others else "",
        born=" or ".join(each.words for each in person.dates_in_use) or "Not known",
        role=involvement.get_role_display(),
        case=involvement.case,
        reasons=found.likeness.words,
    )
