"""What the record holds of somebody, and the words of others that must not slip out."""

from collections.abc import Collection, Iterator, Set

from agencies.principal import Principal
from cases.models import (
    Address,
    BirthDate,
    Case,
    Incident,
    Involvement,
    Note,
    Person,
    PersonName,
    RiskAssessment,
    SafeContact,
    VictimView,
)
from common.days import medium_date
from marac.models import Hearing
from referrals.models import Referral
from subject_access.answers import Kind

Found = tuple[Kind, str]


def cases_of(person: Person, *, by: Principal) -> list[Case]:
    """The cases of a person that the principal's agency leads."""
    involved = Involvement.objects.visible_to(by).filter(person=person)
    return list(Case.objects.led_by(by).filter(pk__in=involved.values("case_id")).order_by("received_at"))


def roles_in(person: Person, cases: Collection[Case], *, by: Principal) -> list[str]:
    """What the person is in these cases."""
    rows = Involvement.objects.visible_to(by).filter(person=person, case__in=cases)
    return sorted(set(rows.values_list("role", flat=True)))


def collected(person: Person, cases: Collection[Case], kinds: Set[Kind], *, by: Principal) -> list[Found]:
    """Everything of these kinds that the record holds of somebody."""
    found = [*_own(person, by=by), *_of_cases(cases, by=by)] if cases else list(_own(person, by=by))
    return [(kind, text) for kind, text in found if kind in kinds and text.strip()]


def _own(person: Person, *, by: Principal) -> Iterator[Found]:
    for name in PersonName.objects.visible_to(by).filter(person=person, struck_at=None):
        yield Kind.NAME, str(name)
    for born in BirthDate.objects.visible_to(by).filter(person=person, struck_at=None):
        yield Kind.BIRTH_DATE, born.words
    for address in Address.objects.visible_to(by).filter(person=person, is_unknown=False).order_by("recorded_at"):
        yield Kind.ADDRESS, ", ".join(part for part in (address.lines, address.town, address.postcode) if part)
    for way in SafeContact.objects.visible_to(by).filter(person=person).order_by("recorded_at"):
        yield Kind.CONTACT, f"{way.get_channel_display()}: {way.value}"


def _of_cases(cases: Collection[Case], *, by: Principal) -> Iterator[Found]:
    of = {"case__in": cases}
    for view in VictimView.objects.visible_to(by).filter(**of).order_by("recorded_at"):
        yield Kind.VIEW, "\n".join(part for part in (view.wants, view.afraid_of, view.safe_to_talk_to) if part)
    for incident in Incident.objects.visible_to(by).filter(**of).order_by("occurred_at"):
        yield Kind.INCIDENT, f"{medium_date(incident.occurred_at)}: {incident.summary or incident.category_words}"
    for risk in RiskAssessment.objects.visible_to(by).filter(**of).order_by("assessed_on"):
        yield Kind.RISK, f"{medium_date(risk.assessed_on)}: {risk.yes_count or 0} yes answers"
    for note in Note.objects.visible_to(by).filter(**of).order_by("written_at"):
        yield Kind.NOTE, f"{medium_date(note.written_at)}: {note.body}"
    for referral in Referral.objects.visible_to(by).filter(**of).order_by("received_at"):
        yield Kind.REFERRAL, f"{medium_date(referral.received_at)}: {referral.reasons}"
    for hearing in Hearing.objects.visible_to(by).filter(referral__case__in=cases):
        yield Kind.MINUTES, "\n".join(part for part in (hearing.risks, hearing.outcome) if part)


def words_of_others(person: Person, cases: Collection[Case], *, by: Principal) -> list[str]:
    """The names, numbers and postcodes of everybody else in these cases, but those that are the person's own too."""
    others = Person.objects.visible_to(by).filter(involvements__case__in=cases).exclude(pk=person.pk)
    own = {text for kind, text in _own(person, by=by) if kind is Kind.NAME}
    own_words = {word for name in own for word in name.split()}
    names = PersonName.objects.visible_to(by).filter(person__in=others)
    words = [word for name in names for word in str(name).split() if word not in own_words]
    ways = SafeContact.objects.visible_to(by).filter(person__in=others)
    words += [value for value in ways.values_list("value", flat=True) if value]
    places = Address.objects.visible_to(by).filter(person__in=others)
    return words + [code for code in places.values_list("postcode", flat=True) if code]
