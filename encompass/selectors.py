"""Counting notices for whoever asks: the force's own page, and rooms above this one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count as Counted
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from agencies.principal import Principal
from encompass import figures
from encompass.models import EncompassIncident, Notice, School

NO_SCHOOL = School.Phase.COUNCIL.value  # of a child who has no school: what its notice was sent to


@dataclass(frozen=True)
class Trained:
    """How many establishments can be told, and how many of them have a trained key adult."""

    schools: int
    with_key_adult: int
    with_deputy: int


def notice_figures(principal: Principal, *, since: datetime, until: datetime) -> figures.Figures:
    """In time of all due, for notices of the principal's force that fell due from ``since`` to before ``until``."""
    due = Notice.objects.sent_by(principal).filter(due_at__gte=since, due_at__lt=until)
    rows = (
        due.exclude(status=Notice.Status.SUPPRESSED)
        .values(grade=F("incident__risk_grade"), phase=Coalesce("pupil_of__phase", "school__phase"))
        .annotate(due=Counted("pk"), in_time=Counted("pk", filter=Q(sent_at__lte=F("due_at"))))
    )
    counts = [figures.Count(**row) for row in rows.order_by()]
    return figures.figures(counts, grades=EncompassIncident.Grade.values, phases=School.Phase.values)


def kept_back_count(principal: Principal, *, since: datetime, until: datetime) -> int:
    """How many notices that would have been due in a period were kept back."""
    due = Notice.objects.sent_by(principal).filter(due_at__gte=since, due_at__lt=until)
    return due.filter(status=Notice.Status.SUPPRESSED).count()


def trained(*, on: date) -> Trained:
    """Schools with a trained key adult, of all that can be told on a day. Councils' officers are not counted."""
    told = School.objects.active_on(on).exclude(phase=School.Phase.COUNCIL)
    counts = told.aggregate(
        schools=Counted("pk"),
        with_key_adult=Counted("pk", filter=Q(key_adult_trained_on__lte=on)),
        with_deputy=Counted("pk", filter=Q(deputy_trained_on__lte=on)),
    )
    return Trained(**counts)
