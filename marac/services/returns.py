"""The national return: asked for, locked as it is sent, and restated with both figures kept."""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Max

from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from common.quarters import Quarter
from marac.models import Forum, ReturnCount, ReturnEdition
from marac.tasks import ask_to_count


@transaction.atomic
def ask_for_count(forum: Forum, *, by: Principal, quarter: Quarter, at: datetime) -> ReturnCount:
    """Ask the figures worker to count a quarter of a forum for the principal, now or again."""
    facts = {"forum": forum, "starts_on": quarter.starts_on, "reader_id": by.user_id}
    asked, is_new = ReturnCount.objects.get_or_create(**facts, defaults={"asked_at": at})
    if not is_new:
        asked.asked_at = at
        asked.save(update_fields=["asked_at"])
    record("return asked for", by=by, subjects=[asked.pk], detail=f"forum {forum.pk}, {quarter.slug}")
    transaction.on_commit(partial(ask_to_count, asked.pk))
    return asked


@transaction.atomic
def lock_return(forum: Forum, *, by: Principal, quarter: Quarter, at: datetime) -> ReturnEdition:
    """Keep the return as it is sent. Locked again after a correction, it is another edition beside the first.

    Raises DomainError before the period is over, for a forum that sends none, and where it was not counted since then;
    Conflict where nothing has changed since one locked it oneself; a colleague may see other cases.
    """
    if not forum.counts_in_return:
        raise DomainError("This forum does not count in the national return.")
    if not quarter.has_ended(london_date(at)):
        raise DomainError("The period is not over yet.")
    count = ReturnCount.objects.filter(forum=forum, starts_on=quarter.starts_on, reader=by.user_id).first()
    if count is None or not count.counted_at or not quarter.has_ended(london_date(count.counted_at)):
        raise DomainError("Count it again first: it was not counted since the period was over.")
    period = {"starts_on": quarter.starts_on, "ends_on": quarter.ends_on}
    editions = ReturnEdition.objects.filter(forum=forum, **period)
    last = editions.filter(locked_by=by.user_id).order_by("-number").first()
    if last and last.figures == count.figures:
        raise Conflict("Nothing has changed since this return was locked.")
    number = (editions.aggregate(last=Max("number"))["last"] or 0) + 1
    facts = period | {"number": number, "figures": count.figures}
    try:
        with transaction.atomic():
            made = ReturnEdition.objects.create(forum=forum, locked_at=at, locked_by_id=by.user_id, **facts)
    except IntegrityError as error:
        raise Conflict("A colleague has locked this return at the same moment.") from error
    record("return locked", by=by, subjects=[made.pk], detail=f"edition {number}")
    return made
