"""The register of who has signed the agreement on sharing information."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import Forum, SharingAgreement


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
    return made
