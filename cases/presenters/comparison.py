"""Two records side by side, line by line, with what differs said in words. Addresses and numbers stay covered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agencies.principal import Principal
from cases.merging import BLANK, FIELDS, Identifier
from cases.models import Address, CaseAgency, Involvement, Merge, Person, PossibleMatch, SafeContact
from cases.presenters.matches import other_words, reason_words
from cases.services.merging import in_common, why_not


@dataclass(frozen=True)
class Line:
    """What each record says, and how the two compare: same, different, or only in one."""

    label: str
    first: str
    second: str
    verdict: str
    colour: str
    field: str = ""


@dataclass(frozen=True)
class Comparison:
    """One possible match, as far as its reader may see it."""

    match: PossibleMatch
    first: Person
    second: Person | None
    other: str
    reasons: str
    lines: Sequence[Line]
    shared: str
    counts: str
    why_not: str
    gains: Sequence[str]
    merge: Merge | None
    subjects: Sequence[object]

    @property
    def may_merge(self) -> bool:
        return self.second is not None and not self.why_not and self.merge is None


def compare(match: PossibleMatch, *, principal: Principal) -> Comparison:
    """Both people, if both are in sight; else the one, and which team to ring about the other."""
    people = Person.objects.visible_to(principal).prefetch_related("names", "birth_dates")
    found = people.in_bulk([key for key in (match.person_id, match.other_person_id) if key])
    first, second = found.get(match.person_id, match.person), found.get(match.other_person_id)
    lines = _lines(first, second, principal) if second else ()
    shared = [Identifier(code).words for code in in_common(first, second, by=principal)] if second else []
    pair = {match.person_id, match.other_person_id}
    standing = Merge.objects.visible_to(principal).filter(undone_at=None, kept__in=pair, absorbed__in=pair).first()
    return Comparison(
        match=match,
        first=first,
        second=second,
        other=other_words(match, second, principal=principal),
        reasons=reason_words(match.reasons),
        lines=lines,
        shared=", ".join(shared),
        counts=_counts(lines),
        why_not=why_not(first, second, by=principal) if second else "",
        gains=_gains(first, second, principal) if second else (),
        merge=standing,
        subjects=[match.pk, *found],
    )


def _counts(lines: Iterable[Line]) -> str:
    """ "2 the same, 5 different, 1 in one record only"."""
    verdicts = [line.verdict for line in lines]
    same, different = verdicts.count("Same"), verdicts.count("Different")
    return f"{same} the same, {different} different, {len(verdicts) - same - different} in one record only"


def _lines(first: Person, second: Person, principal: Principal) -> list[Line]:
    both = (first, second)
    lines = [
        _line("Name", *(each.current_name for each in both)),
        _line("Other names", *(_others(each) for each in both)),
        _line("Date of birth", *(" or ".join(date.words for date in each.dates_in_use) for each in both)),
        *(_line(label, *(_fact(each, field) for each in both), field=field) for field, label in FIELDS.items()),
        _covered("Addresses", *(_addresses(each, principal) for each in both)),
        _covered("Ways to get in touch", *(_contacts(each, principal) for each in both)),
        _line("In the cases", *(_cases(each, principal) for each in both)),
    ]
    return [line for line in lines if line.first or line.second]


def _line(label: str, first: str, second: str, *, field: str = "") -> Line:
    verdict, colour = _verdict(first, second)
    return Line(label, first, second, verdict, colour, field if verdict == "Different" else "")


def _covered(label: str, first: tuple[str, set[str]], second: tuple[str, set[str]]) -> Line:
    """Compared by what is covered, shown by what may be."""
    words, colour = _verdict(*(" ".join(sorted(each[1])) for each in (first, second)))
    if first[1] & second[1]:
        words, colour = ("Same", "grey") if first[1] == second[1] else ("Different", "yellow")
    return Line(label, first[0], second[0], words, colour)


def _verdict(first: str, second: str) -> tuple[str, str]:
    if not first or not second:
        return ("Only on the left" if first else "Only on the right"), "blue"
    return ("Same", "grey") if first.casefold() == second.casefold() else ("Different", "yellow")


def _others(person: Person) -> str:
    return ", ".join(str(name) for name in person.names_in_use if str(name) != person.current_name)


def _fact(person: Person, field: str) -> str:
    value = getattr(person, field)
    if value in BLANK:
        return ""
    return {True: "Yes", False: "No"}.get(value, str(value).replace("_", " ").capitalize())


def _addresses(person: Person, principal: Principal) -> tuple[str, set[str]]:
    rows = list(Address.objects.visible_to(principal).filter(person=person))
    protected = sum(row.is_protected for row in rows)
    words = f"{len(rows)}, kept covered" + (f", {protected} protected" if protected else "") if rows else ""
    return words, {" ".join(f"{row.lines} {row.postcode}".casefold().split()) for row in rows}


def _contacts(person: Person, principal: Principal) -> tuple[str, set[str]]:
    rows = list(SafeContact.objects.visible_to(principal).filter(person=person, superseded_at=None).order_by("channel"))
    words = "; ".join(f"{row.get_channel_display()}: {row.get_safety_display().lower()}, {row.masked}" for row in rows)
    return words, {f"{row.channel} {row.safety} {row.value}".casefold() for row in rows}


def _cases(person: Person, principal: Principal) -> str:
    involved = Involvement.objects.visible_to(principal).filter(person=person).select_related("case__district")
    return "; ".join(
        f"{each.case.spoken_reference}, {each.case.district.name}: {each.get_role_display().lower()}"
        for each in involved.order_by("case__received_at")
    )


def _gains(first: Person, second: Person, principal: Principal) -> list[str]:
    """Which agencies will read more than before: nobody's sight of a case changes, but names and numbers are shared."""
    here, there = (_agencies(each, principal) for each in (first, second))
    return sorted(here ^ there)


def _agencies(person: Person, principal: Principal) -> set[str]:
    cases = Involvement.objects.visible_to(principal).filter(person=person).values("case_id")
    rows = CaseAgency.objects.filter(case_id__in=cases, ends_at=None).select_related("agency")
    return {row.agency.name for row in rows}
