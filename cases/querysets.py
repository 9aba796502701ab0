"""What a principal may see: the first lock. `access.sees_case` in the database is the second, in the same words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, Manager, OuterRef, Q, QuerySet

from agencies.models import Area
from agencies.principal import Principal, ScopeTimeOnce
from agencies.roles import Permission
from common.keyset import DayKey, MomentKey

LEAD = 20  # CaseAgency.Level.LEAD; the models import this module
IN_FORCE = Q(starts_at__lte=ScopeTimeOnce()) & (Q(ends_at=None) | Q(ends_at__gt=ScopeTimeOnce()))


def _rows(model: str) -> Any:
    return apps.get_model("cases", model)._default_manager


def not_excluded(principal: Principal, case: str) -> Any:
    """No deny row for this person on the case whose key is in column ``case``."""
    return ~Exists(_rows("Exclusion").filter(case_id=OuterRef(case), user_id=principal.user_id))


class CaseAgencyQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        return self.filter(
            IN_FORCE, not_excluded(principal, "case_id"), agency_id=principal.case_agency_id, is_sealed=False
        )

    def led_by(self, principal: Principal):
        """Rows that let the principal reveal an address."""
        return self.led_with(principal, Permission.CONTACT_VIEW)

    def led_with(self, principal: Principal, permission: Permission):
        """Rows of cases that the principal's agency leads, where their role has this permission."""
        return self.visible_to(principal).filter(agency_id=principal.agency_with(permission), level__gte=LEAD)


class NamedAccessQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        return self.filter(IN_FORCE, not_excluded(principal, "content_object_id"), user_id=principal.user_id)


class CaseQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """For opening one case or a known few. A list starts from `worklist`, a count from CaseAgency."""
        shared = _rows("CaseAgency").visible_to(principal).filter(case_id=OuterRef("pk"))
        named = _rows("NamedAccess").visible_to(principal)
        return self.filter(Exists(shared) | Exists(named.filter(content_object_id=OuterRef("pk"))))

    def led_by(self, principal: Principal):
        """Cases whose addresses and telephone numbers the principal may reveal: the agency leads, or named people."""
        return self.led_with(principal, Permission.CONTACT_VIEW)

    def led_with(self, principal: Principal, permission: Permission):
        """Cases that the principal's agency leads, or that name the principal, where their role has this permission."""
        if principal.agency_with(permission) is None:
            return self.none()
        led = _rows("CaseAgency").led_with(principal, permission).filter(case_id=OuterRef("pk"))
        named = _rows("NamedAccess").visible_to(principal)
        return self.filter(Exists(led) | Exists(named.filter(content_object_id=OuterRef("pk"))))


class ChildQuerySet(QuerySet):
    """For every table that hangs on a case by a column named `case`."""

    def visible_to(self, principal: Principal):
        return self.filter(Exists(_rows("Case").visible_to(principal).filter(pk=OuterRef("case_id"))))


class DeathQuerySet(ChildQuerySet):
    """Deaths: for whoever sees the case; and for those who run death reviews, who see no case."""

    def visible_to(self, principal: Principal):
        if principal.agency_with(Permission.REVIEW_RUN) is not None:
            return self.all()
        return super().visible_to(principal)

    def unanswered(self):
        """Told, and nobody who runs reviews has said what follows. The latest first."""
        return self.filter(answer="").order_by("-recorded_at", "id")


class TeamQuerySet(QuerySet):
    """For what hangs on a case and is read only by those who keep its people, in the agency that leads it."""

    def visible_to(self, principal: Principal):
        led = _rows("Case").led_with(principal, Permission.PEOPLE_WRITE)
        return self.filter(Exists(led.filter(pk=OuterRef("case_id"))))


class StaffMatchQuerySet(TeamQuerySet):
    """Whoever has the account is never told of it."""

    def visible_to(self, principal: Principal):
        return super().visible_to(principal).exclude(user_id=principal.user_id)

    def open(self):
        """Still to be checked."""
        return self.filter(outcome="")


class PersonQuerySet(QuerySet):
    """People, and what hangs on a person: seen by whoever sees a case that the person is in."""

    person = "pk"

    def visible_to(self, principal: Principal):
        seen = _rows("Involvement").visible_to(principal).filter(person_id=OuterRef(self.person))
        return self.filter(Exists(seen))

    @classmethod
    def of(cls, column: str) -> Manager:
        """The manager for a table that hangs on a person by ``column``."""
        hanging: type[PersonQuerySet] = type("HangsOnPerson", (cls,), {"person": f"{column}_id"})
        return hanging.as_manager()


class LedQuerySet(QuerySet):
    """Addresses and numbers: seen where the principal's agency leads a case that the person is in."""

    def visible_to(self, principal: Principal):
        led = _rows("Case").led_by(principal).filter(pk=OuterRef("case_id"))
        return self.filter(Exists(_rows("Involvement").filter(Exists(led), person_id=OuterRef("person_id"))))

    def current(self):
        """Without what was superseded: the old address, the number that changed."""
        return self.filter(superseded_at=None)


class AssessmentDraftQuerySet(ChildQuerySet):
    """Assessments that are still being written."""

    def visible_to(self, principal: Principal):
        """One's own, for the agency one acts for, while one sees the case."""
        mine = {"user_id": principal.user_id, "agency_id": principal.agency_with(Permission.RISK_ASSESS)}
        return super().visible_to(principal).filter(**mine)


class RiskToolQuerySet(QuerySet):
    """Risk tools: no fact about anybody, so everybody may read them."""

    def in_force(self, on: date, *, area: Area | None):
        """One row for each tool on a day: the wording of the area's own partnership before the shipped one."""
        places = []
        while area is not None:
            places.append(area.pk)
            area = area.parent
        running = self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
        near = running.filter(Q(partnership=None) | Q(partnership__in=places))
        return near.order_by("code", F("partnership").desc(nulls_last=True), "-starts_on", "-pk").distinct("code")


class PossibleMatchQuerySet(QuerySet):
    """For coordinators of the team that leads a case with the person in it."""

    def visible_to(self, principal: Principal):
        led = _rows("Case").led_with(principal, Permission.REFERRAL_TRIAGE).filter(pk=OuterRef("case_id"))
        theirs = Exists(_rows("Involvement").filter(Exists(led), person_id=OuterRef("person_id")))
        return self.filter(theirs, team_id=principal.agency_with(Permission.REFERRAL_TRIAGE))

    def waiting(self):
        """Not decided yet."""
        return self.filter(state__in=("open", "not_sure"))

    def found_page(self, after: MomentKey | None, size: int):
        """One page, the newest first, and one row more."""
        rows = self.filter(after.before("found_at")) if after else self
        return rows.order_by("-found_at", "pk")[: size + 1]


class MergeQuerySet(QuerySet):
    """For those who keep the people of a case with the person who stayed in it."""

    def visible_to(self, principal: Principal):
        led = _rows("Case").led_with(principal, Permission.PEOPLE_WRITE).filter(pk=OuterRef("case_id"))
        return self.filter(Exists(_rows("Involvement").filter(Exists(led), person_id=OuterRef("kept_id"))))


class MergeLineQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        return self.filter(Exists(_rows("Merge").visible_to(principal).filter(pk=OuterRef("merge_id"))))


def worklist_keys(principal: Principal, *, after: DayKey | None = None, size: int = 25) -> QuerySet:
    """The keys of one page of open cases by due date, those that were heard last, and one more.

    Two limited branches under a UNION, each read through its own index; never an OR, which would read every row.
    """
    shared = _rows("CaseAgency").visible_to(principal).filter(is_open=True).values_list("due_on", "case_id")
    named = (
        _rows("NamedAccess")
        .visible_to(principal)
        .filter(content_object__is_open=True)
        .annotate(due_on=F("content_object__worklist_on"), case_id=F("content_object_id"))
        .values_list("due_on", "case_id")
    )
    if after:
        shared = shared.filter(after.beyond(pk="case_id"))
        named = named.filter(after.beyond(pk="case_id"))
    order = ("due_on", "case_id")
    page = shared.order_by(*order)[: size + 1].union(named.order_by(*order)[: size + 1]).order_by(*order)
    return page[: size + 1]


def worklist(principal: Principal, *, after: DayKey | None = None, size: int = 25) -> tuple[Sequence, DayKey | None]:
    """One page of open cases by due date, and the key of the next page."""
    keys = [DayKey(*row) for row in worklist_keys(principal, after=after, size=size)]
    cases = _rows("Case").select_related("district").in_bulk([key.pk for key in keys[:size]])
    rows = [cases[key.pk] for key in keys[:size] if key.pk in cases]
    return rows, keys[size - 1] if len(keys) > size else None
