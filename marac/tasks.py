"""Letters that say only that a meeting waits for an answer. They name nobody and nothing."""

import logging
from datetime import date

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from kombu.exceptions import OperationalError

from agencies.models import Membership
from agencies.roles import GRANTS, Permission

PATIENCE = 1  # seconds: somebody waits for the page behind this
logger = logging.getLogger("linnet.marac")


def ask_to_answer(agency_id: int, day: date) -> None:
    """Ask a worker to write to an agency. A broker that is down loses a letter; the request stands in their list."""
    try:
        with answers_are_waited_for.app.connection_for_write(connect_timeout=PATIENCE) as broker:
            answers_are_waited_for.apply_async((agency_id, day.isoformat()), connection=broker, retry=False)  # type: ignore[call-arg]
    except OperationalError:
        logger.warning("a reminder could not be queued")


@shared_task(ignore_result=True)
def answers_are_waited_for(agency_id: int, day: str) -> None:
    """Write to those who answer for an agency. How many answers are missing is nobody's business on a lock screen."""
    roles = [role for role, rights in GRANTS.items() if Permission.RESEARCH_ANSWER in rights]
    people = Membership.objects.of_agency(agency_id).live().filter(role__in=roles).select_related("user")
    due, name = date.fromisoformat(day), settings.PRODUCT_NAME
    body = f"Answers from your agency are due on {due:%A} {due.day} {due:%B}. Sign in to {name} to give them."
    for member in people:
        send_mail(f"Answers are waited for in {name}", body, None, [member.user.email])
