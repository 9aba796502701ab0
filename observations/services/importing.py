"""The life of a file of figures: checked, brought in, thrown away, undone. What was published is never overwritten."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common import sheets
from common.dates import london_date
from common.errors import Conflict, DomainError
from observations.models import FigureImport, Geography, Indicator, Observation
from observations.rows import LAYOUT, Facts
from observations.services.judging import Judged, Verdict, judge, place_of

Status = FigureImport.Status
KEPT = 500  # problems and warnings


@transaction.atomic
def check_figures(
    body: bytes, *, by: Principal, at: datetime, new_places: bool = False, new_indicators: bool = False
) -> FigureImport:
    """Read a file and say what it would do. No figure is written.

    Raises DomainError, and keeps nothing, for a file that cannot be used as a whole.
    """
    batch = FigureImport(
        body=body, sha256=hashlib.sha256(body).hexdigest(), sent_by_id=by.membership_id, sent_at=at, status_at=at,
        creates_geographies=new_places, creates_indicators=new_indicators,
    )  # fmt: skip
    judged = judged_file(batch, at=at)
    batch.rows = len(judged.verdicts)
    _note(batch, judged)
    batch.save(force_insert=True)
    record("figures checked", by=by, subjects=[batch.pk], detail=_in_words(judged))
    return batch


def judged_file(batch: FigureImport, *, at: datetime) -> Judged:
    """What the file of an import would do now. Raises DomainError for one that cannot be used as a whole."""
    try:
        lines = sheets.read(bytes(batch.body), LAYOUT)
    except sheets.Unreadable as error:
        raise DomainError(str(error)) from error
    asked = {"new_places": batch.creates_geographies, "new_indicators": batch.creates_indicators}
    return judge(lines, today=london_date(at), **asked)


@transaction.atomic
def bring_in_figures(batch: FigureImport, *, by: Principal, at: datetime) -> FigureImport:
    """Write the rows that are right; the wrong are left out. A figure that says otherwise supersedes the one before.

    Raises DomainError where nothing is new, and where the import is not waiting for this.
    """
    locked = _lock(batch)
    _move(locked, Status.DONE, at=at)
    judged = judged_file(locked, at=at)
    if not judged.to_write:
        raise DomainError("There is nothing to bring in: no row of this file is new or a correction.")
    _write(locked, judged.to_write)
    _note(locked, judged)
    locked.save(update_fields=["status", "status_at", "counts", "problems", "warnings"])
    record("figures brought in", by=by, subjects=[batch.pk], detail=_in_words(judged))
    return locked


@transaction.atomic
def discard_figures(batch: FigureImport, *, by: Principal, at: datetime) -> None:
    """Throw a checked file away. Nothing was brought in."""
    locked = _lock(batch)
    _move(locked, Status.DISCARDED, at=at)
    locked.body = b""
    locked.save(update_fields=["status", "status_at", "body"])
    record("figures thrown away", by=by, subjects=[batch.pk])


@transaction.atomic
def undo_figures(batch: FigureImport, *, by: Principal, at: datetime) -> int:
    """Take back what an import brought in; what it superseded is in force again. Returns how many rows went.

    Raises DomainError where a later file corrects one of them: that has to be undone first.
    """
    locked = _lock(batch)
    _move(locked, Status.UNDONE, at=at)
    brought = Observation.objects.filter(batch=locked, is_taken_back=False)
    if brought.exclude(superseded_by=None).exists():
        raise DomainError("A later file corrects some of these figures. Undo that one first.")
    keys = list(brought.select_for_update().values_list("pk", flat=True))
    Observation.objects.filter(pk__in=keys).update(is_taken_back=True)
    Observation.objects.filter(superseded_by__in=keys).update(superseded_by=None)
    locked.save(update_fields=["status", "status_at"])
    record("figures taken back", by=by, subjects=[batch.pk], detail=f"{len(keys)} rows")
    return len(keys)


def _lock(batch: FigureImport) -> FigureImport:
    return FigureImport.objects.select_for_update().get(pk=batch.pk)


def _move(batch: FigureImport, status: Status, *, at: datetime) -> None:
    batch.LIFECYCLE.ensure(Status(batch.status), status)
    batch.status, batch.status_at = status, at


def _note(batch: FigureImport, judged: Judged) -> None:
    batch.counts = judged.counts
    batch.problems, batch.warnings = judged.problems[:KEPT], list(judged.warned[:KEPT])


def _in_words(judged: Judged) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in judged.counts.items())


def _write(batch: FigureImport, verdicts: list[Verdict]) -> None:
    """All rows of a file. What is superseded steps back first, so that at no moment two figures are in force."""
    places, indicators = _places(verdicts), _indicators(verdicts)
    rows, taken = [], {}
    for verdict in verdicts:
        assert verdict.facts is not None, "only rows that are right are written"
        row = _row(batch, verdict.facts, places, indicators)
        rows.append(row)
        if verdict.replaces:
            taken[verdict.replaces] = row.pk
    older = list(Observation.objects.select_for_update().filter(pk__in=taken, superseded_by=None))
    if len(older) != len(taken):
        raise Conflict("Somebody brought in the same figures a moment ago. Check the file again.")
    for figure in older:
        figure.superseded_by_id = taken[figure.pk]
    Observation.objects.bulk_update(older, ["superseded_by"], batch_size=500)
    Observation.objects.bulk_create(rows, batch_size=500)


def _row(
    batch: FigureImport, facts: Facts, places: dict[tuple[str, str], list[tuple]], indicators: dict[str, UUID]
) -> Observation:
    value = facts.value
    return Observation(
        pk=uuid4(), batch=batch, indicator_id=indicators[facts.indicator], geography_id=place_of(facts, places),
        starts_on=facts.starts_on, ends_on=facts.ends_on, part=facts.part, kind=facts.kind, value=value.number,
        places=value.places, printed=facts.printed, missing=value.missing, as_at=facts.as_at, source=facts.source,
        note=facts.note,
    )  # fmt: skip


def _places(verdicts: list[Verdict]) -> dict[tuple[str, str], list[tuple]]:
    """Every place that the rows need; those that are unknown are made."""
    known = Geography.objects.by_key()
    for verdict in verdicts:
        assert verdict.facts is not None, "only rows that are right are written"
        if place_of(verdict.facts, known) is None:
            kind, code, name = verdict.facts.geography
            Geography.objects.create(kind=kind, code=code, name=name)
            known = Geography.objects.by_key()
    return known


def _indicators(verdicts: list[Verdict]) -> dict[str, UUID]:
    """Likewise every indicator. A new one is named by its code until somebody describes it."""
    known = dict(Indicator.objects.values_list("code", "pk"))
    for facts in (verdict.facts for verdict in verdicts if verdict.facts):
        if facts.indicator not in known:
            unit = facts.kind if facts.kind in Indicator.Unit.values else Indicator.Unit.COUNT
            made = Indicator.objects.create(code=facts.indicator, name=name_of(facts.indicator), unit=unit)
            known[facts.indicator] = made.pk
    return known


def name_of(code: str) -> str:
    """A code in words, until somebody gives the indicator its name."""
    return code.replace("_", " ").capitalize()
