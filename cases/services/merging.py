"""Two records of one person become one, and two again. What moves is moved by the database, line by line."""

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import InternalError, ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from agencies.principal import Principal
from audit.services import record
from cases import merging
from cases.ages import Precision
from cases.matching import Name
from cases.merging import FIELDS, NEEDED, Identifier
from cases.models import Address, BirthDate, Involvement, Merge, MergeLine, Person, PersonName, SafeContact
from common.errors import Conflict, DomainError

REFUSED = "These two records cannot be merged by your team. Say on the list whether they are the same person."
# Rows about a person that come one by one, so that somebody can say whose they are.
PIECES = (Involvement, PersonName, BirthDate, Address, SafeContact)


def identifiers(person: Person, *, by: Principal) -> dict[Identifier, set[object]]:
    """What this person may be known by, of what the principal may read."""
    names = PersonName.objects.visible_to(by).filter(person=person, struck_at=None)
    born = BirthDate.objects.visible_to(by).filter(person=person, struck_at=None, precision=Precision.EXACT)
    contacts = SafeContact.objects.visible_to(by).filter(person=person).exclude(value="")
    addresses = Address.objects.visible_to(by).filter(person=person).exclude(lines="").exclude(postcode="")
    return {
        Identifier.NAME: {Name.of(name.given, name.family) for name in names},
        Identifier.BORN: {each.on for each in born},
        Identifier.CONTACT: {"".join(each.value.casefold().split()) for each in contacts},
        Identifier.ADDRESS: {" ".join(f"{a.lines} {a.postcode}".casefold().split()) for a in addresses},
    }


def in_common(one: Person, other: Person, *, by: Principal) -> list[str]:
    """The identifiers that two people share."""
    return merging.in_common(identifiers(one, by=by), identifiers(other, by=by))


def why_not(one: Person, other: Person, *, by: Principal) -> str:
    """Why these two must stay two; empty where nothing speaks against it, in sight or out of it."""
    parts = [
        Involvement.objects.visible_to(by).filter(person=each).values_list("case_id", "role", "case__is_sealed")
        for each in (one, other)
    ]
    if words := merging.why_not(*parts):
        return words
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.may_merge(%s, %s)", [str(one.pk), str(other.pk)])
        return "" if cursor.fetchone()[0] else REFUSED


@transaction.atomic
def merge_people(
    kept: Person, absorbed: Person, *, by: Principal, reason: str, take: Iterable[str] = (), at: datetime
) -> Merge:
    """One person takes in another: every row that hangs on the second hangs on the first from now on.

    ``take`` names the facts for which the second record is right. Raises DomainError where the two must stay two, and
    where they have fewer than two identifiers in common and no reason is given.
    """
    shared, reason = in_common(kept, absorbed, by=by), reason.strip()
    if words := why_not(kept, absorbed, by=by):
        raise DomainError(words)
    if len(shared) < NEEDED and not reason:
        raise DomainError("They have fewer than two things in common. Say how you know that they are the same person.")
    merge = Merge(
        kept=kept,
        absorbed=absorbed,
        identifiers=shared,
        reason=reason,
        agency_id=by.agency_id,
        made_at=at,
        made_by_id=by.user_id,
    )
    Merge.objects.bulk_create([merge])
    fields = merging.to_take(_facts(kept), _facts(absorbed), take)
    _run("SELECT access.take_rows(%s, %s::text[])", [str(merge.pk), fields])
    record("people merged", by=by, subjects=[merge.pk, kept.pk, absorbed.pk], detail=f"{len(shared)} in common")
    return merge


def _facts(person: Person) -> dict[str, object]:
    return {field: getattr(person, field) for field in FIELDS}


@transaction.atomic
def unmerge(
    merge: Merge, *, by: Principal, lines: Iterable[uuid.UUID] | None = None, added: Sequence[tuple[str, str]] = ()
) -> Merge:
    """Give rows back to the person who was taken in: some lines, or all of them (None).

    ``added`` are rows that came after the merge and belong to the other person: (model name, key); the rest of those
    stay. Raises DomainError while a later merge holds what is to be given back, and where a name would be left to
    somebody who is in no case.
    """
    whole = MergeLine.objects.filter(merge=merge, is_moved=True, given_back_at=None)
    chosen = list(whole.values_list("pk", flat=True)) if lines is None else list(lines)
    _ensure_in_a_case(merge, chosen, added)
    rows = [{"place": f"public.{model}", "field": "person_id", "key": key} for model, key in added]
    _run(
        "SELECT access.give_back(%s, %s::uuid[], %s::jsonb)",
        [str(merge.pk), [str(k) for k in chosen], json.dumps(rows)],
    )
    record(
        "people unmerged", by=by, subjects=[merge.pk, merge.kept_id, merge.absorbed_id], detail=f"{len(chosen)} rows"
    )
    merge.refresh_from_db()
    return merge


def _ensure_in_a_case(merge: Merge, chosen: Sequence[uuid.UUID], added: Sequence[tuple[str, str]]) -> None:
    """A name without a case would be out of everybody's sight."""
    place = Involvement._meta.db_table
    given = MergeLine.objects.filter(merge=merge, place=f"public.{place}", pk__in=chosen).exists()
    in_one = Involvement.objects.filter(person_id=merge.absorbed_id).exists()
    if not (given or in_one or any(model == place for model, _ in added)):
        raise DomainError("Give back a case as well: what hangs on somebody who is in no case is out of sight.")


def _run(sql: str, values: list[Any]) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except (ProgrammingError, InternalError, DatabaseError) as error:
        state = getattr(error.__cause__, "pgcode", None)
        if state == "42501":
            raise DomainError(REFUSED) from error
        if state == "02000":
            raise Conflict("Part of this has moved on since, by a later merge. Undo the later one first.") from error
        raise


def added_since(merge: Merge, *, by: Principal) -> list[Any]:
    """Rows about the person who stayed that came after the merge: a person says whose they are."""
    known = set(MergeLine.objects.filter(merge=merge).values_list("place", "row_key"))
    return [
        row
        for model in PIECES
        for row in model.objects.visible_to(by).filter(person_id=merge.kept_id).order_by("pk")
        if (f"public.{model._meta.db_table}", str(row.pk)) not in known
    ]
