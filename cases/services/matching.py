"""Who may be the same person: found by the database among people in sight, judged by `cases.matching`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from agencies.principal import Principal
from cases import matching
from cases.matching import SHOWN, SURE, Identity, Likeness
from cases.models import BirthDate, PersonName

LOOKED_AT = 40  # records whose names are read and compared
MOST = 10


@dataclass(frozen=True)
class Found:
    """A person in sight, and how likely and why it is them."""

    person_id: uuid.UUID
    likeness: Likeness


def find_people(sought: Identity, *, by: Principal, most: int = MOST) -> list[Found]:
    """The people whom the principal sees and who are most like the one sought, the likeliest first.

    Asks the same number of questions whether or not somebody out of sight is like them: the wider search depends on
    what was found in sight alone.
    """
    found = _compared(sought, by=by, wide=False)
    if not found or found[0].likeness.score < SURE:
        found = _compared(sought, by=by, wide=True)
    return found[:most]


def _compared(sought: Identity, *, by: Principal, wide: bool) -> list[Found]:
    keys = _candidates(sought, wide=wide)
    known = identities(keys, by=by)
    found = [Found(key, matching.likeness(sought, known[key])) for key in keys if key in known]
    likely = [each for each in found if each.likeness.score >= SHOWN]
    return sorted(likely, key=lambda each: each.likeness.score, reverse=True)


def _candidates(sought: Identity, *, wide: bool) -> list[uuid.UUID]:
    families, givens = matching.search_words(sought.names)
    near = {day for born in sought.born for day in matching.variants(born)} - set(sought.born)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access.find_people(%s::text[], %s::text[], %s::date[], %s::date[], %s, %s)",
            [families, givens, list(sought.born), sorted(near), wide, LOOKED_AT],
        )
        return [uuid.UUID(str(key)) for (key,) in cursor.fetchall()]


def identities(keys: Iterable[uuid.UUID], *, by: Principal) -> dict[uuid.UUID, Identity]:
    """What the principal may read of these people: their names and dates of birth."""
    keys = list(keys)
    names: dict[uuid.UUID, list[tuple[str, str]]] = {}
    rows = PersonName.objects.visible_to(by).filter(person_id__in=keys, struck_at=None)
    for key, given, family in rows.values_list("person_id", "given", "family"):
        names.setdefault(key, []).append((given, family))
    born: dict[uuid.UUID, list] = {}
    days = BirthDate.objects.visible_to(by).filter(person_id__in=keys, struck_at=None)
    for key, day in days.values_list("person_id", "on"):
        born.setdefault(key, []).append(day)
    return {key: Identity.of(pairs, born.get(key, ())) for key, pairs in names.items()}
