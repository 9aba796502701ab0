"""What a coordinating team and a sender do about a referral until it is accepted or ends."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from agencies.hooks import tell_system
from agencies.principal import Principal
from agencies.tasks import tell_systems_soon
from audit.services import record
from cases.services import REVEAL_REASONS
from common.errors import DomainError, InvalidTransition
from referrals import tasks
from referrals.models import Criterion, Message, Referral

Status = Referral.Status
# Grounds that cannot be called not evidenced: a refusal for a low score by another name.
STANDS_ALONE = {Criterion.PROFESSIONAL_JUDGEMENT.value, Criterion.VISIBLE_HIGH_RISK.value}


def move(
    referral: Referral,
    target: Referral.Status,
    *,
    by: Principal,
    at: datetime,
    only_from: Referral.Status | None = None,
    **facts: Any,
) -> Referral:
    """Bring a referral to another state and return its row as it is now. Raises InvalidTransition.

    The row is locked first, so of two people who decide at once the second is told what the first has done.
    """
    row: Referral = Referral.objects.select_for_update().get(pk=referral.pk)
    current = Status(row.status)
    Referral.LIFECYCLE.ensure(current, target)
    if only_from is not None and current != only_from:
        raise InvalidTransition(current.label.lower(), target.label.lower())
    changed = {"status": target, "status_at": at, "status_by_id": by.user_id, **facts}
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=[field.removesuffix("_id") for field in changed])
    if row.sent_with_id and tell_system(row.from_agency_id, reference=row.reference, status=str(target), at=at):
        tell_systems_soon()
    return row


@transaction.atomic
def start_screening(referral: Referral, *, by: Principal, at: datetime) -> Referral:
    """Say that somebody of the team has begun to check this referral."""
    ensure_team(referral, by=by)
    row = move(referral, Status.SCREENING, by=by, at=at)
    record("referral being checked", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def return_referral(referral: Referral, *, by: Principal, question: str, at: datetime) -> Referral:
    """Ask the sender something. The clock goes on. Raises DomainError without a question."""
    ensure_team(referral, by=by)
    row = move(referral, Status.RETURNED, by=by, at=at)
    _write(row, by=by, body=question, at=at, missing="Write what you need to know before sending the question.")
    record("referral returned", by=by, subjects=[row.pk])
    _tell_sender(row)
    return row


@transaction.atomic
def answer_questions(referral: Referral, *, by: Principal, answer: str, at: datetime) -> Referral:
    """The sender's answer brings the referral back to the team, with the clock it always had."""
    _ensure_sender(referral, by=by)
    row = move(referral, Status.SUBMITTED, by=by, at=at)
    _write(row, by=by, body=answer, at=at, missing="Write the answer before sending it.")
    record("referral question answered", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def decline_referral(referral: Referral, *, by: Principal, refusal: str, note: str, at: datetime) -> Referral:
    """Do not accept a referral, for an agreed reason and in words for the sender. A low score is no reason."""
    ensure_team(referral, by=by)
    if refusal not in Referral.Refusal.values:
        raise DomainError("Select the reason why the referral is not accepted.")
    if refusal == Referral.Refusal.NOT_EVIDENCED and not STANDS_ALONE.isdisjoint(referral.criteria):
        raise DomainError(
            "Professional judgement, and a score that reaches the threshold, are grounds by themselves. "
            "Ask the sender a question, or choose another reason."
        )
    if not note.strip():
        raise DomainError("Explain the decision to the sender: what is missing, and where the person can turn.")
    row = move(referral, Status.NOT_MET, by=by, at=at, refusal=refusal, refusal_note=note.strip())
    record("referral declined", by=by, subjects=[row.pk], detail=refusal)
    _tell_sender(row)
    return row


@transaction.atomic
def challenge_refusal(referral: Referral, *, by: Principal, reason: str, at: datetime) -> Referral:
    """The sender asks the team to look again at a referral that it did not accept."""
    _ensure_sender(referral, by=by)
    row = move(referral, Status.SCREENING, by=by, at=at, only_from=Status.NOT_MET)
    _write(row, by=by, body=reason, at=at, missing="Say why the team should look at the referral again.")
    record("referral refusal challenged", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def withdraw_referral(referral: Referral, *, by: Principal, reason: str, at: datetime) -> Referral:
    """The sender takes a referral back, until it is accepted: from then on the person's case depends on it."""
    _ensure_sender(referral, by=by)
    if referral.case_id is not None:
        raise DomainError("This referral has been accepted. Ring the team if something has changed.")
    row = move(referral, Status.WITHDRAWN, by=by, at=at)
    _write(row, by=by, body=reason, at=at, missing="Say why you withdraw the referral.")
    record("referral withdrawn", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def reveal_contacts(referral: Referral, *, by: Principal, reason: str) -> Referral:
    """Show the addresses and numbers of a referral to its team, for a reason that is recorded. Raises DomainError."""
    ensure_team(referral, by=by)
    if reason not in REVEAL_REASONS:
        raise DomainError("Say why you need to see this. It is recorded with your name.")
    record("referral contacts revealed", by=by, subjects=[referral.pk], detail=reason)
    return referral


def ensure_team(referral: Referral, *, by: Principal) -> None:
    """Raise DomainError unless this principal triages for the agency that received the referral."""
    if by.triage_agency_id != referral.to_agency_id:
        raise DomainError("Only the team that received this referral decides about it.")


def _ensure_sender(referral: Referral, *, by: Principal) -> None:
    if by.sender_agency_id != referral.from_agency_id:
        raise DomainError("Only the agency that sent this referral may do this.")


def _write(referral: Referral, *, by: Principal, body: str, at: datetime, missing: str) -> None:
    if not body.strip():
        raise DomainError(missing)
    Message.objects.create(
        referral=referral, agency_id=by.agency_id, author_id=by.user_id, body=body.strip(), sent_at=at
    )


def say_to_sender(referral: Referral, *, by: Principal, body: str, at: datetime) -> None:
    """Words of the team that the sender reads with the referral."""
    _write(referral, by=by, body=body, at=at, missing="Write what the sender is to know.")


def _tell_sender(referral: Referral) -> None:
    """A message without a word about anybody, to the person who filled in the form. Systems ask for the status."""
    if referral.sent_by_id:
        transaction.on_commit(partial(tasks.tell, referral.sent_by_id), robust=True)
