"""Conflicts of interest: who steps back from a case, who is kept out of it, and whose name is to be checked."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from agencies.models import User
from agencies.principal import Principal
from audit.services import record
from cases.models import Case, Exclusion, Person, PersonName, StaffMatch
from common.errors import Conflict, DomainError

Kind = Exclusion.Kind


@transaction.atomic
def exclude_person(case: Case, *, by: Principal, user: User, reason: str, kind: str = Kind.OTHER) -> None:
    """Nobody's grant lets this person see the case any more: a conflict of interest, or a relative of a party."""
    record("person excluded", by=by, subjects=[case.pk], detail=f"user {user.pk}")
    _exclude(case, by=by, user_id=user.pk, kind=kind, reason=reason, is_declared=False)


@transaction.atomic
def declare_conflict(case: Case, *, by: Principal, kind: str, reason: str = "") -> None:
    """Step back from a case. It is out of sight at once; why is read by the team that leads it alone.

    Raises DomainError for a kind that does not exist, and for another system, which has no interests.
    """
    if kind not in Kind.values or by.user_id is None:
        raise DomainError("Select what your conflict is.")
    record("conflict declared", by=by, subjects=[case.pk], detail=kind)
    _exclude(case, by=by, user_id=by.user_id, kind=kind, reason=reason, is_declared=True)


def _exclude(case: Case, *, by: Principal, user_id: int, kind: str, reason: str, is_declared: bool) -> None:
    """One row for each person. A row that is there already stays: it may not be readable, and need not be."""
    row = Exclusion(
        case=case, user_id=user_id, kind=kind, reason=reason.strip(), is_declared=is_declared, made_by_id=by.user_id
    )
    Exclusion.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def check_names(case: Case, *, by: Principal, people: Iterable[Person]) -> int:
    """Compare the names of people in a case with those of accounts; returns how many new warnings there are.

    Both parts have to be the same, whatever their case. A date of birth cannot be compared: accounts have none. People
    at risk and children are compared too, for staff may be parties on any side.
    """
    matches = [match for person in people for match in _namesakes(case, person)]
    if matches:
        record("staff names matched", by=by, subjects=[case.pk], detail=f"{len(matches)} to check")
        StaffMatch.objects.bulk_create(matches, ignore_conflicts=True)
    return len(matches)


def _namesakes(case: Case, person: Person) -> list[StaffMatch]:
    same = Q(pk=None)
    for name in PersonName.objects.filter(person=person, struck_at=None).exclude(given="").exclude(family=""):
        same |= Q(first_name__iexact=name.given.strip(), last_name__iexact=name.family.strip())
    known = StaffMatch.objects.filter(case=case, person=person).values("user_id")
    users = User.objects.filter(same, is_active=True).exclude(pk__in=known)
    return [StaffMatch(case=case, person=person, user=user) for user in users]


@transaction.atomic
def settle_match(match: StaffMatch, *, by: Principal, outcome: str, at: datetime) -> None:
    """Say what a warning was; the same person is kept out of the case. Raises Conflict where that was said before."""
    if outcome not in (StaffMatch.Outcome.DIFFERENT, StaffMatch.Outcome.EXCLUDED):
        raise DomainError("Select whether it is the same person.")
    settled = StaffMatch.objects.filter(pk=match.pk, outcome="").update(
        outcome=outcome, settled_at=at, settled_by_id=by.user_id
    )
    if not settled:
        raise Conflict("Somebody has checked this name already. Reload the page to see what they found.")
    record("staff name checked", by=by, subjects=[match.case_id], detail=outcome)
    if outcome == StaffMatch.Outcome.EXCLUDED:
        exclude_person(match.case, by=by, user=match.user, reason="Has an account", kind=Kind.IS_PARTY)
