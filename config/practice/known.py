"""People who come back: another team's new referral, a second record, and the same two the other way round."""

import random
from datetime import datetime, timedelta
from typing import Any

from agencies.principal import Principal, principal_scope
from cases.models import Case, CaseAgency, Involvement, Person
from config.practice.county import County
from config.practice.present import Stage, make_payload
from referrals.models import Referral
from referrals.services import accept_referral, submit_referral


def build_known(county: County, *, now: datetime) -> None:
    """A few possible matches in the queue of the Southend team."""
    southend = Stage(county, "Southend", now, random.Random(31))  # noqa: S311  (practice data, not a secret)
    essex = Stage(county, "Essex", now, random.Random(32))  # noqa: S311
    with principal_scope(southend.coordinator):
        led = CaseAgency.objects.led_by(southend.coordinator).filter(is_open=True).order_by("due_on", "case_id")
        cases = list(Case.objects.filter(pk__in=led.values("case_id")[:40]).order_by("worklist_on", "pk"))
        known = [pair for case in cases if (pair := _pair(case))][:3]
    elsewhere, again, turned = known
    _send(essex, _as_known(essex, *elsewhere))
    second = _send(southend, _as_known(southend, *again))
    with principal_scope(southend.coordinator):
        accept_referral(second, by=southend.coordinator, at=now)
    _send(southend, _as_known(southend, *reversed(turned)))


def _pair(case: Case) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The victim and the perpetrator of a case, if both have two names and a date of birth."""
    found = []
    for role in (Involvement.Role.VICTIM, Involvement.Role.PERPETRATOR):
        people = Person.objects.filter(involvements__case=case, involvements__role=role)
        person = people.prefetch_related("names", "birth_dates").first()
        if person is None or not person.dates_in_use or not person.names_in_use:
            return None
        name = person.names_in_use[0]
        if not (name.given and name.family):
            return None
        # As somebody else writes it: the names without their accents, the day and the year as they are.
        found.append({"names": [{"given": name.given.upper(), "family": name.family.replace("’", "")}],
                      "dates_of_birth": [person.dates_in_use[0].on.isoformat()]})  # fmt: skip
    return found[0], found[1]


def _as_known(stage: Stage, victim: dict[str, Any], perpetrator: dict[str, Any]) -> dict[str, Any]:
    payload = make_payload(stage, stage.today - timedelta(days=1))
    payload["victim"] |= victim
    payload["perpetrators"][0] |= perpetrator | {"works_for_partner_agency": "no"}
    return payload


def _send(stage: Stage, payload: dict[str, Any]) -> Referral:
    sender = Principal.of(stage.county.people["police"])
    with principal_scope(sender):
        at = stage.at(stage.today - timedelta(days=1), 9)
        return submit_referral(payload, by=sender, route="web", at=at)
