"""Reminders of dates in reviews: that there is something to do, never about whom; and what goes at night."""

import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from agencies.models import Membership
from agencies.principal import NOBODY, Principal, principal_scope
from agencies.roles import GRANTS, Permission
from dhr.presenters.reviews import due_in
from dhr.services import dispose_reviews, remind

REMINDED = [
    role.value for role, granted in GRANTS.items() if granted & {Permission.REVIEW_RUN, Permission.REVIEW_DECIDE}
]
logger = logging.getLogger("linnet.dhr")


@shared_task
def remind_of_dates() -> None:
    """Each morning: whoever runs or decides reviews is told of dates within a week, each once, in their own scope."""
    for membership in Membership.objects.live().filter(role__in=REMINDED).select_related("user"):
        remind_member(membership)


def remind_member(membership: Membership) -> int:
    """Tell one person what is new; returns how many dates. The letter counts them and names nobody."""
    principal, today = Principal.of(membership), timezone.localdate()
    with principal_scope(principal):
        new = sum(
            remind(due.review, by=principal, kind=due.kind, due_on=due.on, today=today)
            for due in due_in(principal, today=today)
        )
    if new:
        _write(membership.user.email, new)
    return new


@shared_task(ignore_result=True)
def dispose() -> None:
    """Each night: reviews whose last day has passed, unless a hold stands on them."""
    with principal_scope(NOBODY):
        dispose_reviews(by=NOBODY)


def _write(address: str, count: int) -> None:
    text = (
        f"{count} date{'' if count == 1 else 's'} in your work need{'s' if count == 1 else ''} you within a week, "
        f"or passed already.\n\nSign in to {settings.PRODUCT_NAME} and open “Reviews”.\n"
    )
    try:
        send_mail(f"{settings.PRODUCT_NAME}: dates", text, settings.DEFAULT_FROM_EMAIL, [address])
    except OSError as error:
        logger.warning("a reminder was not sent", extra={"error": type(error).__name__})
