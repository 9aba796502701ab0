"""What people in a case are to each other: one table of kinds, each said from both ends.

Plain Python. A relationship is stored once, from one person to another, and never as its own opposite: a child is the
other end of a parent. The kinds are those of the referral form and of the design's diagram.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``says`` is said from the first person ("Parent of"), ``back`` from the second ("Child of").

    ``step``: generations from the first down to the second; 0 for the same. ``line``: how the diagram draws it.
    """

    says: str
    back: str
    step: int = 0
    line: str = "plain"

    @property
    def is_mutual(self) -> bool:
        """The same from both ends."""
        return self.says == self.back

    @property
    def label(self) -> str:
        return self.says if self.is_mutual else f"{self.says} / {self.back.lower()}"


def _both(words: str, line: str = "plain") -> Kind:
    return Kind(words, words, line=line)


KINDS: dict[str, Kind] = {
    "partner": _both("Partner of", "partner"),
    "husband_wife": _both("Husband or wife of", "partner"),
    "civil_partner": _both("Civil partner of", "partner"),
    "ex_partner": _both("Former partner of", "former"),
    "ex_husband_wife": _both("Former husband or wife of", "former"),
    "ex_civil_partner": _both("Former civil partner of", "former"),
    "shared_child": _both("Parent of the same child as", "former"),
    "parent": Kind("Parent of", "Child of", 1, "parent"),
    "step_parent": Kind("Step-parent of", "Stepchild of", 1, "parent"),
    "foster_parent": Kind("Foster parent of", "Foster child of", 1, "parent"),
    "grandparent": Kind("Grandparent of", "Grandchild of", 2, "parent"),
    "aunt_uncle": Kind("Aunt or uncle of", "Niece or nephew of", 1),
    "sibling": _both("Brother or sister of"),
    "in_law": _both("In-law of"),
    "other_relative": _both("Another relative of"),
    "carer": Kind("Gives care to", "Is cared for by"),
    "friend": _both("Friend of"),
    "lives_with": _both("Lives with", "home"),
}


def said_from(kind: str, *, is_first: bool) -> str:
    """How one end says it: "Parent of" from the first person, "Child of" from the second."""
    return KINDS[kind].says if is_first else KINDS[kind].back


def stored(kind: str, first: object, second: object) -> tuple[object, object]:
    """The order in which a relationship is kept: by the keys where it is mutual, so that it exists once."""
    if KINDS[kind].is_mutual and str(second) < str(first):
        return second, first
    return first, second


def choices() -> list[tuple[str, str]]:
    """Every way to say a relationship from one person, for a form: "parent" and "parent:back"."""
    said: list[tuple[str, str]] = []
    for code, kind in KINDS.items():
        said.append((code, kind.says))
        if not kind.is_mutual:
            said.append((f"{code}:back", kind.back))
    return said


def from_choice(choice: str, first: object, second: object) -> tuple[str, object, object]:
    """The kind and the stored order of what a form said. Raises KeyError for what is not a kind."""
    code, _, end = choice.partition(":")
    if end:
        first, second = second, first
    return (code, *stored(code, first, second))


def households(pairs: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """Who lives together: everybody whom "lives with" joins, directly or through others."""
    homes: list[set[str]] = []
    for first, second in pairs:
        joined = [home for home in homes if first in home or second in home]
        homes = [home for home in homes if home not in joined]
        homes.append({first, second}.union(*joined))
    return [frozenset(home) for home in homes]


def generations(people: Iterable[str], ties: Iterable[tuple[str, str, str]], children: Iterable[str]) -> dict[str, int]:
    """The row of each person, 0 on top: from (kind, first, second), else children stand below everybody else.

    A contradiction (each the parent of the other) is drawn somehow; it must never hang.
    """
    found = list(people)
    young = set(children)
    rows = {person: 1 if person in young else 0 for person in found}
    links = [(kind, a, b) for kind, a, b in ties if a in rows and b in rows]
    for _ in found:
        changed = False
        for kind, first, second in links:
            changed |= _settle(rows, KINDS[kind], first, second, most=len(found))
        if not changed:
            break
    top = min(rows.values(), default=0)
    return {person: row - top for person, row in rows.items()}


def _settle(rows: dict[str, int], kind: Kind, first: str, second: str, *, most: int) -> bool:
    """Push one of the two down to where the relationship puts it; whether anything moved."""
    if kind.step:
        wanted = min(rows[first] + kind.step, most)
        if rows[second] < wanted:
            rows[second] = wanted
            return True
    elif kind.line in ("partner", "former") and rows[first] != rows[second]:
        rows[first] = rows[second] = max(rows[first], rows[second])
        return True
    return False


# -- what a referral says ---------------------------------------------------------------------------------------------

# A referral says what somebody is to the person at risk, or to the person causing harm, in the codes of its form.
REFERRED = {
    "husband_wife": "husband_wife",
    "civil_partner": "civil_partner",
    "partner": "partner",
    "ex_husband_wife": "ex_husband_wife",
    "ex_civil_partner": "ex_civil_partner",
    "ex_partner": "ex_partner",
    "parent_of_shared_child": "shared_child",
    "parent": "parent",
    "adult_child": "parent:back",
    "child": "parent:back",
    "step_child": "step_parent:back",
    "foster_child": "foster_parent:back",
    "grandchild": "grandparent:back",
    "niece_nephew": "aunt_uncle:back",
    "sibling": "sibling",
    "grandparent": "grandparent",
    "in_law": "in_law",
    "other_relative": "other_relative",
    "carer_relative": "carer",
    "new_partner": "partner",
    "former_partner": "ex_partner",
    "friend": "friend",
    "lodger": "lives_with",
}
Referred = tuple[object, str, str, str, str]


def as_referred(people: Iterable[Referred]) -> list[tuple[str, object, object]]:
    """Choices, first and second person, from (person, role, to the victim, to the perpetrator, lives with).

    Several people causing harm: what a child is to "the person causing harm" is said of the only one, or of nobody.
    """
    found = list(people)
    victims = [person for person, role, *_ in found if role == "victim"]
    harmers = [person for person, role, *_ in found if role == "perpetrator"]
    said: list[tuple[str, object, object]] = []
    for person, _, to_victim, to_harmer, lives_with in found:
        for others, relation, home in ((victims, to_victim, "victim"), (harmers, to_harmer, "perpetrator")):
            if len(others) != 1 or others[0] == person:
                continue
            if relation in REFERRED:
                said.append((REFERRED[relation], person, others[0]))
            if lives_with in (home, "both"):
                said.append(("lives_with", person, others[0]))
    return said
