"""Crimes that a police system sends: up to 200 in one call, each with its own result, once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.once import OtherBody, digest_of, first_come
from incidents.models import CrimeImport
from incidents.selectors import force_of
from incidents.services.steps import in_words
from incidents.services.taking import KINDS, Verdict, judge, lock_force, take

RESULTS = {"new": "created", "same": "unchanged", "changed": "outcome_updated", "wrong": "refused"}


@transaction.atomic
def send_crimes(
    items: Sequence[Mapping[str, str]], *, by: Principal, key: str, at: datetime
) -> tuple[dict[str, Any], bool]:
    """Take crimes in, those that are right, and say what became of each: (the answer, whether it is said again).

    Raises OtherBody where the key came with other crimes, and Conflict while the first request is still at work.
    """
    claim, is_new = _claim(items, by=by, key=key, at=at)
    if not is_new:
        record("crime answer said again", by=by, subjects=[claim.pk])
        return claim.answer, True
    force = force_of(by)
    lock_force(by)
    counted = Counter(each.get("crime_ref", "").strip().upper() for each in items)
    twice = frozenset(reference for reference, times in counted.items() if times > 1)
    rows = [(place, item, True) for place, item in enumerate(items)]
    verdicts = judge(rows, by=by, force=force, twice=twice, at=at)
    take(claim, verdicts, by=by, force=force, at=at)
    settled = Counter(dict.fromkeys(KINDS, 0)) + Counter(each.kind for each in verdicts)
    answer = _answer(verdicts)
    settled_now = {kind: settled[kind] for kind in KINDS}
    CrimeImport.objects.filter(pk=claim.pk).update(settled=settled_now, answer=answer, done_rows=len(items))
    record("crimes sent", by=by, subjects=[claim.pk], detail=in_words(settled_now))
    return answer, False


def _answer(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Places and codes, and not a word of what was sent."""
    results = [
        {
            "item": each.number,
            "result": RESULTS[each.kind],
            "errors": [{"field": problem.column or "item", "message": problem.message} for problem in each.problems],
        }
        for each in verdicts
    ]
    counted = Counter(each["result"] for each in results)
    return {"results": results, **{result: counted[result] for result in RESULTS.values()}}


def _claim(items: Sequence[Mapping[str, str]], *, by: Principal, key: str, at: datetime) -> tuple[CrimeImport, bool]:
    """The row of this key, and whether it is ours. The insert comes first: a second request waits for the first."""
    digest = digest_of(items)
    row = CrimeImport(
        agency_id=by.agency_id, route=CrimeImport.Route.API, sent_at=at, started_at=at, status_at=at,
        status=CrimeImport.Status.DONE, rows=len(items), key=key, request_sha256=digest,
    )  # fmt: skip
    with first_come():
        CrimeImport.objects.bulk_create([row], ignore_conflicts=True)
    claim = CrimeImport.objects.visible_to(by).get(key=key)
    if claim.request_sha256 != digest:
        raise OtherBody("This Idempotency-Key was used for other crimes. Use a new key for each batch.")
    return claim, claim.pk == row.pk
