"""What leaves the area: cases that are sent on to another area's meetings, and letters that confirm a meeting."""

from datetime import date, datetime

from django.db import transaction

from agencies.models import Policy
from agencies.principal import Principal
from agencies.roles import Permission
from agencies.services import bank_holidays, policy_on
from audit.services import record
from cases.models import Case
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import Action, Hearing, Letter, Meeting, Transfer
from marac.services.agenda import remove_hearing
from marac.transfers import Step, receipt_due_on, step_for
from referrals.models import Referral
from referrals.services import mark_transferred

WORDING = 1  # of the letters: a change is another number, and the templates of both stay


def step_of(case: Case, *, by: Principal, today: date) -> Step:
    """What this area does with a case of its own whose person moves away."""
    listed = Hearing.objects.visible_to(by).filter(case=case).to_be_heard()
    circulated = listed.filter(meeting__status__in=(Meeting.Status.PUBLISHED, Meeting.Status.HELD)).exists()
    return step_for(heard_on=case.heard_on, is_circulated=circulated, today=today)


@transaction.atomic
def send_transfer(case: Case, *, by: Principal, to_area: str, to_whom: str, reason: str, at: datetime) -> Transfer:
    """Send a case on. Before it was heard it comes off its agenda, and its referral ends here; else it stays as it is.

    Raises DomainError for a case that the principal's team does not lead, without words, and where there is nothing to
    send on any more; Conflict where it was sent on and nobody has answered yet.
    """
    _ensure_led(case, by=by)
    if not (to_area.strip() and to_whom.strip() and reason.strip()):
        raise DomainError("Enter the area, whom you have told there, and why")
    step = step_of(case, by=by, today=london_date(at))
    if step is Step.NOTHING:
        raise DomainError("This case was heard longer ago than twelve months. The other area takes a new referral.")
    if Transfer.objects.visible_to(by).filter(case=case, answer="").exists():
        raise Conflict("This case was sent on already, and nobody has answered yet.")
    manifest, today = manifest_of(case, by=by), london_date(at)
    days = policy_on(today, Policy.Key.TRANSFER_RECEIPT_DAYS, area=case.district.meeting_area)
    due = receipt_due_on(today, days=days, bank_holidays=bank_holidays())
    if step is Step.REFER_ON:
        _end_here(case, by=by, at=at)
    facts = {"to_area": to_area.strip(), "to_whom": to_whom.strip(), "reason": reason.strip(), "manifest": manifest}
    made = Transfer.objects.create(case=case, step=step, sent_at=at, sent_by_id=by.user_id, receipt_due_on=due, **facts)
    record("case sent on", by=by, subjects=[made.pk, case.pk], detail=step)
    return made


def manifest_of(case: Case, *, by: Principal) -> list[str]:
    """What the pack holds, in words and numbers."""
    heard = Hearing.objects.visible_to(by).filter(case=case, status=Hearing.Status.HEARD)
    counted = (
        ("referral", Referral.objects.visible_to(by).filter(case=case).count()),
        ("risk assessment", case.risk_assessments.count()),
        ("meeting with minutes", heard.count()),
        ("action", Action.objects.visible_to(by).agreed().filter(case=case).count()),
    )
    return [f"{n} {what if n == 1 else _plural(what)}" for what, n in counted]


def _plural(what: str) -> str:
    first, _, rest = what.partition(" with ")
    return f"{first}s with {rest}" if rest else f"{what}s"


def _end_here(case: Case, *, by: Principal, at: datetime) -> None:
    for hearing in Hearing.objects.visible_to(by).filter(case=case).to_be_heard():
        remove_hearing(hearing, by=by)
    for referral in Referral.objects.visible_to(by).awaiting_listing().filter(case=case).order_by("pk"):
        mark_transferred(referral, by=by, at=at)


def _ensure_led(case: Case, *, by: Principal) -> None:
    if not Case.objects.led_with(by, Permission.MEETING_RUN).filter(pk=case.pk).exists():
        raise DomainError("Only the team that leads this case can do this.")


@transaction.atomic
def note_progress(
    transfer: Transfer,
    *,
    by: Principal,
    acknowledged_by: str = "",
    answer: str = "",
    adviser_to: str = "",
    handed_over_on: date | None = None,
    heard_there_on: date | None = None,
    at: datetime,
) -> Transfer:
    """Keep what the other area said: the receipt, its answer, which adviser took over and when it heard the case.

    What was kept before stays. Raises DomainError for days to come, a hand-over to nobody and an unknown answer.
    """
    row = Transfer.objects.visible_to(by).select_for_update(of=("self",)).get(pk=transfer.pk)
    today = london_date(at)
    if any(day and day > today for day in (handed_over_on, heard_there_on)):
        raise DomainError("Enter a day that has been")
    if handed_over_on and not (adviser_to.strip() or row.adviser_to):
        raise DomainError("Enter which adviser took over")
    if answer not in Transfer.Answer.values:
        raise DomainError("Select what the other area answered")
    if acknowledged_by.strip() and row.acknowledged_at is None:
        row.acknowledged_by, row.acknowledged_at = acknowledged_by.strip(), at
    row.answer, row.adviser_to = answer or row.answer, adviser_to.strip() or row.adviser_to
    row.handed_over_on = handed_over_on or row.handed_over_on
    row.heard_there_on = heard_there_on or row.heard_there_on
    row.save()
    record("transfer noted", by=by, subjects=[row.pk, row.case_id], detail=row.answer)
    return row


@transaction.atomic
def issue_letter(
    case: Case, *, by: Principal, confirms: str, given_to: str, addressee: str, safe_way: str, at: datetime
) -> Letter:
    """Write a letter that confirms a referral or a hearing, for the person alone: never for whoever causes harm.

    Raises DomainError for a case that the principal's team does not lead, without the safe way in which it is given,
    and for a hearing that has not been.
    """
    _ensure_led(case, by=by)
    if confirms not in Letter.Confirms.values or given_to not in Letter.For.values:
        raise DomainError("Select what the letter confirms, and for whom it is")
    if not addressee.strip() or not safe_way.strip():
        raise DomainError("Enter to whom it is addressed, and how it is given safely")
    if confirms == Letter.Confirms.DISCUSSED and case.heard_on is None:
        raise DomainError("This case has not been heard. The letter can confirm the referral alone.")
    facts = {"addressee": addressee.strip(), "safe_way": safe_way.strip(), "wording": WORDING}
    made = Letter.objects.create(
        case=case, confirms=confirms, given_to=given_to, issued_at=at, issued_by_id=by.user_id, **facts
    )
    record("letter issued", by=by, subjects=[made.pk, case.pk], detail=confirms)
    return made
