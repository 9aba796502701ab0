"""What happens by itself. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from support.services import return_work


@shared_task
def return_after_leave() -> int:
    """Give back what was handed over for leave until a day that has passed; returns how many."""
    return return_work(today=timezone.localdate())
