"""Before any paper opens: everybody signs, whoever knows somebody steps back, observers are written down."""

from datetime import date, datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from cases.services import declare_conflict
from common.dates import london_date
from common.errors import DomainError
from marac.models import Attendance, Hearing, Meeting, Observer, Signature, Statement


def statement_on(day: date) -> Statement:
    """The version that is signed on a day. Raises DomainError where none was loaded: then no paper opens at all."""
    found = Statement.objects.in_force(day)
    if found is None:
        raise DomainError("There is no confidentiality statement yet. Run `manage.py load_reference_data`.")
    return found


def has_signed(meeting: Meeting, *, by: Principal) -> bool:
    """Whether the papers of this meeting are open to the principal."""
    return Signature.objects.filter(meeting=meeting, user_id=by.user_id).exists()


@transaction.atomic
def sign_statement(meeting: Meeting, *, by: Principal, statement: Statement, mode: str, at: datetime) -> None:
    """Sign for one meeting, in one's own name. Late joiners and those on the telephone sign on their own screens too.

    Raises DomainError for a version that is no longer the one in force, and without saying how one joins.
    """
    if by.user_id is None:
        raise DomainError("Only a person can sign.")
    if statement != statement_on(london_date(at)):
        raise DomainError("The statement has changed. Read it again, then sign.")
    if mode not in Attendance.Mode.values:
        raise DomainError("Select how you join the meeting")
    if has_signed(meeting, by=by):
        return
    Signature.objects.create(
        meeting=meeting, statement=statement, user_id=by.user_id, agency_id=by.agency_id, mode=mode, signed_at=at
    )
    record("statement signed", by=by, subjects=[meeting.pk], detail=f"version {statement.pk}, {mode}")


@transaction.atomic
def step_back(hearing: Hearing, *, by: Principal, kind: str, reason: str = "") -> None:
    """Declare a conflict in a case on an agenda: it is out of sight at once, for good. The meeting's team sees who."""
    declare_conflict(hearing.case, by=by, kind=kind, reason=reason)


@transaction.atomic
def add_observer(meeting: Meeting, *, by: Principal, name: str, organisation: str, has_signed: bool) -> Observer:
    """Write down somebody who only listens, and whether they signed. Raises DomainError without a name."""
    if not name.strip() or not organisation.strip():
        raise DomainError("Enter who observes, and where they are from")
    made = Observer.objects.create(
        meeting=meeting, name=name.strip(), organisation=organisation.strip(), has_signed=has_signed
    )
    record("observer added", by=by, subjects=[meeting.pk], detail="signed" if has_signed else "not signed")
    return made


@transaction.atomic
def remove_observer(observer: Observer, *, by: Principal) -> None:
    """Take back an observer who was written down and did not come."""
    Observer.objects.filter(pk=observer.pk).delete()
    record("observer removed", by=by, subjects=[observer.meeting_id])
