"""Letters to key adults: that there is a notice, and nothing else."""

import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from agencies.models import Membership
from agencies.principal import NOBODY, principal_scope
from agencies.roles import GRANTS, Permission

PATIENCE = 1  # seconds: somebody waits for the page behind this
READERS = [role.value for role, granted in GRANTS.items() if Permission.NOTICE_RECEIVE in granted]
logger = logging.getLogger("linnet.encompass")


def tell_soon() -> None:
    """Once what is being done is stored, ask a worker to write the letters. Without a broker, beat asks later."""
    transaction.on_commit(_ask)


def _ask() -> None:
    try:
        with tell_key_adults.app.connection_for_write(connect_timeout=PATIENCE) as broker:
            tell_key_adults.apply_async(connection=broker, retry=False)  # type: ignore[call-arg]
    except OperationalError:
        logger.warning("letters to schools could not be queued")


@shared_task(ignore_result=True)
def tell_key_adults() -> int:
    """Write once to the key adults of every school with a notice that they were not told about; how many letters.

    Several notices make one letter, without a number. If a letter cannot be sent, the next run tries again.
    """
    with principal_scope(NOBODY):
        with connection.cursor() as cursor:
            cursor.execute("SELECT access.claim_untold_notices(%s)", [timezone.now()])
            agencies = [agency_id for (agency_id,) in cursor.fetchall()]
        readers = Membership.objects.live().filter(agency_id__in=agencies, role__in=READERS)
        addresses = sorted(set(readers.values_list("user__email", flat=True)))
        body = f"There is a new notice. Sign in to {settings.PRODUCT_NAME} to read it."
        for address in addresses:
            send_mail("There is a new notice", body, None, [address])
    return len(addresses)
