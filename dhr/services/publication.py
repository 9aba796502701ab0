"""Papers, the Home Office's quality assurance, and what is put down on the way to publication or against it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from agencies.principal import Principal
from audit.services import record
from common.errors import Conflict, DomainError
from dhr.models import DeathReview, QualityArea, QualitySubmission, ReviewDocument
from dhr.selectors import capacities
from dhr.services.contributions import is_of_agency
from dhr.services.steps import held
from dhr.states import Actor
from documents.services import Upload, facts_of

# What may be written on a review outside its steps, by whom.
FACTS: dict[str, frozenset[Actor]] = {
    "home_office_told_on": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "home_office_replied_on": frozenset({Actor.COORDINATOR}),
    "family_told_on": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "family_not_told": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "statutory_note": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "lead_author": frozenset({Actor.COORDINATOR}),
    "late_note": frozenset({Actor.COORDINATOR}),
    "sign_off_minute": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "commissioner_told_on": frozenset({Actor.COORDINATOR}),
    "family_warned_on": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "published_url": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "withheld_reason": frozenset({Actor.PARTNERSHIP}),
    "withheld_agreed_on": frozenset({Actor.COORDINATOR, Actor.PARTNERSHIP}),
    "look_again_on": frozenset({Actor.PARTNERSHIP}),
    "conclusion_minute": frozenset({Actor.PARTNERSHIP}),
    "hold_reason": frozenset({Actor.COORDINATOR}),
}
# What an agency on the panel sends in itself.
FROM_AGENCIES = (ReviewDocument.Kind.REPORT, ReviewDocument.Kind.CHRONOLOGY)
DATES = {name for name in FACTS if name.endswith("_on")} - {"look_again_on"}


@transaction.atomic
def record_facts(review: DeathReview, *, by: Principal, today: date, **facts: Any) -> DeathReview:
    """Write down what a later step asks for: who was told when, minutes, reasons. None may be in the future.

    Raises DomainError for a fact that somebody else records.
    """
    review = held(review, by=by, actors=list(Actor))
    mine = capacities(review, by)
    changed = {name: value for name, value in facts.items() if getattr(review, name) != value}
    for name, value in changed.items():
        if not FACTS[name] & mine:
            raise DomainError("This is for the chair of the responsible partnership to record.")
        if name in DATES and value and value > today:
            raise DomainError("The date must be today or in the past.")
        setattr(review, name, value)
    review.save(update_fields=[*changed, "state"])
    record("review facts recorded", by=by, subjects=[review.pk], detail=", ".join(sorted(changed))[:200])
    return review


@transaction.atomic
def add_paper(
    review: DeathReview, *, by: Principal, upload: Upload, paper: str, marking: str, at: datetime
) -> ReviewDocument:
    """A new version of a paper. Whoever sends it has looked for names in it, where it may be published.

    A panel member hands in the own agency's report or chronology, which is never for publication. Raises
    documents.services.NotTaken for a file that is not kept, Conflict where another version came at the same moment.
    """
    if not (by.agency_id and paper in FROM_AGENCIES and is_of_agency(review, by.agency_id, by=by)):
        held(review, by=by, actors=list(Actor))
    last = ReviewDocument.objects.filter(review=review, paper=paper).aggregate(last=Max("version"))["last"] or 0
    public = marking == ReviewDocument.Marking.PUBLIC
    made = ReviewDocument(
        review=review,
        paper=paper,
        version=last + 1,
        marking=marking,
        anonymised_by_id=by.user_id if public else None,
        anonymised_on=at.date() if public else None,
        **facts_of(upload, by=by, at=at),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("Somebody sent another version at the same moment. Send yours again.") from error
    record("review paper added", by=by, subjects=[review.pk, made.pk], detail=paper)
    return made


@transaction.atomic
def check_anonymity(paper: ReviewDocument, *, by: Principal, on: date) -> ReviewDocument:
    """A second person finds nobody named in it. Raises DomainError for the person who made it ready."""
    held(paper.review, by=by, actors=list(Actor))
    row = ReviewDocument.objects.select_for_update().defer("body").get(pk=paper.pk)
    if row.anonymised_by_id is None:
        raise DomainError("Nobody has said yet that it names nobody. Add it again as “May be published”.")
    if row.anonymised_by_id == by.user_id:
        raise DomainError("Another person checks this: you made it ready yourself.")
    row.second_check_by_id, row.second_check_on = by.user_id, on
    row.save(update_fields=["second_check_by", "second_check_on"])
    record("anonymity checked", by=by, subjects=[row.review_id, row.pk])
    return row


@transaction.atomic
def record_letter(
    review: DeathReview,
    *,
    by: Principal,
    letter_on: date,
    outcome: str,
    areas: Sequence[str] = (),
    panel_on: date | None = None,
    changes_by: date | None = None,
) -> QualitySubmission:
    """The Home Office's letter, with its numbered areas for development. Changes without an area are refused."""
    review = held(review, by=by)
    submission = review.submissions.filter(outcome="").order_by("-submitted_on", "-pk").first()
    if submission is None:
        raise DomainError("Nothing waits for a letter. Send the report to the Home Office first.")
    if letter_on < submission.submitted_on:
        raise DomainError("The letter came after the report was sent.")
    if outcome == QualitySubmission.Outcome.CHANGES and not areas:
        raise DomainError("Write down each area that the letter asks to change, one a line")
    submission.letter_on, submission.outcome = letter_on, outcome
    submission.panel_on, submission.changes_by = panel_on, changes_by
    submission.save()
    for number, text in enumerate(areas, start=1):
        QualityArea.objects.create(review=review, submission=submission, number=number, text=text)
    record("letter recorded", by=by, subjects=[review.pk], detail=outcome)
    return submission


@transaction.atomic
def answer_area(area: QualityArea, *, by: Principal, answer: str, on: date) -> QualityArea:
    """What was changed for one area of the letter."""
    review = held(area.review, by=by, actors=[Actor.COORDINATOR, Actor.CHAIR])
    if not answer.strip():
        raise DomainError("Say what was changed")
    area.answer, area.done_on = answer.strip(), on
    area.save(update_fields=["answer", "done_on"])
    record("area answered", by=by, subjects=[review.pk], detail=f"number {area.number}")
    return area
