"""What was measured in one episode, and what is asked for next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.principal import Principal
from cases.models import Case
from cases.presenters import load_people, victim_name
from common.keyset import MomentKey, page_of
from common.parts import Action, Fact, Pages
from common.references import spoken
from support import outcomes
from support.forms.measures import QOL, RISK, SAFE
from support.models import Episode, Measurement
from support.services import may_measure

Moment = Measurement.Moment
WORDS = {
    Moment.INTAKE: ("Record intake", "What there was before. Exit is compared with this."),
    Moment.REVIEW: ("Record a review", "At least every eight weeks."),
    Moment.EXIT: ("Record exit", "The four measures that the board reads."),
}
SAID = {"cess": {"stopped": "Stopped", "goes_on": "Goes on"}, "risk": dict(RISK), "safe": dict(SAFE), "qol": dict(QOL)}
UNKNOWN = dict(SAFE[5:])
LABELS = {
    "cess": "Abuse",
    "safe": "Feeling of safety",
    "qol": "Quality of life",
    "risk": "Risk, in the adviser’s view",
}
SIZE = 50


@dataclass(frozen=True)
class Measured:
    """One form of measures, in words."""

    row: Measurement
    facts: Sequence[Fact]
    note: str


@dataclass(frozen=True)
class OutcomesPage:
    """All measures of an episode, the newest first."""

    name: str
    reference: str
    rows: Sequence[Measured]
    actions: Sequence[Action]
    missing: str


def outcomes_page(episode: Episode, *, principal: Principal) -> OutcomesPage:
    """Read an episode of the principal's own service, ended or not."""
    found = Measurement.objects.visible_to(principal).filter(episode=episode).select_related("recorded_by")
    rows = list(found.order_by("-recorded_at"))
    name, reference = called(episode, principal=principal)
    done = {row.moment for row in rows if row.replaced_at is None}
    shown, missing = [_measured(row) for row in rows], _missing(episode, done)
    return OutcomesPage(name, reference, shown, _actions(episode, done), missing)


def called(episode: Episode, *, principal: Principal) -> tuple[str, str]:
    """Who it is and the reference, as far as the service still knows: name, or initials once it has ended."""
    if not episode.is_open and hasattr(episode, "ending"):
        return episode.ending.initials or "Name not kept", spoken(episode.ending.reference)
    case = Case.objects.visible_to(principal).filter(pk=episode.case_id).first()
    if case is None:
        return "Name not kept", ""
    load_people([case])
    return victim_name(case), case.spoken_reference


def _actions(episode: Episode, done: set[str]) -> list[Action]:
    return [
        Action(
            WORDS[moment][0] if moment not in done or moment == Moment.REVIEW else f"Correct {moment.label.lower()}",
            reverse("support_measure", kwargs={"episode_id": episode.pk, "moment": moment.value}),
        )
        for moment in (Moment.INTAKE, Moment.REVIEW, Moment.EXIT)
        if may_measure(episode, moment)
    ]


def _missing(episode: Episode, done: set[str]) -> str:
    if episode.engaged_at is None:
        return "Measures are asked once the person is engaged."
    if Moment.INTAKE not in done and may_measure(episode, Moment.INTAKE):
        return "Intake is not recorded. Without it nobody can count whether the abuse stopped."
    if not episode.is_open and Moment.EXIT not in done and may_measure(episode, Moment.EXIT):
        return "Support has ended and exit is not recorded. It counts as missing in every figure."
    return ""


def _measured(row: Measurement) -> Measured:
    kinds = ", ".join(outcomes.ABUSE[code].lower() for code in row.abuse)
    facts = [Fact("Answered by", row.get_respondent_display())]
    facts.append(Fact("Abuse in that time", f"Yes: {kinds}" if kinds else row.get_found_display()))
    for code, label in LABELS.items():
        if said := getattr(row, code):
            facts.append(Fact(label, SAID[code].get(said) or UNKNOWN.get(said, said)))
    return Measured(row, facts, row.worker_note)


@dataclass(frozen=True)
class MissingRow:
    """Somebody whose support ended without exit measures."""

    episode: Episode
    called: str
    reference: str
    url: str


def missing_exits(
    principal: Principal, *, after: MomentKey | None, mine: bool, size: int = SIZE
) -> tuple[list[MissingRow], Pages]:
    """Ended, engaged, and exit not measured; the newest first. One query and one for its page."""
    found = Episode.objects.worked_by(principal).without_exit().select_related("adviser", "ending")
    if mine:
        found = found.filter(adviser_id=principal.user_id)
    if after:
        found = found.filter(after.before("closed_at"))
    read = list(found.order_by("-closed_at", "pk")[: size + 1])
    rows, pages = page_of(read, size, lambda row: MomentKey(row.closed_at, row.pk), after=after)
    return [_missing_row(row) for row in rows], pages


def _missing_row(row: Episode) -> MissingRow:
    url = reverse("support_measure", kwargs={"episode_id": row.pk, "moment": Moment.EXIT.value})
    ending = getattr(row, "ending", None)
    return MissingRow(row, ending.initials if ending else "", spoken(ending.reference) if ending else "", url)


def first_day(today: date) -> date:
    """Of the quarter that is running, in the financial year: April, July, October, January."""
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
