"""What one agency has to do about flags; and for the team, which agencies have not said that theirs are set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.principal import Principal
from marac.models import FlagConfirmation, Forum, Hearing, ResearchRequest
from marac.presenters.words import name_of

SHOWN = 50


@dataclass(frozen=True)
class FlagRow:
    """One case whose flag waits for an agency."""

    hearing: Hearing
    name: str


@dataclass(frozen=True)
class FlagsToDo:
    """What one agency has still to say."""

    to_set: Sequence[FlagRow]
    to_take_off: Sequence[FlagRow]

    @property
    def cases(self) -> list[object]:
        """Whom the page tells of, for the audit trail."""
        return [row.hearing.case_id for row in (*self.to_set, *self.to_take_off)]


def flags_to_do(principal: Principal, *, today: date) -> FlagsToDo:
    """The flags of cases that the principal sees, those heard first at the top."""
    return FlagsToDo(
        _rows(Hearing.objects.to_flag(principal, day=today)), _rows(Hearing.objects.to_unflag(principal, day=today))
    )


def _rows(hearings: object) -> list[FlagRow]:
    related = ("case", "referral", "meeting__forum")
    found = hearings.select_related(*related).order_by("meeting__held_on", "pk")[:SHOWN]  # type: ignore[attr-defined]
    return [FlagRow(each, name_of(each.case, each.referral)) for each in found]


@dataclass(frozen=True)
class Unconfirmed:
    """A case whose flag some agencies have not confirmed."""

    hearing: Hearing
    name: str
    words: str
    missing: Sequence[str]


def unconfirmed(forum: Forum, *, principal: Principal, today: date) -> list[Unconfirmed]:
    """Cases that the principal sees whose flag runs and which an agency that was asked has not confirmed."""
    flagged = Hearing.objects.visible_to(principal).filter(
        meeting__forum=forum, status=Hearing.Status.HEARD, flag=Hearing.Flag.FLAG, flag_until__gte=today
    )
    said = FlagConfirmation.objects.visible_to(principal).filter(hearing__in=flagged)
    done = set(said.values_list("hearing_id", "agency_id"))
    asked: dict[object, list[tuple[int, str]]] = {}
    requests = ResearchRequest.objects.visible_to(principal).filter(hearing__in=flagged).order_by("agency__name")
    for hearing, agency, name in requests.values_list("hearing_id", "agency_id", "agency__name"):
        asked.setdefault(hearing, []).append((agency, name))
    missing = {key: [name for agency, name in agencies if (key, agency) not in done] for key, agencies in asked.items()}
    late = flagged.filter(pk__in=[key for key, names in missing.items() if names])
    found = late.select_related("case", "referral").order_by("meeting__held_on", "pk")[:SHOWN]
    return [
        Unconfirmed(
            each,
            name_of(each.case, each.referral),
            f"{len(asked[each.pk]) - len(missing[each.pk])} of {len(asked[each.pk])}",
            missing[each.pk],
        )
        for each in found
    ]
