"""Dip samples: drawn by chance, scored against the ten principles, finished, and followed up."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import DipSample, Forum, Hearing, SampleAction, SampledCase, SampleScore
from marac.principles import NAMES
from marac.sampling import MOST, NEEDS_NOTE, SCORES, draw


@transaction.atomic
def draw_sample(forum: Forum, *, by: Principal, starts_on: date, ends_on: date, wanted: int, at: datetime) -> DipSample:
    """Draw so many of the cases heard at the meetings of these days, of those that the principal may see.

    Raises DomainError for another team's forum, days that cannot be, a number out of range and where nothing was heard.
    """
    if not Forum.objects.run_by(by).filter(pk=forum.pk).exists():
        raise DomainError("Only those who run this forum draw a sample.")
    if ends_on < starts_on or ends_on > london_date(at):
        raise DomainError("The last day must not be before the first, or still to come.")
    if not 1 <= wanted <= MOST:
        raise DomainError(f"Enter a number from 1 to {MOST}")
    heard = Hearing.objects.visible_to(by).filter(
        meeting__forum=forum, meeting__held_on__range=(starts_on, ends_on), status=Hearing.Status.HEARD
    )
    drawn = draw(list(heard.order_by("pk")), wanted)
    if not drawn:
        raise DomainError("No case was heard in these days. Choose other days.")
    made = DipSample.objects.create(
        forum=forum, starts_on=starts_on, ends_on=ends_on, wanted=wanted, drawn_at=at, drawn_by_id=by.user_id
    )
    SampledCase.objects.bulk_create(SampledCase(sample=made, hearing=each, case_id=each.case_id) for each in drawn)
    record("sample drawn", by=by, subjects=[made.pk, *(each.case_id for each in drawn)])
    return made


@transaction.atomic
def score_sample(
    sample: DipSample, *, by: Principal, scores: Mapping[int, tuple[str, str]], is_final: bool, at: datetime
) -> DipSample:
    """Keep a score and a note by the number of the principle; with the last of them the sample can be finished.

    Raises Conflict for one that is finished, DomainError for a score that there is not; to finish also without a score
    for each of the ten, and without a note where a principle is not met or met in part.
    """
    row = DipSample.objects.visible_to(by).locked(sample.pk)
    if row.finished_at is not None:
        raise Conflict("This sample is finished. Load the page again to read it.")
    wanted = range(1, len(NAMES) + 1)
    if any(number not in wanted or (score and score not in SCORES) for number, (score, _) in scores.items()):
        raise DomainError("Select one of the scores")
    for number, (score, note) in scores.items():
        kept = {"score": score, "note": note.strip()}
        SampleScore.objects.update_or_create(sample=row, number=number, defaults=kept)
    if is_final:
        _ensure_whole(row)
        row.finished_at, row.finished_by_id = at, by.user_id
        row.save(update_fields=["finished_at", "finished_by"])
    record("sample finished" if is_final else "sample scored", by=by, subjects=[row.pk])
    return row


def _ensure_whole(sample: DipSample) -> None:
    scored = {each.number: each for each in sample.scores.exclude(score="")}
    missing = [str(number) for number in range(1, len(NAMES) + 1) if number not in scored]
    if missing:
        raise DomainError(f"Select a score for each principle. Missing: {', '.join(missing)}")
    unsaid = [str(number) for number, each in scored.items() if each.score in NEEDS_NOTE and not each.note]
    if unsaid:
        raise DomainError(
            f"Enter why, where a principle is not met or partly met: {', '.join(sorted(unsaid, key=int))}"
        )


@transaction.atomic
def add_sample_action(
    sample: DipSample, *, by: Principal, text: str, owner_agency: Agency, due_on: date, at: datetime
) -> SampleAction:
    """Write down what one agency does because of a sample. Raises DomainError without words and for a day that was."""
    row = DipSample.objects.visible_to(by).locked(sample.pk)
    if not text.strip():
        raise DomainError("Enter what the agency will do")
    if due_on < london_date(at):
        raise DomainError("The day must be today or later")
    made = SampleAction.objects.create(
        sample=row, text=text.strip(), owner_agency=owner_agency, due_on=due_on, added_at=at, added_by_id=by.user_id
    )
    record("sample action agreed", by=by, subjects=[made.pk, row.pk])
    return made


@transaction.atomic
def finish_sample_action(action: SampleAction, *, by: Principal, at: datetime) -> SampleAction:
    """Say that it was done. Raises Conflict where that was said before."""
    waiting = SampleAction.objects.visible_to(by).filter(pk=action.pk, done_on=None)
    if not waiting.update(done_on=london_date(at), done_by_id=by.user_id):
        raise Conflict("This was done already.")
    record("sample action done", by=by, subjects=[action.pk, action.sample_id])
    return SampleAction.objects.visible_to(by).get(pk=action.pk)
