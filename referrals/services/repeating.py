"""Whether an accepted referral is a repeat: found by the area's rule, overruled by a person with a reason."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from agencies.models import Policy
from agencies.principal import Principal
from agencies.services import policy_on
from audit.services import record
from cases.models import Case, Incident, Involvement
from cases.services import mark_repeat
from common.errors import DomainError
from referrals import rules
from referrals.matching import is_placeholder, key_of
from referrals.models import Referral
from referrals.repeats import Anchor, Behaviour, Earlier, Event, Finding, People, Rule, find, people_between
from referrals.services.intake import intake_policy
from referrals.services.triage import ensure_team

Status = Referral.Status
Role = Involvement.Role
# What counts as the last referral: one that was declined or withdrawn started no twelve months.
STARTS_MONTHS = (Status.ACCEPTED, Status.LISTED, Status.HEARD, Status.MANAGED)


def rule_of(referral: Referral) -> Rule:
    """The policy of the referral's area on the day it was received."""
    area, day = referral.district.meeting_area, referral.received_on
    own = intake_policy(area, on=day)
    return Rule(
        policy_on(day, Policy.Key.REPEAT_MONTHS, area=area),
        Anchor(own[Policy.Key.REPEAT_ANCHOR]),
        Behaviour(own[Policy.Key.REPEAT_BEHAVIOUR]),
    )


def finding_of(referral: Referral, case: Case | None) -> Finding:
    """What the rule says of this referral, if it joins this case; None: a new case."""
    sent, earlier, people = referral.submission, [], People.SAME
    if case is not None:
        rows = Referral.objects.filter(case=case, status__in=STARTS_MONTHS).exclude(pk=referral.pk)
        found = rows.values_list("received_on", "first_heard_on", "managed_on")
        earlier = [Earlier(received, heard or managed) for received, heard, managed in found]
        people = people_of_both(sent, case)
    reported = sent.get("incident_reported_at")
    return find(
        earlier,
        received_on=referral.received_on,
        rule=rule_of(referral),
        events=[
            Event(rules.day_of(each["occurred_at"]), each["kind"] != Incident.Kind.NON_CRIME)
            for each in sent.get("incidents") or ()
        ],
        identified_on=rules.day_of(reported) if reported else None,
        people=people,
        elsewhere=[date.fromisoformat(each["on"]) for each in sent.get("heard_elsewhere") or () if each.get("on")],
    )


def joining(referral: Referral, case: Case) -> tuple[Finding, People]:
    """What it would be if it joined this case: what the rule says, and how the people stand to one another."""
    return finding_of(referral, case), people_of_both(referral.submission, case)


def people_of_both(sent: rules.Submission, case: Case) -> People:
    """How the people of a submission stand to those of a case, by their names letter for letter."""
    involved = Involvement.objects.filter(case=case, role__in=(Role.VICTIM, Role.PERPETRATOR))
    known: dict[str, list[frozenset[str]]] = {Role.VICTIM: [], Role.PERPETRATOR: []}
    for each in involved.select_related("person").prefetch_related("person__names"):
        known[each.role].append(_keys((name.given, name.family) for name in each.person.names.all()))
    victim = _keys(rules.pairs_of(sent.get("victim") or {}))
    causing = [_keys(rules.pairs_of(each)) for each in sent.get("perpetrators") or ()]
    if any(victim & each for each in known[Role.PERPETRATOR]):
        return People.REVERSED
    return people_between(causing, known[Role.PERPETRATOR])


def _keys(names: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(key_of(*pair) for pair in names if not is_placeholder(*pair))


@transaction.atomic
def overrule_repeat(referral: Referral, *, by: Principal, is_repeat: bool, reason: str) -> Referral:
    """Say against the rule that an accepted referral is, or is not, a repeat. Raises DomainError without a reason."""
    ensure_team(referral, by=by)
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if row.case is None:
        raise DomainError("Accept the referral first: a repeat is a matter of its case.")
    if not reason.strip():
        raise DomainError("Say why. It is kept with the referral.")
    row.is_repeat, row.repeat_overruled = is_repeat, reason.strip()
    row.save(update_fields=["is_repeat", "repeat_overruled"])
    mark_repeat(row.case, by=by, is_repeat=is_repeat)
    record("repeat overruled", by=by, subjects=[row.pk, row.case_id], detail="yes" if is_repeat else "no")
    return row
