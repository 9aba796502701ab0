"""Whether people of a referral are known: told to the teams that lead their cases, and never to whoever sent it."""

from collections.abc import Iterable

from agencies.principal import Principal
from cases.matching import SURE, Identity, likeness
from cases.models import Case, Involvement, Person
from cases.services.possible import Referred, Sought, note_matches, sought_in
from common.errors import DomainError
from referrals import rules
from referrals.models import Referral


def tell_teams(referrals: Iterable[Referral], *, by: Principal) -> None:
    """Have the victim and the perpetrators looked for in other teams' cases: one statement, however many come at once.

    Nobody of a sealed referral: who works for a partner may sit in the team that would be told.
    """
    note_matches(
        [Referred(each.pk, each.to_agency_id, () if each.is_sealed else _adults(each)) for each in referrals], by=by
    )


def tell_teams_of_case(referral: Referral, case: Case, *, by: Principal, is_sealed: bool) -> None:
    """The same for everybody in a case once the referral is accepted; the matches are of two people from now on."""
    people = () if is_sealed else sought_in(case, by=by)
    note_matches([Referred(referral.pk, referral.to_agency_id, people)], by=by)


def _adults(referral: Referral) -> list[Sought]:
    sent = referral.submission
    adults = [("victim", sent["victim"]), *(("perpetrator", person) for person in sent["perpetrators"])]
    return [Sought(role, Identity.of(rules.pairs_of(person), rules.born_on(person))) for role, person in adults]


def ensure_not_turned(referral: Referral, case: Case) -> None:
    """R10: the victim of the one as the perpetrator of the other may be a counter-allegation, never the same case."""
    sent = referral.submission
    victim = Identity.of(rules.pairs_of(sent["victim"]), rules.born_on(sent["victim"]))
    accused = Involvement.objects.filter(case=case, role=Involvement.Role.PERPETRATOR)
    for person in Person.objects.filter(involvements__in=accused).prefetch_related("names", "birth_dates"):
        names = [(name.given, name.family) for name in person.names_in_use]
        if likeness(victim, Identity.of(names, [born.on for born in person.dates_in_use])).score >= SURE:
            raise DomainError(
                "In this case the person referred is recorded as causing harm. It may be a counter-allegation: open a "
                "new case and tell the chair."
            )
