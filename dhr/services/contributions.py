"""Agencies' reports and the chronology that is merged from them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from agencies.models import Agency, Policy
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from common.lifecycle import Lifecycle
from dhr.models import AgencyContribution, ChronologyEvent, ContributionExtension, DeathReview, PanelMember
from dhr.selectors import capacities, limits_on
from dhr.services.steps import NotYours, held
from dhr.sheets import Line
from dhr.states import Actor, State

S = AgencyContribution.Status
LIFECYCLE = Lifecycle(
    {
        S.REQUESTED: {S.RECEIVED, S.WAIVED},
        S.RECEIVED: {S.ACCEPTED, S.RETURNED, S.WAIVED},
        S.RETURNED: {S.RECEIVED, S.WAIVED},
    }
)
RUN = [Actor.COORDINATOR, Actor.CHAIR]


@transaction.atomic
def commission_reports(
    review: DeathReview, *, by: Principal, agencies: Sequence[Agency], kind: str, on: date
) -> list[AgencyContribution]:
    """Ask agencies for a report, each by so many weeks later (policy). Full reviews ask for management reviews."""
    review = held(review, by=by, actors=RUN)
    if review.scale == "single" and len(agencies) > 1:
        raise DomainError("A single-agency review asks one agency.")
    due = on + timedelta(weeks=limits_on(on, area=review.responsible_csp)[Policy.Key.REVIEW_REPORT_WEEKS])
    asked = set(review.contributions.values_list("agency_id", flat=True))
    made = [
        AgencyContribution.objects.create(
            review=review, agency=agency, kind=kind, commissioned_on=on, original_due_on=due, due_on=due
        )
        for agency in agencies
        if agency.pk not in asked
    ]
    record("reports commissioned", by=by, subjects=[review.pk], detail=str(len(made)))
    return made


@transaction.atomic
def move_contribution(
    contribution: AgencyContribution,
    *,
    by: Principal,
    to: str,
    on: date,
    note: str = "",
    author: str = "",
    author_independent: bool | None = None,
) -> AgencyContribution:
    """Received, accepted, sent back or waived. Accepting needs an author with no part in the case.

    Raises DomainError for a step out of order, without the reason that it needs, or with an author who is involved.
    """
    review = _hold_for(contribution, by=by, to=to)
    row = AgencyContribution.objects.select_for_update().get(pk=contribution.pk)
    LIFECYCLE.ensure(S(row.status), S(to))
    if to in (S.RETURNED, S.WAIVED) and not note.strip():
        raise DomainError("Say why")
    row.author = author.strip() or row.author
    row.author_independent = row.author_independent if author_independent is None else author_independent
    if to == S.ACCEPTED and row.kind in ("imr", "summary") and not row.author_independent:
        raise DomainError("The author must have had no part in the case, and line-manage nobody who had.")
    row.status, row.note = to, note.strip()
    row.received_on = on if to == S.RECEIVED else row.received_on
    row.accepted_on = on if to == S.ACCEPTED else row.accepted_on
    row.save()
    record("report " + str(to), by=by, subjects=[review.pk, row.pk], detail=f"agency {row.agency_id}")
    return row


def _hold_for(contribution: AgencyContribution, *, by: Principal, to: str) -> DeathReview:
    """An agency hands in its own report; everything else is for those who run the review."""
    if to == S.RECEIVED and is_of_agency(contribution.review, contribution.agency_id, by=by):
        return contribution.review
    return held(contribution.review, by=by, actors=RUN)


def is_of_agency(review: DeathReview, agency_id: int, *, by: Principal) -> bool:
    """Whether somebody sits on the panel for this agency."""
    sits = PanelMember.objects.filter(review=review, user_id=by.user_id, agency_id=agency_id, to_on=None)
    return by.agency_id == agency_id and sits.exists()


@transaction.atomic
def extend_contribution(
    contribution: AgencyContribution, *, by: Principal, new_due_on: date, reason: str, approved_by: str
) -> AgencyContribution:
    """Give an agency more time. The first date stays, and every extension is counted."""
    review = held(contribution.review, by=by, actors=RUN)
    row = AgencyContribution.objects.select_for_update().get(pk=contribution.pk)
    if new_due_on <= row.due_on:
        raise DomainError("The new date must be later than the one it has.")
    if not (reason.strip() and approved_by.strip()):
        raise DomainError("Say why, and who agreed")
    ContributionExtension.objects.create(
        review=review, contribution=row, old_due_on=row.due_on, new_due_on=new_due_on, reason=reason.strip(),
        approved_by=approved_by.strip(),
    )  # fmt: skip
    row.due_on = new_due_on
    row.save(update_fields=["due_on"])
    record("report extended", by=by, subjects=[review.pk, row.pk])
    return row


@transaction.atomic
def check_facts(contribution: AgencyContribution, *, by: Principal, on: date) -> None:
    """An agency has read the draft and found its facts right."""
    review = contribution.review
    if not is_of_agency(review, contribution.agency_id, by=by):
        held(review, by=by, actors=RUN)
    contribution.facts_checked_on = on
    contribution.save(update_fields=["facts_checked_on"])
    record("facts checked", by=by, subjects=[review.pk], detail=f"agency {contribution.agency_id}")


@transaction.atomic
def add_events(review: DeathReview, *, by: Principal, agency: Agency, lines: Sequence[Line]) -> int:
    """Events from one agency's records. What the agency sent before in the same words is not taken twice."""
    if not (capacities(review, by) & set(RUN) or is_of_agency(review, agency.pk, by=by)):
        raise NotYours("An agency adds its own events; the coordinator adds anybody’s.")
    if State(review.state) in (State.CLOSED, State.WITHDRAWN, State.TRANSFERRED):
        raise DomainError("This review is over.")
    standing = ChronologyEvent.objects.standing().filter(review=review, agency=agency)
    known = set(standing.values_list("on", "time", "event"))
    fresh = {(line.on, line.time, line.event): line for line in lines if (line.on, line.time, line.event) not in known}
    ChronologyEvent.objects.bulk_create(
        ChronologyEvent(review=review, agency=agency, **vars(line)) for line in fresh.values()
    )
    record("chronology added", by=by, subjects=[review.pk], detail=f"{len(fresh)} of agency {agency.pk}")
    return len(fresh)


def may_take_back(review: DeathReview, agency_id: int) -> bool:
    """Whether what an agency sent is still its own: its report is not accepted, and the chronologies are not merged."""
    accepted = AgencyContribution.objects.filter(review=review, agency_id=agency_id, status=S.ACCEPTED)
    return review.chronology_merged_on is None and not accepted.exists()


@transaction.atomic
def take_back_event(event: ChronologyEvent, *, by: Principal, at: datetime) -> ChronologyEvent:
    """An agency takes back an event that it sent. It stays on record as taken back, and counts nowhere.

    Raises NotYours for another agency's, DomainError once its report is accepted or the chronologies are merged.
    """
    review = event.review
    if not is_of_agency(review, event.agency_id, by=by):
        raise NotYours("An agency takes back its own events.")
    row = ChronologyEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not may_take_back(review, row.agency_id):
        raise DomainError("Your report was accepted, or the chronologies were merged. Ask the coordinator.")
    if row.taken_back_at:
        raise DomainError("This event was taken back already.")
    row.taken_back_at, row.taken_back_by_id = at, by.user_id
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    record("chronology event taken back", by=by, subjects=[review.pk], detail=f"agency {row.agency_id}")
    return row


@transaction.atomic
def merge_chronology(review: DeathReview, *, by: Principal, on: date) -> DeathReview:
    """The chronologies of all agencies are one now, and were read as one."""
    review = held(review, by=by, actors=RUN)
    if not ChronologyEvent.objects.standing().filter(review=review).exists():
        raise DomainError("There is no event yet. Add the agencies’ chronologies first.")
    review.chronology_merged_on = on
    review.save(update_fields=["chronology_merged_on"])
    record("chronology merged", by=by, subjects=[review.pk])
    return review
