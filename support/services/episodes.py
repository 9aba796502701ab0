"""The steps of an episode: triage, whose it is, engagement, support, the end, and coming back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from agencies.models import Agency, Membership, Policy, User
from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from cases.models import Case, CaseAgency, Involvement
from cases.services import end_sharing, write_note
from common.dates import london_date
from common.errors import Conflict, DomainError
from support import clocks
from support.models import Alert, Episode
from support.querysets import MEASURED
from support.services.intake import ADVISES, ensure_adviser, keep_ending, take_case
from support.services.policy import policy_of

Stage, Reason = Episode.Stage, Episode.Reason
AFTER_CONTACT = {Reason(code) for code in MEASURED}


def _locked(episode: Episode) -> Episode:
    return Episode.objects.select_related("case__district__meeting_area").locked(episode.pk)


def _move(row: Episode, stage: Episode.Stage, *, at: datetime) -> None:
    Episode.LIFECYCLE.ensure(Stage(row.stage), stage)
    row.stage, row.stage_at = stage, at


def colleagues(by: Principal) -> QuerySet[User]:
    """The advisers of the principal's agency, by name."""
    working = Membership.objects.of_agency(by.agency_id).live().filter(role__in=ADVISES)
    return User.objects.filter(pk__in=working.values("user_id")).order_by("first_name", "last_name")


@transaction.atomic
def triage(episode: Episode, *, by: Principal, priority: str, at: datetime) -> Episode:
    """Say how urgent it is. C is not the end: somebody finds out more. Raises DomainError without a priority."""
    if priority not in Episode.Priority.values:
        raise DomainError("Select a priority.")
    row = _locked(episode)
    if row.triaged_at is None:
        _move(row, Stage.CONTACTING, at=at)
        row.triaged_at = at
    elif not row.is_open:
        raise DomainError("This support has ended.")
    row.priority = priority
    row.save(update_fields=["priority", "stage", "stage_at", "triaged_at"])
    record("support triaged", by=by, subjects=[row.pk, row.case_id], detail=priority)
    return row


@transaction.atomic
def allocate(episode: Episode, *, by: Principal, adviser: User) -> Episode:
    """Give an episode to an adviser. Raises DomainError for somebody else's colleague, or where it has ended."""
    ensure_adviser(adviser, by=by)
    row = _locked(episode)
    if not row.is_open:
        raise DomainError("This support has ended.")
    row.adviser, row.holder, row.held_until = adviser, adviser, None
    row.save(update_fields=["adviser", "holder", "held_until"])
    record("support allocated", by=by, subjects=[row.pk, row.case_id], detail=f"user {adviser.pk}")
    return row


@transaction.atomic
def hand_over(adviser: User, *, by: Principal, to: User, until: date, today: date) -> int:
    """A colleague looks after all open episodes of somebody on leave; returns how many.

    They stay the adviser's. One's own may be handed over by oneself; a colleague's only by a manager.
    """
    if adviser.pk != by.user_id and not by.may(Permission.SUPPORT_MANAGE):
        raise DomainError("Only a manager hands over somebody else's work.")
    ensure_adviser(to, by=by)
    if until < today or to.pk == adviser.pk:
        raise DomainError("Choose a colleague, and a last day that is today or later.")
    rows = Episode.objects.worked_by(by).open().filter(adviser=adviser).select_for_update(of=("self",))
    keys = list(rows.values_list("pk", flat=True))
    Episode.objects.filter(pk__in=keys).update(holder=to, held_until=until)
    record("support handed over", by=by, subjects=keys, detail=f"user {to.pk}")
    return len(keys)


@transaction.atomic
def take_back(adviser: User, *, by: Principal) -> int:
    """Somebody is back: their episodes stand on their own list again; returns how many."""
    if adviser.pk != by.user_id and not by.may(Permission.SUPPORT_MANAGE):
        raise DomainError("Only a manager takes back somebody else's work.")
    rows = Episode.objects.worked_by(by).open().filter(adviser=adviser).exclude(holder=adviser)
    keys = list(rows.values_list("pk", flat=True))
    Episode.objects.filter(pk__in=keys).update(holder=adviser, held_until=None)
    record("support taken back", by=by, subjects=keys)
    return len(keys)


@transaction.atomic
def engage(episode: Episode, *, by: Principal, at: datetime) -> Episode:
    """The person wants support. Raises DomainError where nobody has spoken to them, InvalidTransition out of order."""
    row = _locked(episode)
    _move(row, Stage.ENGAGED, at=at)
    if row.last_spoke_at is None:
        raise DomainError("Log the contact first: nobody has spoken to the person yet.")
    weeks = policy_of(Policy.Key.SUPPORT_REVIEW_WEEKS, case=row.case, on=london_date(at))
    row.engaged_at, row.review_on = at, clocks.review_due(london_date(at), weeks=weeks)
    row.save(update_fields=["stage", "stage_at", "engaged_at", "review_on"])
    record("support engaged", by=by, subjects=[row.pk, row.case_id])
    return row


@transaction.atomic
def start_support(episode: Episode, *, by: Principal, at: datetime) -> Episode:
    """Intake is over. Raises DomainError while the risk has never been assessed."""
    row = _locked(episode)
    _move(row, Stage.ACTIVE, at=at)
    if row.case.risk_level is None:
        raise DomainError("Assess the risk first.")
    row.save(update_fields=["stage", "stage_at"])
    record("support started", by=by, subjects=[row.pk, row.case_id])
    return row


@transaction.atomic
def review_risk(episode: Episode, *, by: Principal, at: datetime) -> Episode:
    """The risk was looked at again: the next review is due so many weeks from today."""
    row = _locked(episode)
    if row.stage not in (Stage.ENGAGED, Stage.ACTIVE):
        raise DomainError("Risk is reviewed while somebody is supported.")
    weeks = policy_of(Policy.Key.SUPPORT_REVIEW_WEEKS, case=row.case, on=london_date(at))
    row.review_on = clocks.review_due(london_date(at), weeks=weeks)
    row.save(update_fields=["review_on"])
    record("support reviewed", by=by, subjects=[row.pk, row.case_id])
    return row


@transaction.atomic
def close_episode(episode: Episode, *, by: Principal, reason: str, note: str, at: datetime) -> Episode:
    """End support, for a reason and with a word. The service's access to the case ends, unless it has another reason.

    Never quietly: "never reached" needs enough tries and a team that was told. Raises DomainError where they are
    missing, or where the reason does not fit how far it came.
    """
    row = _locked(episode)
    if reason not in Reason.values or not note.strip():
        raise DomainError("Select why it ends, and say it in a sentence.")
    _ensure_reason_fits(row, Reason(reason))
    stage_before = row.stage
    _move(row, Stage.CLOSED, at=at)
    row.reason, row.closed_at, row.closed_by_id = reason, at, by.user_id
    row.save(update_fields=["stage", "stage_at", "reason", "closed_at", "closed_by"])
    kept = {"reference": row.case.reference, "initials": _initials(row.case), "stage_before": stage_before}
    keep_ending(row, note=note, **kept)
    record("support closed", by=by, subjects=[row.pk, row.case_id], detail=reason)
    if reason == Reason.DIED:
        Alert.objects.create(episode=row, kind=Alert.Kind.DIED, raised_at=at)
    if not Episode.objects.worked_by(by).open().filter(case_id=row.case_id).exists():
        own = Agency.objects.get(pk=by.agency_id)
        end_sharing(row.case, by=by, source=CaseAgency.Source.SUPPORT, agency=own)
    return row


def _initials(case: Case) -> str:
    """As the list of waiting referrals gives them; of a sealed case its code name's."""
    if case.is_sealed:
        name = case.code_name
    else:
        victim = case.involvements.filter(role=Involvement.Role.VICTIM).select_related("person").first()
        name = victim.person.current_name if victim else ""
    return "".join(word[0] for word in name.split())[:4]


def _ensure_reason_fits(row: Episode, reason: Episode.Reason) -> None:
    if reason == Reason.NEVER_CONTACTED:
        if row.last_spoke_at is not None:
            raise DomainError("Somebody has spoken to the person. Choose another reason.")
        if row.silence_told_at is None:
            raise DomainError("Work through the steps after no answer first: the meeting has to know.")
    if reason in AFTER_CONTACT and row.engaged_at is None:
        raise DomainError("The person was never engaged. Choose another reason.")


@transaction.atomic
def reopen_episode(episode: Episode, *, by: Principal, why: str, at: datetime) -> Episode:
    """Support goes on within thirty days of its end: another episode of the same case, without a new referral.

    Raises DomainError without a reason or for somebody who may not, and Conflict once thirty days have passed and where
    the service supports them again already.
    """
    if episode.is_open or not why.strip() or not by.may(Permission.SUPPORT_MANAGE):
        raise DomainError("Only a manager opens ended support again, and says why.")
    own = Agency.objects.get(pk=by.agency_id)
    take_case(episode.case_id, by=by, from_agency=own)
    case = Case.objects.get(pk=episode.case_id)
    try:
        with transaction.atomic():
            made = _again(episode, by=by, at=at)
    except IntegrityError as error:
        raise Conflict("The service supports them again already. Open the case to see by whom.") from error
    write_note(case, by=by, body=f"Support opened again. {why.strip()}", at=at)
    record("support opened again", by=by, subjects=[made.pk, episode.pk, case.pk])
    return made


def _again(episode: Episode, *, by: Principal, at: datetime) -> Episode:
    return Episode.objects.create(
        case_id=episode.case_id,
        service_id=episode.service_id,
        agency_id=by.agency_id,
        referral_id=episode.referral_id,
        reopens=episode,
        source=episode.source,
        district_id=episode.district_id,
        received_at=at,
        accepted_at=at,
        accepted_by_id=by.user_id,
        adviser_id=episode.adviser_id,
        holder_id=episode.adviser_id,
        stage_at=at,
        next_due_on=london_date(at),
    )


@transaction.atomic
def settle_alert(alert: Alert, *, by: Principal, note: str, at: datetime) -> None:
    """A manager has looked, and says what was done. Raises DomainError without a word."""
    if not by.may(Permission.SUPPORT_MANAGE) or not note.strip():
        raise DomainError("Say what you did.")
    Alert.objects.filter(pk=alert.pk, settled_at=None).update(
        settled_at=at, settled_by_id=by.user_id, note=note.strip()
    )
    record("alert settled", by=by, subjects=[alert.pk, alert.episode_id], detail=alert.kind)
