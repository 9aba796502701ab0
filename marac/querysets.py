"""Which meetings and actions a principal may see. Hearings hang on a case and follow it."""

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import Agency, AgencyType
from agencies.principal import Principal
from agencies.roles import Permission
from cases.querysets import ChildQuerySet
from common.errors import Conflict
from common.keyset import DayKey
from documents.querysets import StoredFileQuerySet
from marac.survey import DAYS_TO_ASK

CLOSED = ("heard", "adjourned", "sent_on")  # Hearing.Status; the models import this module
OVER = ("held", "cancelled")  # Meeting.Status
NOT_ANSWERED = ("requested", "in_progress")  # ResearchRequest.Status
READ_BY_ALL = ("", "not_minutes", "not_victim")  # limits on use, not on reading


def _forums() -> Any:
    return apps.get_model("marac", "Forum").objects


def _lock(rows: QuerySet, pk: Any) -> Any:
    """The row as it is now, kept from everybody else until the end of the transaction.

    Raises Conflict for one that may not be changed any more: the second lock takes away what the first let through.
    """
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Conflict("You cannot change this. Go back to the meeting to see what has changed.")
    return row


def _said(principal: Principal, *what: str) -> Exists:
    """Whether the principal's agency has said one of these of a hearing's flag."""
    said = apps.get_model("marac", "FlagConfirmation").objects.filter(hearing=OuterRef("pk"), what__in=what)
    return Exists(said.filter(agency_id=principal.agency_id))


class ForumQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The forums that the principal's agency coordinates or is a member of."""
        if not principal.may(Permission.MEETING_VIEW):
            return self.none()
        mine = Q(agency_id=principal.agency_id) | Q(members=principal.agency_id)
        return self.filter(pk__in=self.model._default_manager.filter(mine).values("pk"))

    def run_by(self, principal: Principal):
        """The forums whose meetings the principal may run."""
        if not principal.may(Permission.MEETING_RUN):
            return self.none()
        return self.filter(agency_id=principal.agency_id)


class MeetingQuerySet(QuerySet):
    def locked(self, pk: Any):
        """One row, for the step that changes it: two clerks may be at it."""
        return _lock(self, pk)

    def visible_to(self, principal: Principal):
        return self.filter(forum__in=_forums().visible_to(principal))._without_hidden_emergencies(principal)

    def run_by(self, principal: Principal):
        return self.filter(forum__in=_forums().run_by(principal))._without_hidden_emergencies(principal)

    def _without_hidden_emergencies(self, principal: Principal):
        """A meeting called for one case is there for those who see that case: an empty one would tell of it."""
        seen = apps.get_model("marac", "Hearing").objects.visible_to(principal).filter(meeting=OuterRef("pk"))
        return self.filter(Q(is_emergency=False) | Exists(seen))

    def scheduled(self):
        """Without those that were called for one case: nothing about the forum's rhythm may depend on them."""
        return self.filter(is_emergency=False)

    def to_come(self, day: date):
        """From a day on, and not cancelled or over."""
        return self.filter(held_on__gte=day).exclude(status__in=OVER)

    def gone(self, day: date):
        """Over, cancelled, or before a day."""
        return self.filter(Q(held_on__lt=day) | Q(status__in=OVER))


class StatementQuerySet(QuerySet):
    def in_force(self, day: date):
        """The version that is signed on a day, or None."""
        return self.filter(starts_on__lte=day).order_by("-starts_on").first()


class HearingQuerySet(ChildQuerySet):
    def locked(self, pk: Any):
        """One row, for the step that changes it: two clerks may be at it."""
        return _lock(self, pk)

    def on_agenda(self):
        """What stands on an agenda: listed, heard or adjourned there."""
        return self.exclude(status="removed")

    def in_order(self):
        """In the order of the agenda. Numbered as they are shown, so that a hidden case leaves no gap."""
        return self.order_by("position", "pk")

    def to_be_heard(self):
        return self.filter(status="listed")

    def readable_by(self, principal: Principal):
        """Hearings whose screen the principal may open: a member of the forum not before the agenda is published."""
        if not principal.may(Permission.MEETING_VIEW):
            return self.none()
        run = Q(meeting__forum__in=_forums().run_by(principal))
        return self.visible_to(principal).filter(run | Q(meeting__status__in=("published", "held")))

    def to_tell(self, principal: Principal):
        """Heard, and the principal's agency has still to tell the person what was agreed."""
        named = self.visible_to(principal).filter(victim_update_agency_id=principal.agency_with(Permission.ACTION_DO))
        return named.filter(status="heard", update=None)

    def told_by(self, principal: Principal):
        """The principal's agency has said what came of telling the person."""
        return self.visible_to(principal).filter(update__agency_id=principal.agency_with(Permission.ACTION_DO))

    def to_ask(self, principal: Principal, today: date):
        """Told lately by the principal's agency, want to be asked how it was, have a safe way, were not asked yet."""
        told = self.told_by(principal).filter(update__outcome="told", update__may_be_asked=True, survey=None)
        told = told.filter(update__done_on__gte=today - timedelta(days=DAYS_TO_ASK))
        return told.exclude(update_method__in=("", "not_safe"))

    def _asked(self, principal: Principal):
        """Heard with the instruction to flag, and the principal's agency was asked about the people before."""
        agency = principal.agency_with(Permission.RESEARCH_ANSWER)
        asked = apps.get_model("marac", "ResearchRequest").objects.filter(hearing=OuterRef("pk"), agency_id=agency)
        return self.visible_to(principal).filter(Exists(asked), status="heard", flag="flag")

    def to_flag(self, principal: Principal, *, day: date):
        """The principal's agency has not said yet whether its records are flagged."""
        return self._asked(principal).filter(~_said(principal, "flagged", "no_record"), flag_until__gte=day)

    def to_unflag(self, principal: Principal, *, day: date):
        """The months are over and nothing has started them again: the principal's agency takes its flag off."""
        flagged = self._asked(principal).filter(_said(principal, "flagged"), ~_said(principal, "taken_off"))
        again = apps.get_model("referrals", "Referral").objects.visible_to(principal)
        again = again.filter(case=OuterRef("case_id"), received_on__gt=OuterRef("referral__received_on"))
        return flagged.filter(~Exists(again), flag_until__lt=day)

    def left_behind(self):
        """Listed still, at a meeting that is over: whoever ended it could not see the case."""
        return self.to_be_heard().filter(meeting__status__in=OVER)


class OnwardQuerySet(QuerySet):
    """What left the area: for those who run meetings, in the agency that leads the case."""

    def visible_to(self, principal: Principal):
        led = apps.get_model("cases", "Case").objects.led_with(principal, Permission.MEETING_RUN)
        return self.filter(Exists(led.filter(pk=OuterRef("case_id"))))


class SurveyQuerySet(ChildQuerySet):
    """What people said of how it was: for the agency that asked, and the team that leads the case."""

    def visible_to(self, principal: Principal):
        led = apps.get_model("cases", "Case").objects.led_with(principal, Permission.MEETING_RUN)
        own = Q(agency_id=principal.agency_with(Permission.ACTION_DO))
        return super().visible_to(principal).filter(own | Exists(led.filter(pk=OuterRef("case_id"))))


class TransferQuerySet(OnwardQuerySet):
    def to_chase(self, today: date):
        """Nobody has acknowledged them by their day: the longest overdue first."""
        return self.filter(acknowledged_at=None, receipt_due_on__lt=today).order_by("receipt_due_on", "pk")


class ActionQuerySet(ChildQuerySet):
    def locked(self, pk: Any):
        """One row, for the step that changes it: two clerks may be at it."""
        return _lock(self, pk)

    def agreed(self):
        """Actions of hearings that are over. Until then they are being drafted, and nobody owes them."""
        return self.filter(hearing__status__in=CLOSED)

    def owned_by(self, principal: Principal):
        """What the principal's agency has agreed to do."""
        return self.visible_to(principal).agreed().filter(owner_agency_id=principal.agency_id)

    def completable_by(self, principal: Principal):
        """What the principal may say the result of: the agency's own, and those of the meetings that they run."""
        run = Q(hearing__meeting__forum__in=_forums().run_by(principal))
        own = Q(owner_agency_id=principal.agency_id) if principal.may(Permission.ACTION_DO) else Q(pk__in=[])
        return self.visible_to(principal).agreed().filter(own | run)

    def open(self):
        return self.filter(status="open")

    def by_due_date(self, after: DayKey | None = None):
        """The next to be done first, from after a key on."""
        rows = self.order_by("due_on", "pk")
        return rows.filter(after.beyond()) if after else rows


class ActionFileQuerySet(StoredFileQuerySet):
    """Files of actions. A draft of an action has none."""

    def visible_to(self, principal: Principal):
        """For whoever sees the case."""
        seen = apps.get_model("cases", "Case").objects.visible_to(principal)
        return self.filter(Exists(seen.filter(pk=OuterRef("case_id"))))


class ResearchQuerySet(ChildQuerySet):
    """Requests for research. Who sees the case sees that an agency was asked; what it said is in the parts."""

    def locked(self, pk: Any):
        """One row, for the step that changes it: two colleagues may answer at once."""
        return _lock(self, pk)

    def own(self, principal: Principal):
        """What the principal's agency was asked, and the principal may answer."""
        return self.visible_to(principal).filter(agency_id=principal.agency_with(Permission.RESEARCH_ANSWER))

    def asked_by(self, principal: Principal):
        """What the principal's team asked of others."""
        return self.visible_to(principal).filter(team_id=principal.agency_with(Permission.MEETING_RUN))

    def answerable_by(self, principal: Principal):
        """By the agency itself, or by the team for it, on the telephone."""
        own = Q(agency_id=principal.agency_with(Permission.RESEARCH_ANSWER))
        team = Q(team_id=principal.agency_with(Permission.MEETING_RUN))
        return self.visible_to(principal).filter(own | team)

    def waiting(self):
        """Not answered, for a case that is still to be heard."""
        return self.filter(status__in=NOT_ANSWERED, hearing__status="listed").exclude(hearing__meeting__status__in=OVER)

    def standing(self):
        """Of cases that have not been taken off their agenda."""
        return self.exclude(hearing__status="removed")

    def by_due_date(self):
        return self.order_by("due_on", "pk")


class ResearchPartQuerySet(QuerySet):
    """What an agency said. A draft is its own; an answer is read by those who see the case."""

    def visible_to(self, principal: Principal):
        case = apps.get_model("cases", "Case").objects.visible_to(principal)
        seen = self.filter(Exists(case.filter(pk=OuterRef("request__case_id"))))
        own = Q(request__agency_id=principal.case_agency_id)
        return seen.filter(own | (Q(request__answered_at__isnull=False) & self._within_limits(principal)))

    def _within_limits(self, principal: Principal):
        return Q(pk__isnull=False)


class ResearchEntryQuerySet(ResearchPartQuerySet):
    """Paragraphs. Some are for the police alone, some for the meeting's team; whoever said them reads them too."""

    def _within_limits(self, principal: Principal):
        team = Q(request__team_id=principal.agency_with(Permission.MEETING_RUN))
        police = Agency.objects.filter(pk=principal.case_agency_id, type=AgencyType.POLICE)
        return team | Q(restriction__in=READ_BY_ALL) | (Q(restriction="police") & Exists(police))


class CorrectionQuerySet(ChildQuerySet):
    """For the agency that found it, and for those who keep the people of the case."""

    def visible_to(self, principal: Principal):
        kept = apps.get_model("cases", "Case").objects.led_with(principal, Permission.PEOPLE_WRITE)
        own = Q(agency_id=principal.case_agency_id)
        return super().visible_to(principal).filter(own | Exists(kept.filter(pk=OuterRef("case_id"))))

    def settled_by(self, principal: Principal):
        """What the principal may look at and settle."""
        kept = apps.get_model("cases", "Case").objects.led_with(principal, Permission.PEOPLE_WRITE)
        return self.filter(Exists(kept.filter(pk=OuterRef("case_id"))))

    def waiting(self):
        return self.filter(status="waiting")


class DipSampleQuerySet(QuerySet):
    def locked(self, pk: Any):
        """One row, for the step that changes it: two clerks may be at it."""
        return _lock(self, pk)

    def visible_to(self, principal: Principal):
        """Of the forums that the principal runs, where they see every case that was drawn."""
        seen = apps.get_model("cases", "Case").objects.visible_to(principal).filter(pk=OuterRef("case_id"))
        drawn = apps.get_model("marac", "SampledCase").objects.filter(sample=OuterRef("pk"))
        return self.filter(~Exists(drawn.filter(~Exists(seen))), forum__in=_forums().run_by(principal))

    def finished(self):
        return self.filter(finished_at__isnull=False)


class SamplePartQuerySet(QuerySet):
    """What hangs on a dip sample, and follows it."""

    def visible_to(self, principal: Principal):
        samples = apps.get_model("marac", "DipSample").objects.visible_to(principal)
        return self.filter(Exists(samples.filter(pk=OuterRef("sample_id"))))
