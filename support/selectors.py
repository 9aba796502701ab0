"""What other rooms and pages read of support."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agencies.models import User
from agencies.principal import Principal
from support.models import Episode
from support.services.episodes import colleagues


@dataclass(frozen=True)
class NotContacted:
    """Nobody of the service has spoken to this person yet: a risk of its own. ``told``: the service said so itself."""

    case_id: UUID
    since: datetime
    tries: int
    told: bool

    @property
    def words(self) -> str:
        """For a list of risks."""
        tries = f"{self.tries} {'try' if self.tries == 1 else 'tries'}" if self.tries else "not tried yet"
        return f"The adviser service has not reached the person: {tries}."


def not_contacted(cases: Iterable[UUID], *, principal: Principal) -> dict[UUID, NotContacted]:
    """Of these cases, those whose person no adviser has spoken to; by case. One query, whatever their number."""
    found = Episode.objects.visible_to(principal).not_contacted().filter(case_id__in=list(cases))
    return {
        row.case_id: NotContacted(row.case_id, row.received_at, row.tries, row.silence_told_at is not None)
        for row in found.order_by("-received_at")
    }


def advisers_with_caseload(principal: Principal) -> QuerySet[User]:
    """The advisers of the principal's agency, each with the number of open episodes that are theirs."""
    own = Episode.objects.worked_by(principal).open().filter(adviser_id=OuterRef("pk"))
    counted = own.order_by().values("adviser_id").annotate(n=Count("pk")).values("n")
    return colleagues(principal).annotate(caseload=Coalesce(Subquery(counted), 0))
