"""Which referrals a principal may see, in the words of the row policy; and where a page of a list ends."""

from datetime import date

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission
from cases.querysets import not_excluded
from common.keyset import DayKey, MomentKey
from documents.querysets import StoredFileQuerySet

AWAITING_TRIAGE = ("submitted", "screening", "returned")


class ReferralQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """For opening one. A list starts from `sent_by` or `received_by`, so that it reads one index."""
        cases = apps.get_model("cases", "Case").objects.visible_to(principal)
        own = _sent(principal) | Q(to_agency_id=principal.triage_agency_id)
        return self.filter(own & _not_hidden(principal) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def sent_by(self, principal: Principal):
        """What the principal's agency sent; of what is sealed, only what they sent themselves."""
        return self.filter(_sent(principal), _not_hidden(principal))

    def received_by(self, principal: Principal):
        """What the principal's agency is to triage or to list."""
        return self.filter(_not_hidden(principal), to_agency_id=principal.triage_agency_id)

    def documents_open_to(self, principal: Principal):
        """Those whose files the principal may open: as sender, as the team, or as the agency that leads the case."""
        cases = apps.get_model("cases", "Case").objects.led_by(principal)
        own = _sent(principal) | Q(to_agency_id=principal.triage_agency_id)
        return self.filter(own & _not_hidden(principal) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def due_page(self, after: DayKey | None, size: int):
        """One page by due date, and one row more."""
        rows = self.filter(after.beyond()) if after else self
        return rows.order_by("due_on", "pk")[: size + 1]

    def sent_page(self, after: MomentKey | None, size: int):
        """One page by receipt, newest first, and one row more."""
        rows = self.filter(after.before("received_at")) if after else self
        return rows.order_by("-received_at", "pk")[: size + 1]

    def awaiting_triage(self):
        return self.filter(status__in=AWAITING_TRIAGE)

    def awaiting_listing(self):
        """Accepted, and on no agenda: what the meetings have still to hear."""
        return self.filter(status="accepted")

    def unheard_after(self, day: date):
        """Accepted, not heard, and past the last day in time: the backlog that a percentage alone would hide."""
        return self.filter(status__in=("accepted", "listed"), due_on__lt=day)


def _sent(principal: Principal) -> Q:
    """Sent by the agency, and not sealed, for a role that follows those; or sent by this person.

    A system's key follows what the system sent.
    """
    agency = principal.sender_agency_id
    follows = principal.agency_with(Permission.REFERRAL_FOLLOW) is not None
    mine = Q(from_agency_id=agency, sent_by_id=principal.user_id)
    return mine | Q(from_agency_id=agency, is_sealed=False) if follows else mine


def _not_hidden(principal: Principal) -> Q:
    """No exclusion on the referral or its case, and no seal of the case that does not name them."""
    barred = apps.get_model("referrals", "ReferralExclusion").objects.filter(user_id=principal.user_id)
    case, named = apps.get_model("cases", "Case").objects, apps.get_model("cases", "NamedAccess").objects
    sealed = Exists(case.filter(pk=OuterRef("case_id"), is_sealed=True))
    name = Exists(named.visible_to(principal).filter(content_object_id=OuterRef("case_id")))
    open_case = Q(case_id=None) | (not_excluded(principal, "case_id") & (~Q(sealed) | Q(name)))
    return ~Q(Exists(barred.filter(referral_id=OuterRef("pk")))) & open_case


class ReferralExclusionQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """To the team that received the referral. The person excluded never finds out from a page."""
        received = apps.get_model("referrals", "Referral").objects.received_by(principal)
        return self.filter(Exists(received.filter(pk=OuterRef("referral_id"))))


class MessageQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        referrals = apps.get_model("referrals", "Referral").objects
        own = Exists(referrals.sent_by(principal).filter(pk=OuterRef("referral_id")))
        received = Exists(referrals.received_by(principal).filter(pk=OuterRef("referral_id")))
        return self.filter(own | received)


class FurtherIncidentsQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """To the sender and the team. Whoever sees the case reads them there."""
        referrals = apps.get_model("referrals", "Referral").objects
        own = Exists(referrals.sent_by(principal).filter(pk=OuterRef("referral_id")))
        received = Exists(referrals.received_by(principal).filter(pk=OuterRef("referral_id")))
        return self.filter(own | received)

    def unread_of(self, principal: Principal):
        """What the principal's team has not read yet."""
        received = apps.get_model("referrals", "Referral").objects.received_by(principal)
        return self.filter(Exists(received.filter(pk=OuterRef("referral_id"))), read_at=None)

    def page(self, after: MomentKey | None, size: int):
        """One page by receipt, newest first, and one row more."""
        rows = self.filter(after.before("received_at")) if after else self
        return rows.order_by("-received_at", "pk")[: size + 1]


class RestrictedQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The team that decides, and whoever leads the case. Not the agencies that the case is shared with."""
        referrals = apps.get_model("referrals", "Referral").objects
        led = apps.get_model("cases", "Case").objects.led_by(principal)
        received = referrals.received_by(principal).filter(pk=OuterRef("referral_id"))
        leading = referrals.filter(pk=OuterRef("referral_id"), case_id__in=led.values("pk"))
        return self.filter(Exists(received) | Exists(leading))


class DraftQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """One's own, for the agency one acts for."""
        return self.filter(user_id=principal.user_id, agency_id=principal.sender_agency_id)

    def unsent(self):
        return self.filter(sent_at=None)


class ReferralDocumentQuerySet(StoredFileQuerySet):
    def visible_to(self, principal: Principal):
        referrals = apps.get_model("referrals", "Referral").objects.documents_open_to(principal)
        drafts = apps.get_model("referrals", "Draft").objects.visible_to(principal)
        of_referral = Exists(referrals.filter(pk=OuterRef("referral_id")))
        return self.filter(of_referral | Exists(drafts.filter(pk=OuterRef("draft_id"))))
