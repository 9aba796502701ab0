"""The people of a case as a picture: rows of generations, boxes and lines. No address, no number stands in it.

Everything here is arithmetic in the units of the drawing; the template turns it into SVG.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import relationships
from cases.models import Involvement
from cases.presenters.people import Family, age_of

MOST = 14  # people: past that a picture is harder to read than the table (design, section 4.7)
WIDE, TALL, GAP, STEP, EDGE, TOP = 184, 62, 44, 132, 26, 62
Role = Involvement.Role


@dataclass(frozen=True)
class Box:
    """One person. ``kind``: risk (thick border), harm (double border), child (smaller) or other."""

    x: int
    y: int
    width: int
    name: str
    line: str
    kind: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        return self.y + TALL

    @property
    def inside(self) -> tuple[int, int, int, int]:
        """The second border of a double one."""
        return self.x + 4, self.y + 4, self.width - 8, TALL - 8

    @property
    def text_y(self) -> tuple[int, int]:
        return self.y + 26, self.y + 46


@dataclass(frozen=True)
class Line:
    """A path between two boxes. ``kind``: partner, former, parent, plain or harm; ``label`` stands at x, y."""

    path: str
    kind: str
    label: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Home:
    """A dotted outline around people who live together."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Diagram:
    """What the template draws, and the same in words."""

    width: int
    height: int
    boxes: Sequence[Box]
    lines: Sequence[Line]
    homes: Sequence[Home]
    description: str


def draw(family: Family, *, today: date) -> Diagram | None:
    """The picture of a family; None for one person, and where there are too many to draw clearly."""
    if not 1 < len(family.people) <= MOST:
        return None
    boxes = _boxes(family, today=today)
    ties = [(t.kind, str(t.from_person_id), str(t.to_person_id)) for t in family.standing]
    ties = [tie for tie in ties if tie[1] in boxes and tie[2] in boxes]
    lines = [_line(kind, boxes[a], boxes[b], boxes) for kind, a, b in ties if kind != "lives_with"]
    homes = relationships.households((a, b) for kind, a, b in ties if kind == "lives_with")
    return Diagram(
        width=max(box.x + box.width for box in boxes.values()) + EDGE,
        height=max(box.bottom for box in boxes.values()) + EDGE + 14,
        boxes=list(boxes.values()),
        lines=[*lines, *_harm(family, boxes)],
        homes=[home for members in homes for home in _homes(members, boxes)],
        description=_describe(family),
    )


def _boxes(family: Family, *, today: date) -> dict[str, Box]:
    roles = {str(i.person_id): i for i in reversed(family.involved)}
    ties = [(t.kind, str(t.from_person_id), str(t.to_person_id)) for t in family.standing]
    young = [key for key, i in roles.items() if i.role == Role.CHILD]
    rows: dict[int, list[str]] = {}
    for key, row in relationships.generations([str(key) for key in family.people], ties, young).items():
        rows.setdefault(row, []).append(key)
    home = max(
        relationships.households((a, b) for kind, a, b in ties if kind == "lives_with"), key=len, default=frozenset()
    )
    boxes = {}
    for number, row in enumerate(sorted(rows)):
        for key, x in _places(rows[row], list(rows.values()), home):
            boxes[key] = _box(roles[key], x, TOP + number * STEP, today=today)
    return {key: boxes[key] for key in roles if key in boxes}


def _places(row: Sequence[str], rows: Sequence[Sequence[str]], home: Collection[str]) -> list[tuple[str, int]]:
    """Where each of a row stands: whoever lives together on the left, the others beside them, each in the middle."""
    placed, start = [], EDGE
    for chosen in (True, False):
        widest = max(sum((key in home) is chosen for key in each) for each in rows)
        here = [key for key in row if (key in home) is chosen]
        first = start + (widest - len(here)) * (WIDE + GAP) // 2
        placed += [(key, first + place * (WIDE + GAP)) for place, key in enumerate(here)]
        start += widest * (WIDE + GAP)
    return placed


def _box(involvement: Involvement, x: int, y: int, *, today: date) -> Box:
    kinds = {Role.VICTIM: "risk", Role.PERPETRATOR: "harm", Role.CHILD: "child"}
    words = {Role.VICTIM: "At risk", Role.PERPETRATOR: "Causing harm", Role.CHILD: "Child", Role.OTHER: "At risk too"}
    kind, role = kinds.get(Role(involvement.role), "other"), words[Role(involvement.role)]
    age = age_of(involvement.person, today=today)
    narrow = 24 if kind == "child" else 0
    return Box(
        x + narrow // 2, y, WIDE - narrow, _cut(involvement.person.current_name, 19 if narrow else 21),
        f"{role}, {age}" if age else role, kind,
    )  # fmt: skip


def _line(kind: str, a: Box, b: Box, boxes: dict[str, Box]) -> Line:
    drawn = relationships.KINDS[kind].line
    if a.y != b.y:
        upper, lower = (a, b) if a.y < b.y else (b, a)
        path = f"M{upper.middle} {upper.bottom} L{lower.middle} {lower.y - 2}"
        return Line(path, drawn if a is upper else "plain")
    left, right = (a, b) if a.x < b.x else (b, a)
    if not any(box.y == a.y and left.x < box.x < right.x for box in boxes.values()):  # nobody stands between them
        middle = a.y + TALL // 2
        return Line(f"M{left.x + left.width} {middle} L{right.x} {middle}", drawn)
    return Line(f"M{left.middle} {left.y} Q{(left.middle + right.middle) // 2} {a.y - 44} {right.middle} {a.y}", drawn)


def _harm(family: Family, boxes: dict[str, Box]) -> list[Line]:
    """An arrow from each person causing harm to the person at risk: what was reported, not what was proved."""
    ends: dict[str, list[Any]] = {role: [i.person_id for i in family.involved if i.role == role] for role in Role}
    lines = []
    for harmer in ends[Role.PERPETRATOR]:
        for victim in ends[Role.VICTIM]:
            a, b = boxes[str(harmer)], boxes[str(victim)]
            start, end = (a.middle + 14, b.middle + 14) if b.x > a.x else (a.middle - 14, b.middle - 14)
            peak, middle = min(a.y, b.y) - 52, (start + end) // 2
            path = f"M{start} {a.y} Q{middle} {peak} {end} {b.y - 3}"
            lines.append(Line(path, "harm", "abuse reported", middle, peak + 20))
    return lines


def _homes(members: frozenset[str], boxes: dict[str, Box]) -> list[Home]:
    """One outline around all of them, or one around each where it would take in somebody who lives elsewhere."""
    inside = [boxes[key] for key in members if key in boxes]
    home = _around(inside)
    others = [box for key, box in boxes.items() if key not in members]
    if any(_overlap(home, box) for box in others):
        return [_around([box]) for box in inside]
    return [home]


def _around(boxes: Sequence[Box]) -> Home:
    x, y = min(box.x for box in boxes) - 11, min(box.y for box in boxes) - 11
    right, bottom = max(box.x + box.width for box in boxes) + 11, max(box.bottom for box in boxes) + 11
    return Home(x, y, right - x, bottom - y)


def _overlap(home: Home, box: Box) -> bool:
    across = box.x < home.x + home.width and home.x < box.x + box.width
    return across and box.y < home.y + home.height and home.y < box.bottom


def _describe(family: Family) -> str:
    """ "5 people. Ana is former partner of Tom; …": everything that the picture says."""
    said = [
        f"{family.people[t.from_person_id].current_name}: {relationships.KINDS[t.kind].says.lower()}"
        f" {family.people[t.to_person_id].current_name}"
        for t in family.standing
        if t.from_person_id in family.people and t.to_person_id in family.people
    ]
    roles = [f"{i.person.current_name}: {i.get_role_display().lower()}" for i in family.involved]
    return f"{len(family.people)} people. {'; '.join([*roles, *said])}."


def _cut(text: str, most: int) -> str:
    """A name that is too long for its box; the table and the description have all of it."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
