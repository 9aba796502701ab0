"""Other ends of triage: another area, sent twice, managed without a meeting; and the way back to a meeting."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

from agencies.principal import Principal
from audit.services import record
from cases.services import Clock, start_clock, stop_clock
from common.dates import london_date
from common.errors import DomainError
from referrals import tasks
from referrals.models import Referral
from referrals.services.intake import destination_of
from referrals.services.triage import ensure_team, move, say_to_sender

Status = Referral.Status


@transaction.atomic
def redirect_referral(referral: Referral, *, by: Principal, district: str, note: str, at: datetime) -> Referral:
    """Another area is to hear it. ``district`` is its GSS code, or "" for one that this partnership does not cover.

    To another team of the partnership it goes with its clock and is seen here no more. Out of the partnership it ends
    here, and its sender is told whom to ask. Raises DomainError without words, or for a district of one's own team.
    """
    ensure_team(referral, by=by)
    _ensure_words(note, "Tell the sender which area it is, and what you have done.")
    if not district:
        row = move(referral, Status.REDIRECTED, by=by, at=at, refusal=Referral.Refusal.OTHER_AREA, refusal_note=note)
        record("referral redirected", by=by, subjects=[row.pk], detail="out of the partnership")
    else:
        row = _pass_on(referral, by=by, district=district, note=note, at=at)
    _tell(row)
    return row


def _pass_on(referral: Referral, *, by: Principal, district: str, note: str, at: datetime) -> Referral:
    place = destination_of(district, on=london_date(at))
    if place is None or place.team.pk == referral.to_agency_id:
        raise DomainError("Choose a district whose referrals another team takes.")
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    Referral.LIFECYCLE.ensure(Status(row.status), Status.REDIRECTED)
    say_to_sender(row, by=by, body=note, at=at)
    record("referral passed on", by=by, subjects=[row.pk], detail=f"agency {place.team.pk}")
    with connection.cursor() as cursor:  # the row policy lets nobody give a row to somebody else
        cursor.execute("SELECT access.pass_on_referral(%s, %s, %s)", [row.pk, place.district.pk, place.team.pk])
        if not cursor.fetchone()[0]:
            raise DomainError("This referral has been decided. It cannot go to another team.")
    row.to_agency, row.district, row.status = place.team, place.district, Status.SUBMITTED
    return row


@transaction.atomic
def mark_duplicate(referral: Referral, *, by: Principal, of: Referral, at: datetime) -> Referral:
    """The same agency sent the same thing twice: this one ends, the other counts. Both are kept as they were sent.

    Two agencies about the same people are no duplicates: both are accepted into one case. Raises DomainError for those.
    """
    ensure_team(referral, by=by)
    if of.pk == referral.pk or of.to_agency_id != referral.to_agency_id:
        raise DomainError("Choose another referral that your team received.")
    if of.from_agency_id != referral.from_agency_id:
        raise DomainError("Another agency sent that one. Accept both into one case: each agency’s referral counts.")
    row = move(referral, Status.DUPLICATE, by=by, at=at, duplicate_of=of)
    record("referral marked as sent twice", by=by, subjects=[row.pk, of.pk])
    _tell(row)
    return row


@transaction.atomic
def manage_here(
    referral: Referral, *, by: Principal, on: date, complexity: Sequence[str], note: str, at: datetime
) -> Referral:
    """A hub discussed an accepted referral on this date and manages the case without a meeting.

    The case goes on as every other: adviser, plan, update, and twelve months in which a further incident is a repeat.
    ``complexity`` is what was weighed. Raises DomainError for a date that cannot be, or without words.
    """
    ensure_team(referral, by=by)
    _ensure_words(note, "Say what was decided, and who does what.")
    if not referral.received_on <= on <= london_date(at):
        raise DomainError("The discussion must be on or after the day of receipt, and not in the future.")
    unknown = set(complexity) - set(Referral.Complexity.values)
    if unknown:
        raise DomainError("Choose what was weighed from the list.")
    facts = {"managed_on": on, "complexity": list(complexity)}
    row = move(referral, Status.MANAGED, by=by, at=at, only_from=Status.ACCEPTED, **facts)
    if row.case is not None:
        stop_clock(row.case, by=by, heard_on=on)
    say_to_sender(row, by=by, body=note, at=at)
    record("referral managed without a meeting", by=by, subjects=[row.pk, row.case_id], detail=",".join(complexity))
    return row


@transaction.atomic
def send_to_meeting(referral: Referral, *, by: Principal, at: datetime) -> Referral:
    """A meeting is to hear after all what a hub managed. Its clock is the one it always had."""
    ensure_team(referral, by=by)
    row = move(referral, Status.ACCEPTED, by=by, at=at, only_from=Status.MANAGED)
    if row.case is not None:
        start_clock(row.case, by=by, clock=Clock(row.received_at, row.target_days), is_repeat=row.is_repeat)
    record("referral sent to a meeting after all", by=by, subjects=[row.pk, row.case_id])
    return row


def _ensure_words(text: str, missing: str) -> None:
    if not text.strip():
        raise DomainError(missing)


def _tell(referral: Referral) -> None:
    if referral.sent_by_id:
        transaction.on_commit(partial(tasks.tell, referral.sent_by_id), robust=True)
