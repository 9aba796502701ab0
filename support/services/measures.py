"""Measures at intake, at reviews and at exit. A worker's opinion never becomes the person's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import DomainError
from support import outcomes
from support.models import Episode, Measurement
from support.querysets import MEASURED
from support.services.episodes import review_risk

Moment, Stage = Measurement.Moment, Episode.Stage
SUPPORTED = (Stage.ENGAGED, Stage.ACTIVE)


@dataclass(frozen=True)
class Said:
    """What a form of measures says. ``found``: whether there was abuse, or why that is not known; ``abuse``: which."""

    respondent: str
    found: str
    done_on: date
    abuse: Sequence[str] = ()
    risk: str = ""
    safe: str = ""
    qol: str = ""
    worker_note: str = ""


@transaction.atomic
def measure(episode: Episode, moment: str, said: Said, *, by: Principal, at: datetime) -> Measurement:
    """Write down what was found. A second intake or exit replaces the first, which is kept.

    A review also sets when the risk is looked at next. Raises DomainError where the episode is not at that point, for a
    day to come, and for an answer that whoever gave it cannot give.
    """
    row = Episode.objects.locked(episode.pk)
    _ensure_may_measure(row, moment)
    if said.done_on > london_date(at):
        raise DomainError("The date must be today or in the past.")
    answers = _answers(moment, said)
    if moment != Moment.REVIEW:
        Measurement.objects.in_force().filter(episode=row, moment=moment).update(replaced_at=at)
    made = Measurement.objects.create(
        episode=row,
        moment=moment,
        version=outcomes.MEASURE_VERSION,
        done_on=said.done_on,
        respondent=said.respondent,
        found=said.found,
        abuse=sorted(said.abuse) if said.found == outcomes.SOME else [],
        worker_note=said.worker_note.strip(),
        recorded_at=at,
        recorded_by_id=by.user_id,
        **answers,
    )
    record("outcomes recorded", by=by, subjects=[made.pk, row.pk, row.case_id], detail=moment)
    if moment == Moment.REVIEW:
        review_risk(row, by=by, at=at)
    return made


def may_measure(episode: Episode, moment: str) -> bool:
    """Whether the episode is at a point where this is asked."""
    if episode.is_open:
        return episode.stage in SUPPORTED
    return moment != Moment.REVIEW and episode.engaged_at is not None and episode.reason in MEASURED


def _ensure_may_measure(row: Episode, moment: str) -> None:
    if moment not in Moment.values:
        raise DomainError("Select what you are recording.")
    if not may_measure(row, moment):
        raise DomainError("Only somebody who was engaged is asked, and at the end only after some endings.")


def _answers(moment: str, said: Said) -> dict[str, str]:
    """The four measures, checked against their scales and against who answered. None at intake."""
    if said.found not in Measurement.Found.values or said.respondent not in Measurement.Respondent.values:
        raise DomainError("Say who answered, and whether there was abuse or why that is not known.")
    if said.found == outcomes.SOME and (not said.abuse or set(said.abuse) - set(outcomes.ABUSE)):
        raise DomainError("Select which kinds of abuse there were.")
    if moment == Moment.INTAKE:
        return {}
    answers = {
        outcomes.CESS: outcomes.cessation(said.found),
        outcomes.RISK: said.risk,
        outcomes.SAFE: said.safe,
        outcomes.QOL: said.qol,
    }
    try:
        for measure_code, answer in answers.items():
            by = outcomes.ADVISER if measure_code == outcomes.RISK else said.respondent
            outcomes.Answer(measure_code, answer, by)
    except ValueError as error:
        raise DomainError(f"{error} Select “Not asked”, and put what you think into the worker’s note.") from error
    return answers
