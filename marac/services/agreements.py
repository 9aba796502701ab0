"""The register of who has signed the agreement on sharing information."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import Forum, Meeting, ResearchRequest, SharingAgreement
from marac.services.papers import agreement_is_needed
from marac.services.research import ask_for_research
from marac.tasks import something_waits


@transaction.atomic
def record_agreement(
    forum: Forum,
    *,
    by: Principal,
    agency: Agency,
    version: str,
    signatory: str,
    signed_on: date,
    review_on: date,
    at: datetime,
) -> SharingAgreement:
    """Write down that an agency of a forum has signed. What was written down before stays.

    Raises DomainError for an agency that does not belong to the forum, a day to come and a review that is not after
    the signing; Conflict where it is written down already.
    """
    if not Forum.objects.run_by(by).filter(pk=forum.pk).exists():
        raise DomainError("Only those who run this forum keep its register.")
    if not forum.members.filter(pk=agency.pk).exists():
        raise DomainError("This agency does not belong to the forum.")
    if signed_on > london_date(at):
        raise DomainError("The day is still to come. Enter the day on which it was signed.")
    if review_on <= signed_on:
        raise DomainError("The review must come after the signing.")
    facts = {"version": version.strip(), "signatory": signatory.strip(), "signed_on": signed_on, "review_on": review_on}
    try:
        with transaction.atomic():
            made = SharingAgreement.objects.create(
                forum=forum, agency=agency, recorded_at=at, recorded_by_id=by.user_id, **facts
            )
    except IntegrityError as error:
        raise Conflict("An agreement of this agency and day is in the register already.") from error
    record("agreement recorded", by=by, subjects=[made.pk], detail=f"forum {forum.pk}, agency {agency.pk}")
    _catch_up(forum, agency, by=by, at=at)
    return made


def _catch_up(forum: Forum, agency: Agency, *, by: Principal, at: datetime) -> None:
    """Papers that are out open at once to whoever has signed: what they were not asked before they are asked now."""
    if agreement_is_needed(forum, today=london_date(at)):
        out = Meeting.objects.run_by(by).to_come(london_date(at)).filter(forum=forum, status=Meeting.Status.PUBLISHED)
        for meeting in out.order_by("held_on", "pk"):
            ask_for_research(meeting, by=by, at=at)
            asked = ResearchRequest.objects.filter(hearing__meeting=meeting, agency=agency, asked_at=at)
            something_waits(agency.pk, asked.exclude(case__is_sealed=True).values_list("case_id", flat=True))
