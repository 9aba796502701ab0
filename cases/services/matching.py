"""Who may be the same person: found by the database among people in sight, judged by `cases.matching`."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from agencies.principal import Principal
from cases import matching
from cases.matching import FOUND, SHOWN, Identity, Likeness
from cases.models import BirthDate, PersonName

LOOKED_AT = 15  # records whose names are read and compared
MOST = 10


@dataclass(frozen=True)
class Found:
    """A person in sight, and how likely and why it is them."""

    person_id: uuid.UUID
    likeness: Likeness


def find_people(sought: Identity, *, by: Principal, most: int = MOST) -> list[Found]:
    """The people whom the principal sees and who are most like the one sought, the likeliest first.

    One question, whether or not somebody out of sight is like them; people in sight alone decide how far it looks.
    """
    likenesses = {key: matching.likeness(sought, known) for key, known in _candidates(sought)}
    likely = [Found(key, likeness) for key, likeness in likenesses.items() if likeness.score >= SHOWN]
    return sorted(likely, key=lambda each: each.likeness.score, reverse=True)[:most]


def _candidates(sought: Identity) -> Iterator[tuple[uuid.UUID, Identity]]:
    families, givens = matching.search_words(sought.names)
    words = families, givens, [*map(matching.sound, families)], [*map(matching.sound, givens)]
    near = {day for born in sought.born for day in matching.variants(born)} - set(sought.born)
    sure = FOUND * matching.most_likely(sought)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, names, days FROM access.find_people("
            "%s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[], %s, %s)",
            [*words, list(sought.born), sorted(near), sure, LOOKED_AT],
        )
        for key, names, days in cursor.fetchall():
            yield uuid.UUID(str(key)), Identity.of([(given, family) for given, family in names], days)


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
