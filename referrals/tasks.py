"""Letters that say only that there is something to read; and what is disposed of at night."""

import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from kombu.exceptions import OperationalError

from agencies.models import User
from agencies.principal import NOBODY, principal_scope
from referrals.services.disposal import dispose_drafts, dispose_idempotency_keys

PATIENCE = 1  # seconds: somebody waits for the page behind this
logger = logging.getLogger("linnet.referrals")


def tell(user_id: int) -> None:
    """Ask a worker to write to somebody. A broker that is down loses a letter, never a decision."""
    try:
        with say_something_is_new.app.connection_for_write(connect_timeout=PATIENCE) as broker:
            say_something_is_new.apply_async((user_id,), connection=broker, retry=False)  # type: ignore[call-arg]
    except OperationalError:
        logger.warning("a notice could not be queued")


@shared_task(ignore_result=True)
def say_something_is_new(user_id: int) -> None:
    """Tell somebody that there is something new for them. Names nobody and nothing: e-mail is read by others too."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        name = settings.PRODUCT_NAME
        body = f"There is something new for you in {name}. Sign in to read it."
        send_mail(f"Something new in {name}", body, None, [user.email])


@shared_task(ignore_result=True)
def dispose() -> None:
    """Each night: drafts that nobody sent, and keys of requests that nobody will send again."""
    with principal_scope(NOBODY):
        dispose_drafts(by=NOBODY)
        dispose_idempotency_keys(by=NOBODY)
