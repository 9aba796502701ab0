"""What the worker does for an import, in the name of whoever started it. Messages carry keys; all may come twice.

Logs hold the class of an error and never its text (config.logging): the database quotes rows in its messages.
"""

import logging
import uuid

from celery import Task, shared_task
from django.utils import timezone

from agencies.models import Membership
from agencies.principal import NOBODY, Principal, principal_scope
from incidents import services
from incidents.models import CrimeImport
from incidents.sheets import Sheet

logger = logging.getLogger("linnet.incidents")


@shared_task(bind=True)
def bring_in(self: Task, import_id: str, *, by: int) -> None:
    """Bring an import's rows in, batch by batch, each in a transaction of its own, so that pages can say how far it is.

    What was finished, taken over or given up is left alone, and so is an import whose sender's right has ended.
    """
    redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    try:
        principal = Principal.from_membership(by)
    except Membership.DoesNotExist:
        return
    with principal_scope(principal):
        batch = services.claim_import(uuid.UUID(import_id), by=principal, at=timezone.now(), is_redelivered=redelivered)
    if batch is not None:
        _work(batch, principal)


def _work(batch: CrimeImport, principal: Principal) -> None:
    try:
        with principal_scope(principal):
            sheet = services.sheet_of(batch, by=principal)
        while _one_batch(batch, sheet, principal):
            pass
    except services.Overtaken:
        logger.warning("an import was taken over", extra={"task": "bring_in"})
    except Exception:
        logger.exception("an import was stopped", extra={"task": "bring_in"})
        with principal_scope(principal):
            services.stop_import(batch, by=principal, at=timezone.now())


def _one_batch(batch: CrimeImport, sheet: Sheet, principal: Principal) -> bool:
    with principal_scope(principal):
        return services.take_batch(batch, sheet, by=principal, at=timezone.now())


@shared_task
def sweep() -> None:
    """Send again what nobody works on any more, and forget files that are no longer needed."""
    with principal_scope(NOBODY):
        left = services.unfinished(at=timezone.now())
        services.forget_files(at=timezone.now())
    for import_id, member_id in left:
        try:
            principal = Principal.from_membership(member_id)
        except Membership.DoesNotExist:
            continue  # a colleague can stop it or go on with it
        with principal_scope(principal):
            services.requeue_import(import_id, by=principal, at=timezone.now())
