"""A quarter's figures, handed in to whoever buys the service, and frozen."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from common.quarters import Quarter
from support import figures
from support.models import Contract, Submission, Target
from support.outcomes import SMALLEST_BASE, Result


@transaction.atomic
def submit(contract: Contract, *, by: Principal, quarter: Quarter, why: str = "", at: datetime) -> Submission:
    """Hand in a quarter: what stands in the case records now, with the targets of that time. Never changed again.

    Handing it in again makes a further version, which says what it corrects. Raises DomainError before the quarter has
    ended, outside the contract, and for a correction without a word; Conflict where a colleague was quicker.
    """
    if by.agency_with(Permission.SUPPORT_MANAGE) != contract.service.agency_id:
        raise DomainError("Only a manager of the service hands in its figures.")
    if quarter.ends_on >= london_date(at):
        raise DomainError("This quarter has not ended. Hand it in when it has.")
    if quarter.ends_on < contract.starts_on or quarter.starts_on > contract.last_day:
        raise DomainError("The contract does not cover this quarter.")
    before = Submission.objects.visible_to(by).filter(contract=contract, starts_on=quarter.starts_on)
    version = (before.aggregate(newest=Max("version"))["newest"] or 0) + 1
    if version > 1 and not why.strip():
        raise DomainError("Say what this version corrects.")
    facts = {"figures": counted(contract, quarter), "why": why.strip() if version > 1 else ""}
    try:
        with transaction.atomic():
            made = Submission.objects.create(
                contract=contract, agency_id=contract.service.agency_id, starts_on=quarter.starts_on, version=version,
                submitted_at=at, submitted_by_id=by.user_id, **facts,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("A colleague handed in this quarter a moment ago. Reload the page.") from error
    record("figures handed in", by=by, subjects=[made.pk], detail=f"contract {contract.pk}, {quarter.slug}, v{version}")
    return made


def counted(contract: Contract, quarter: Quarter) -> dict[str, Any]:
    """The figures of a quarter as they are handed in: what is too small to be shown is not in them at all."""
    start, end = quarter.starts_on, quarter.ends_on
    asked = targets_on(contract, end)
    taken = figures.intake(contract.service, start=start, end=end)
    found = figures.results(contract.service, start=start, end=end)
    return {
        "measures": [_measure(each, asked.get(code)) for code, each in found.items()],
        "engagement": _measure(taken.engagement, None),
        "referrals": taken.referrals,
        "middle_days": taken.middle_days if taken.tried >= SMALLEST_BASE else None,
    }


def targets_on(contract: Contract, day: date) -> Mapping[str, int]:
    """What a contract asks of each measure on a day, per cent: the newest row of each."""
    rows = Target.objects.filter(contract=contract, starts_on__lte=day)
    newest = rows.order_by("measure", "-starts_on").distinct("measure")
    return dict(newest.values_list("measure", "percent"))


def _measure(found: Result, target: int | None) -> dict[str, Any]:
    """One measure. ``good`` is None below the smallest base, so that nobody can be recognised in it later either."""
    shown = found.share is not None
    return {
        "measure": found.measure,
        "good": found.good if shown else None,
        "base": found.base if shown else None,
        "eligible": found.eligible,
        "closed": found.closed,
        "target": target,
    }
