"""How a review begins: a death is notified, and the responsible partnership found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from agencies.models import Agency, Area, Policy
from agencies.principal import Principal
from agencies.roles import Permission
from agencies.services import bank_holidays
from audit.services import record
from common.dates import add_working_days, months_after
from common.errors import DomainError
from common.references import parse_reference
from dhr.eligibility import Basis, refusals
from dhr.models import DeathReview, ReviewLink, ReviewPerpetrator, ReviewVictim, ScopingReturn
from dhr.selectors import limits_on
from dhr.services.steps import held, partnership_agency
from dhr.states import OVER, State


class NotInScope(DomainError):
    """A death that cannot be reviewed on this legal basis."""


@dataclass(frozen=True)
class Notification:
    """What a notification says. ``victims`` and ``others`` are fields of the people, never their names."""

    code_name: str
    csp: Area
    notifier: Agency
    died_on: date
    known_on: date
    notified_on: date
    death_type: str
    relationship: str
    legal_basis: str = Basis.ACT_2004
    residence_clear: bool = True
    residence_basis: str = ""
    agreement_note: str = ""
    participants: Sequence[Area] = ()
    case_reference: str = ""
    victims: Sequence[dict[str, Any]] = field(default_factory=lambda: [{}])
    others: Sequence[dict[str, Any]] = ()


@transaction.atomic
def notify_review(said: Notification, *, by: Principal, today: date) -> DeathReview:
    """Take a notification. The decision is due one month after the death became known, by the policy of that day.

    Raises NotInScope for somebody under 16 and for a law that is not in force, DomainError for dates out of order.
    """
    if by.agency_with(Permission.REVIEW_RUN) is None:
        raise DomainError("Only the review coordinator takes notifications.")
    if not said.died_on <= said.known_on <= said.notified_on <= today:
        raise DomainError("First the death, then the day it was known, then the notification; none in the future.")
    limits = limits_on(said.known_on, area=said.csp)
    if found := refusals(
        Basis(said.legal_basis),
        [person.get("age") for person in said.victims],
        new_law=bool(limits[Policy.Key.REVIEW_NEW_LAW]),
    ):
        raise NotInScope(" ".join(found))
    review = DeathReview.objects.create(
        code_name=said.code_name.strip(), office_id=by.agency_id, coordinator_id=by.user_id, responsible_csp=said.csp,
        partnership=partnership_agency(said.csp.pk, on=today), notifier=said.notifier, died_on=said.died_on,
        known_on=said.known_on, notified_on=said.notified_on, death_type=said.death_type,
        relationship=said.relationship, legal_basis=said.legal_basis, residence_clear=said.residence_clear,
        residence_basis=said.residence_basis.strip(), agreement_note=said.agreement_note.strip(),
        participants=[area.pk for area in said.participants], case_reference=_case(said.case_reference),
        decision_due_on=months_after(said.known_on, limits[Policy.Key.REVIEW_DECIDE_MONTHS]),
    )  # fmt: skip
    for person in said.victims:
        ReviewVictim.objects.create(review=review, **person)
    for person in said.others:
        ReviewPerpetrator.objects.create(review=review, **person)
    record("review notified", by=by, subjects=[review.pk])
    return review


def _case(typed: str) -> str:
    if not typed.strip():
        return ""
    if (found := parse_reference(typed)) is None:
        raise DomainError("The case’s reference has ten letters and numbers, like K7F3-9QD2-TX.")
    return found


@transaction.atomic
def set_responsible(
    review: DeathReview,
    *,
    by: Principal,
    csp: Area,
    residence_clear: bool,
    residence_basis: str = "",
    agreement_note: str = "",
    participants: Sequence[Area] = (),
) -> DeathReview:
    """The partnership where the person normally lived. Where that is unclear, what was agreed and by whom."""
    review = held(review, by=by)
    if not residence_clear and not (residence_basis.strip() and agreement_note.strip()):
        raise DomainError("Say on what it was agreed, and note the agreement of both partnerships")
    review.responsible_csp, review.partnership = csp, partnership_agency(csp.pk, on=review.notified_on)
    review.residence_clear, review.residence_basis = residence_clear, residence_basis.strip()
    review.agreement_note, review.participants = agreement_note.strip(), [area.pk for area in participants]
    review.save()
    record("review partnership set", by=by, subjects=[review.pk], detail=f"area {csp.pk}")
    return review


@transaction.atomic
def ask_agencies(review: DeathReview, *, by: Principal, agencies: Sequence[Agency], on: date) -> list[ScopingReturn]:
    """Ask agencies what they know. Each has so many working days; whoever was asked already is not asked again."""
    review = held(review, by=by)
    if State(review.state) in OVER:
        raise DomainError("This review is over.")
    days = limits_on(on, area=review.responsible_csp)[Policy.Key.REVIEW_SCOPING_DAYS]
    due = add_working_days(on, days, bank_holidays())
    asked = set(ScopingReturn.objects.filter(review=review).values_list("agency_id", flat=True))
    made = [
        ScopingReturn.objects.create(review=review, agency=agency, requested_on=on, due_on=due)
        for agency in agencies
        if agency.pk not in asked
    ]
    review.acknowledged_on = review.acknowledged_on or on
    review.save(update_fields=["acknowledged_on"])
    record("agencies asked", by=by, subjects=[review.pk], detail=str(len(made)))
    return made


@transaction.atomic
def record_return(
    returned: ScopingReturn,
    *,
    by: Principal,
    on: date,
    known_to: str = "",
    summary: str = "",
    early_learning: str = "",
    waived_reason: str = "",
) -> ScopingReturn:
    """What an agency answered, or why it need not. The police are never waived."""
    review = held(returned.review, by=by)
    if waived_reason and returned.agency.type == "police":
        raise DomainError("The police return cannot be waived.")
    if not waived_reason.strip() and not known_to:
        raise DomainError("Select whom the agency knew, or say why no answer is needed")
    returned.returned_on = None if waived_reason.strip() else on
    returned.known_to, returned.summary = known_to, summary.strip()
    returned.early_learning, returned.waived_reason = early_learning.strip(), waived_reason.strip()
    returned.save()
    record("scoping return recorded", by=by, subjects=[review.pk], detail=f"agency {returned.agency_id}")
    return returned


@transaction.atomic
def link_review(
    review: DeathReview, *, by: Principal, kind: str, other: DeathReview | None = None, where: str = ""
) -> ReviewLink:
    """Note another process about the same death."""
    review = held(review, by=by)
    if kind == ReviewLink.Kind.REVIEW and (other is None or other.pk == review.pk):
        raise DomainError("Choose the other review")
    made = ReviewLink.objects.create(review=review, kind=kind, other=other, where=where.strip())
    record("review linked", by=by, subjects=[review.pk, *([other.pk] if other else [])], detail=kind)
    return made
