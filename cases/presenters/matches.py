"""The queue of possible matches, and one of them: two people side by side, or one and the team that knows the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agencies.principal import Principal
from cases.models import Case, Involvement, Person, PossibleMatch
from common.keyset import MomentKey, page_of
from common.parts import Pages

SIZE = 25
REASONS = {
    "born_same": "same date of birth",
    "born_near": "date of birth one slip away",
    "born_unknown": "no date of birth to compare",
    "born_other": "another date of birth",
    "name_same": "same name",
    "name_sounds": "name sounds alike",
    "name_alike": "name is spelt much alike",
}


@dataclass(frozen=True)
class MatchRow:
    """One line of the queue."""

    match: PossibleMatch
    name: str
    cases: Sequence[Case]
    other: str
    reasons: str
    is_reversed: bool
    is_new: bool


def reason_words(codes: Sequence[str]) -> str:
    words = ", ".join(REASONS[code] for code in codes if code in REASONS)
    return words[:1].upper() + words[1:]


def queue(principal: Principal) -> Any:
    """What waits for the principal's team."""
    return PossibleMatch.objects.visible_to(principal).waiting()


def match_page(principal: Principal, *, after: MomentKey | None) -> tuple[list[MatchRow], Pages]:
    """A page of the queue, the newest first."""
    found = list(queue(principal).select_related("other_agency").found_page(after, SIZE))
    shown, pages = page_of(found, SIZE, lambda row: MomentKey(row.found_at, row.pk), after=after)
    keys = {key for match in shown for key in (match.person_id, match.other_person_id) if key}
    people = Person.objects.visible_to(principal).prefetch_related("names").in_bulk(keys)
    cases = cases_of(list(people), principal=principal)
    rows = [_row(match, people, cases, principal) for match in shown if match.person_id in people]
    return rows, pages


def cases_of(people: Sequence, *, principal: Principal) -> dict:
    """The cases in sight that each person is in."""
    involved = Involvement.objects.visible_to(principal).filter(person_id__in=people).select_related("case")
    found: dict = {}
    for each in involved.order_by("-case__received_at"):
        found.setdefault(each.person_id, []).append(each.case)
    return found


def _row(match: PossibleMatch, people: dict, cases: dict, principal: Principal) -> MatchRow:
    return MatchRow(
        match=match,
        name=people[match.person_id].current_name,
        cases=cases.get(match.person_id, ()),
        other=other_words(match, people.get(match.other_person_id), principal=principal),
        reasons=reason_words(match.reasons),
        is_reversed=match.kind == PossibleMatch.Kind.REVERSED,
        is_new=match.state == PossibleMatch.State.OPEN,
    )


def other_words(match: PossibleMatch, other: Person | None, *, principal: Principal) -> str:
    """Who the other is: by name where the principal sees them, else the team to ring."""
    if other is not None:
        return other.current_name
    role = Involvement.Role(match.other_role).label.lower()
    what = "a case of" if match.other_person_id else "a new referral to"
    team = "your own team" if match.other_agency_id == principal.agency_id else match.other_agency.name
    return f"{role[:1].upper()}{role[1:]} in {what} {team}"
