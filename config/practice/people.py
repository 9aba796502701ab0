"""What a team learns about the people of its cases: safe hours, a grandmother, a name somebody likes better."""

from datetime import datetime, time, timedelta
from typing import Any

from agencies.principal import Principal, principal_scope
from cases.models import Case, Involvement, SafeContact
from cases.services import add_name, add_person, confirm_contacts, relate_people, set_contact
from cases.windows import window
from config.practice.county import County

MORNINGS = window([1, 2, 3, 4, 5], time(9, 30), time(14))
EVENINGS = window([1, 2, 4, 6, 7], time(18), time(20, 30))


def build_people(county: County, *, now: datetime) -> int:
    """Fill in every second case of each team that is to be heard; returns how many. Open cases alone are touched."""
    filled = 0
    for area in county.forums:
        by = Principal.of(county.people[f"{area.lower()}-coordinator"])
        with principal_scope(by):
            waiting = Case.objects.led_by(by).filter(is_open=True, heard_on=None, is_sealed=False)
            for number, case in enumerate(waiting.order_by("received_at", "pk")):
                if number % 2 == 0:
                    _fill(case, number, by=by, now=now)
                    filled += 1
    return filled


def _fill(case: Case, number: int, *, by: Principal, now: datetime) -> None:
    victim = Involvement.objects.select_related("person").get(case=case, role=Involvement.Role.VICTIM).person
    asked: dict[str, Any] = {
        "by": by,
        "at": max(now - timedelta(days=3 + 19 * (number % 3)), case.opened_at),
        "case": case,
    }
    phone = SafeContact.objects.filter(person=victim, channel="phone").order_by("recorded_at").first()
    set_contact(
        victim,
        **asked,
        channel="phone",
        value=phone.value if phone else "",
        safety="safe_with_limits",
        windows=[EVENINGS if number % 4 else MORNINGS],
        if_answered="Say you are ringing about the dentist, and ring off",
        may_answer="Her sister",
        code_word="library",
        device_access="no",
        replaces=phone,
    )
    set_contact(victim, **asked, channel="online", safety="not_safe", device_access="yes")
    confirm_contacts(victim, **asked)
    add_name(victim, **asked, given=str(victim).split()[0][:3], kind="liked")
    mother = add_person(
        case, by=by, at=now, role="other", given="Halina", family="Practice", facts={"age_estimate": 61}
    )
    relate_people(case, by=by, at=now, first=mother, second=victim, choice="parent")
