"""Which episodes of support a principal may see, in the words of the row policy; and how lists are cut."""

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission
from cases.querysets import not_excluded
from common.errors import Conflict
from common.keyset import DayKey

CLOSED = "closed"  # Episode.Stage; the models import this module
MEASURED = ("completed", "stepped_down", "disengaged")  # reasons after which exit is measured
BEFORE_CONTACT = ("triage", "contacting")


def _rows(app: str, model: str) -> Any:
    return apps.get_model(app, model)._default_manager


def not_hidden(principal: Principal, column: str = "case_id") -> Q:
    """No exclusion from the case, and no seal of it that does not name them: `access.hides_case`."""
    sealed = Exists(_rows("cases", "Case").filter(pk=OuterRef(column), is_sealed=True))
    named = Exists(_rows("cases", "NamedAccess").visible_to(principal).filter(content_object_id=OuterRef(column)))
    return not_excluded(principal, column) & (~Q(sealed) | Q(named))


class WaitingQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """Referrals offered to the principal's own service. The view asks the database the same."""
        return self.filter(not_hidden(principal), agency_id=principal.agency_with(Permission.SUPPORT_WORK))

    def page(self, after: DayKey | None, size: int):
        """One page, the longest waiting first, and one row more."""
        rows = self.filter(after.beyond("received_on")) if after else self
        return rows.order_by("received_on", "pk")[: size + 1]


class EpisodeQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The service's own, and those of a case in sight: its agencies know that somebody is supported."""
        cases = _rows("cases", "Case").visible_to(principal)
        own = Q(agency_id=principal.agency_with(Permission.SUPPORT_WORK)) & not_hidden(principal)
        return self.filter(own | Exists(cases.filter(pk=OuterRef("case_id"))))

    def worked_by(self, principal: Principal):
        """The episodes of the principal's own service: what is written in them is read there alone."""
        return self.filter(not_hidden(principal), agency_id=principal.agency_with(Permission.SUPPORT_WORK))

    def locked(self, pk: Any):
        """One row, for the step that changes it. Raises Conflict for one that may not be changed any more."""
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Conflict("You cannot change this. Go back to your list to see what has changed.")
        return row

    def open(self):
        """Not closed."""
        return self.exclude(stage=CLOSED)

    def without_exit(self):
        """Ended after the person was engaged, for a reason that exit is measured after, and not measured yet."""
        exits = _rows("support", "Measurement").in_force().filter(episode_id=OuterRef("pk"), moment="exit")
        ended = self.filter(stage=CLOSED, reason__in=MEASURED, engaged_at__isnull=False)
        return ended.filter(~Exists(exits))

    def held_by(self, user_id: int | None):
        """On this person's list: their own, and those they look after for somebody on leave."""
        return self.filter(holder_id=user_id)

    def due_page(self, after: DayKey | None, size: int):
        """One page by the day of the next contact, and one row more."""
        rows = self.filter(after.beyond("next_due_on")) if after else self
        return rows.order_by("next_due_on", "pk")[: size + 1]

    def late(self, today: date):
        """The next contact was due before today."""
        return self.open().filter(next_due_on__lt=today)

    def silent_since(self, moment: datetime):
        """Open, and nobody has spoken to the person since."""
        spoken = Q(last_spoke_at=None, accepted_at__lt=moment) | Q(last_spoke_at__lt=moment)
        return self.open().filter(spoken)

    def not_contacted(self):
        """Open, and nobody has spoken to the person yet."""
        return self.filter(stage__in=BEFORE_CONTACT, last_spoke_at=None)


class OfEpisodeQuerySet(QuerySet):
    """For every table that hangs on an episode: read and written by its service alone."""

    def visible_to(self, principal: Principal):
        episodes = _rows("support", "Episode").worked_by(principal)
        return self.filter(Exists(episodes.filter(pk=OuterRef("episode_id"))))


class MeasurementQuerySet(OfEpisodeQuerySet):
    def in_force(self):
        """Without what a correction has replaced."""
        return self.filter(replaced_at=None)


class AttemptQuerySet(OfEpisodeQuerySet):
    def kept(self):
        """Without those that were undone."""
        return self.filter(correction=None)


class OfAttemptQuerySet(QuerySet):
    """For what hangs on an attempt."""

    def visible_to(self, principal: Principal):
        attempts = _rows("support", "ContactAttempt").visible_to(principal)
        return self.filter(Exists(attempts.filter(pk=OuterRef("attempt_id"))))


class DraftQuerySet(OfEpisodeQuerySet):
    def visible_to(self, principal: Principal):
        """One's own, while the episode is the work of one's service."""
        return super().visible_to(principal).filter(user_id=principal.user_id)


class ContractQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """Contracts of the principal's own service, for its managers; those that the principal's agency buys; and all
        of them, for whoever keeps them.
        """
        if principal.agency_with(Permission.SETTINGS_ADMIN) is not None:
            return self.all()
        run = Q(service__agency_id=principal.agency_with(Permission.SUPPORT_MANAGE))
        return self.filter(run | Exists(_bought(principal, OuterRef("pk"))))


class SubmissionQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """What one's own service handed in, for its managers; and what was handed in to one's agency."""
        own = Q(agency_id=principal.agency_with(Permission.SUPPORT_MANAGE))
        return self.filter(own | Exists(_bought(principal, OuterRef("contract_id"))))


def _bought(principal: Principal, contract: Any) -> Any:
    through = apps.get_model("support", "Contract").commissioners.through
    return through.objects.filter(contract_id=contract, agency_id=principal.agency_with(Permission.REPORT_VIEW))


class AlertQuerySet(OfEpisodeQuerySet):
    def unsettled(self):
        """What a manager has still to look at."""
        return self.filter(settled_at=None)
