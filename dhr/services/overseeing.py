"""Recommendations overseen: sent to a national body, chased, merged, shown better, and their milestones."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from dhr.models import Milestone, Recommendation
from dhr.services.recommendations import RUN, S, hold, may_run, mine, move
from dhr.services.steps import NotYours
from dhr.states import Actor


@transaction.atomic
def send_to_national(recommendation: Recommendation, *, by: Principal, to: str, on: date) -> Recommendation:
    """Nobody here can do it: it goes to a national body, and its reply is chased."""
    hold(recommendation, by=by, actors=RUN)
    row = Recommendation.objects.locked(recommendation.pk)
    if row.scope != Recommendation.Scope.NATIONAL or not to.strip():
        raise DomainError("Only a national recommendation is sent on, to a body that you name.")
    row.sent_to, row.sent_on = to.strip(), on
    move(row, S.NATIONAL_SENT)
    record("recommendation sent on", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def chase_national(
    recommendation: Recommendation, *, by: Principal, on: date, reply: str = "", is_acknowledged: bool = False
) -> Recommendation:
    """Asked again, or answered."""
    hold(recommendation, by=by, actors=RUN)
    row = Recommendation.objects.locked(recommendation.pk)
    if row.status != S.NATIONAL_SENT:
        raise DomainError("This recommendation was not sent to a national body.")
    row.reply = reply.strip() or row.reply
    row.acknowledged_on = row.acknowledged_on or (on if is_acknowledged or reply.strip() else None)
    if not (reply.strip() or is_acknowledged):
        row.chased_on = [*row.chased_on, on]
    row.save()
    record("national body chased", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def merge_recommendations(
    kept: Recommendation, *, by: Principal, others: Sequence[Recommendation]
) -> list[Recommendation]:
    """The same recommendation from several reviews is worked on once: the others point to the one that is kept."""
    for each in (kept, *others):
        hold(each, by=by, actors=RUN)
    if kept.status in (S.SUPERSEDED, S.NOT_ACCEPTED) or any(each.pk == kept.pk for each in others):
        raise DomainError("Choose one that is still worked on, and another to merge into it.")
    done = []
    for each in others:
        row = Recommendation.objects.locked(each.pk)
        row.superseded_by = kept
        move(row, S.SUPERSEDED)
        done.append(row)
    record("recommendations merged", by=by, subjects=[kept.pk, *(row.pk for row in done)])
    return done


@transaction.atomic
def show_better(recommendation: Recommendation, *, by: Principal, rag: str, reason: str) -> Recommendation:
    """The partnership's chair shows it better than it was worked out, with a reason. Both stay on record."""
    hold(recommendation, by=by, actors=[Actor.PARTNERSHIP])
    row = Recommendation.objects.locked(recommendation.pk)
    if rag and not reason.strip():
        raise DomainError("Say why it is better than its dates say")
    row.rag_override, row.rag_override_reason, row.rag_override_by_id = rag, reason.strip(), by.user_id
    row.save()
    record("standing overridden", by=by, subjects=[row.pk], detail=rag)
    return row


@transaction.atomic
def finish_milestone(milestone: Milestone, *, by: Principal, on: date) -> Milestone:
    """A step on the way is done."""
    row = Recommendation.objects.locked(milestone.recommendation_id)
    if mine(row, by) is None and not may_run(row, by):
        raise NotYours("Your agency has no part in this recommendation.")
    milestone.done_on = on
    milestone.save(update_fields=["done_on"])
    record("milestone done", by=by, subjects=[row.pk])
    return milestone
