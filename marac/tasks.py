"""Letters that say only that a meeting waits for an answer, and counts by the figures worker. They name nobody."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from agencies.models import Membership
from agencies.principal import NOBODY, principal_scope
from agencies.roles import GRANTS, Permission
from common.days import day_and_month
from marac import counting
from marac.models import ReturnCount

PATIENCE = 1  # seconds: somebody waits for the page behind this
logger = logging.getLogger("linnet.marac")


def ask_to_answer(agency_id: int, day: date, cases: Iterable[object]) -> None:
    """Ask a worker to write to those of an agency who see one of these cases.

    A broker that is down loses a letter; the request stands in their list.
    """
    keys = sorted(map(str, cases))
    try:
        with answers_are_waited_for.app.connection_for_write(connect_timeout=PATIENCE) as broker:
            answers_are_waited_for.apply_async((agency_id, day.isoformat(), keys), connection=broker, retry=False)  # type: ignore[call-arg]
    except OperationalError:
        logger.warning("a reminder could not be queued")


def something_waits(agency_id: int, cases: Iterable[object]) -> None:
    """Tell those who speak for an agency and see one of these cases that there is something to read or to do.

    Once this is safely stored. Whoever sees none of them is not told: there would be nothing new for them to find.
    """
    transaction.on_commit(partial(_queue_something, agency_id, sorted(map(str, cases))))


def _queue_something(agency_id: int, cases: list[str]) -> None:
    try:
        with there_is_something_new.app.connection_for_write(connect_timeout=PATIENCE) as broker:
            there_is_something_new.apply_async((agency_id, cases), connection=broker, retry=False)  # type: ignore[call-arg]
    except OperationalError:
        logger.warning("a notice could not be queued")


@shared_task(ignore_result=True)
def there_is_something_new(agency_id: int, cases: list[str]) -> None:
    """Write to those who speak for an agency. Nothing is attached, and nobody is named."""
    name = settings.PRODUCT_NAME
    for address in _speak_for(agency_id, cases):
        body = f"There is something new for your agency in {name}. Sign in to read it."
        send_mail(f"Something new in {name}", body, None, [address])


def _speak_for(agency_id: int, cases: list[str]) -> list[str]:
    """The addresses of those who do, and who see one of the cases."""
    return _who(agency_id, cases, Permission.RESEARCH_ANSWER)


def _who(agency_id: int, cases: list[str], may: Permission) -> list[str]:
    """The addresses of those of an agency who have a right, and who see one of the cases."""
    roles = [role for role, rights in GRANTS.items() if may in rights]
    people = Membership.objects.of_agency(agency_id).live().filter(role__in=roles)
    addresses = dict(people.values_list("user_id", "user__email"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.may_hear_of(%s, %s::uuid[])", [list(addresses), cases])
        return [addresses[user] for user in cursor.fetchone()[0]]


@shared_task(ignore_result=True)
def answers_are_waited_for(agency_id: int, day: str, cases: list[str]) -> None:
    """Write to those who answer for an agency. How many answers are missing is nobody's business on a lock screen."""
    due, name = date.fromisoformat(day), settings.PRODUCT_NAME
    body = f"Answers from your agency are due on {day_and_month(due)}. Sign in to {name} to give them."
    for address in _speak_for(agency_id, cases):
        send_mail(f"Answers are waited for in {name}", body, None, [address])


@shared_task(ignore_result=True)
def chase_transfers() -> int:
    """Write once to the teams whose pack another area has not acknowledged by its day; returns how many letters.

    Who was sent on and where stands in their list: a letter names nobody, and goes to those who see the case.
    """
    with principal_scope(NOBODY):
        cases: dict[int, list[str]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM access.claim_late_transfers(%s, %s)", [timezone.localdate(), timezone.now()])
            for agency, case in cursor.fetchall():
                cases[agency].append(str(case))
        found = {address for agency, held in cases.items() for address in _who(agency, held, Permission.MEETING_RUN)}
        name = settings.PRODUCT_NAME
        for address in sorted(found):
            body = f"Another area has not acknowledged what your team sent. Sign in to {name} to see what to do."
            send_mail(f"A receipt is missing in {name}", body, None, [address])
    return len(found)


def ask_to_count(count_id: int) -> None:
    """Ask the figures worker to count a return. A broker that is down loses the message; the page asks again."""
    try:
        with count_return.app.connection_for_write(connect_timeout=PATIENCE) as broker:
            count_return.apply_async((count_id,), connection=broker, retry=False)  # type: ignore[call-arg]
    except OperationalError:
        logger.warning("a count could not be queued")


@shared_task(ignore_result=True)
def count_return(count_id: int) -> None:
    """As linnet_batch: count what was asked for. Delivered twice, it counts twice and says the same."""
    with principal_scope(NOBODY):
        asked = ReturnCount.objects.select_related("forum__area").filter(pk=count_id).first()
        if asked is not None:
            counting.count_return(asked, at=timezone.now())
