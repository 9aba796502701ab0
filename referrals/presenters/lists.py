"""The three lists of referrals: to triage, sent, drafts. One record per row, so that templates stay dumb."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from cases.timeliness import GROUPS, SOON, THIS_WEEK, Clock
from common.keyset import DayKey, MomentKey
from common.parts import Link, Pages
from referrals.models import Criterion, Draft, Referral
from referrals.presenters.words import CRITERIA, SOURCES, clock_of, ground_words, risk_of, status_words

PAGE = 25
# The groups of a list of what is not yet decided, soonest first, and how they are filtered by.
CLOCKS = {state: GROUPS[state] for state in ("late", "today", "soon", "week", "later")}


@dataclass(frozen=True)
class TriageRow:
    """A referral that somebody has to decide about."""

    name: str
    reference: str
    spoken: str
    district: str
    source: str
    received_at: datetime
    grounds: str
    more: str
    risk: str | None
    clock: Clock
    status: str
    status_words: str


@dataclass(frozen=True)
class SentRow:
    """A referral that one's own agency sent."""

    name: str
    reference: str
    spoken: str
    own_reference: str
    district: str
    received_at: datetime
    status: str
    is_asked: bool
    clock: Clock | None


@dataclass(frozen=True)
class DraftRow:
    """A referral that is still being written."""

    draft: Draft
    name: str
    url: str


@dataclass(frozen=True)
class TriageList:
    """Everything on the page of what is to be triaged."""

    total: int
    words: str
    groups: Sequence[tuple[str, Sequence[TriageRow]]]
    pages: Pages
    chips: Sequence[Link]

    @property
    def references(self) -> list[str]:
        return [row.reference for _, rows in self.groups for row in rows]


def tabs(principal: Principal, current: str) -> list[Link]:
    """The lists that a role has. Nothing where there is only one."""
    found = []
    if principal.may(Permission.REFERRAL_TRIAGE):
        found.append(Link("To triage", reverse("referrals"), current == "triage"))
        found.append(Link("Further incidents", reverse("referrals_further"), current == "further"))
    if principal.may(Permission.REFERRAL_SEND):
        found.append(Link("Sent", reverse("referrals_sent"), current == "sent"))
        found.append(Link("Drafts", reverse("referral_drafts"), current == "drafts"))
    return found


# -- to triage ---------------------------------------------------------------------------------------------------------


def triage_list(
    principal: Principal, *, chosen: Mapping[str, Sequence[str]], asked: QueryDict, today: date
) -> TriageList:
    """What the principal's team has still to decide about, the nearest day 14 first.

    ``chosen`` are the filters, by group; ``asked`` is the query of the address, which the next page repeats.
    """
    waiting = Referral.objects.received_by(principal).awaiting_triage().filter(_matching(chosen, today))
    counts = waiting.aggregate(**{state: Count("pk", filter=_due(state, today)) for state in CLOCKS})
    after = DayKey.parse(asked.get("after", ""))
    related = waiting.select_related("district", "from_agency", "status_by")
    found = list(related.due_page(after, PAGE))
    rows = [_triage_row(referral, today=today) for referral in found[:PAGE]]
    groups = [
        (f"{GROUPS[state]} ({counts[state]:,})", list(same))
        for state, same in groupby(rows, key=lambda row: row.clock.state)
    ]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return TriageList(
        total=sum(counts.values()),
        words=_sum_words(counts),
        groups=groups,
        pages=_pages(asked, DayKey(last.due_on, last.pk).text if last else "", is_first=after is None),
        chips=_chips(chosen, asked),
    )


def _due(state: str, today: date) -> Q:
    """The due dates that lie in one group of the clock."""
    soon, week = today + timedelta(days=SOON), today + timedelta(days=THIS_WEEK)
    return {
        "late": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "soon": Q(due_on__gt=today, due_on__lte=soon),
        "week": Q(due_on__gt=soon, due_on__lte=week),
        "later": Q(due_on__gt=week),
    }[state]


def _matching(chosen: Mapping[str, Sequence[str]], today: date) -> Q:
    """OR inside a group of filters, AND between groups; a group with nothing ticked lets everything through."""
    clocks = _any(_due(state, today) for state in chosen.get("clock", ()))
    grounds = Q(criteria__overlap=list(chosen["ground"])) if chosen.get("ground") else Q()
    return clocks & grounds & _any(_from(source) for source in chosen.get("source", ()))


def _from(source: str) -> Q:
    kinds = SOURCES[source][1]
    named = [kind for _, group in SOURCES.values() for kind in group]
    return Q(from_agency__type__in=kinds) if kinds else ~Q(from_agency__type__in=named)


def _any(conditions: Any) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _triage_row(referral: Referral, *, today: date) -> TriageRow:
    grounds, more = ground_words(referral)
    return TriageRow(
        name=referral.victim_name,
        reference=referral.reference,
        spoken=referral.spoken_reference,
        district=referral.district.name,
        source=referral.from_agency.get_type_display(),
        received_at=referral.received_at,
        grounds=grounds,
        more=more,
        risk=risk_of(referral),
        clock=clock_of(referral, today=today),
        status=referral.get_status_display(),
        status_words=str(referral.status_by) if referral.status == Referral.Status.SCREENING else "",
    )


def _sum_words(counts: Mapping[str, int]) -> str:
    """Like "2 late, 1 due today, 21 later."."""
    said = {
        "late": "late",
        "today": "due today",
        "soon": "due in 3 days",
        "week": "due in 4 to 7 days",
        "later": "later",
    }
    parts = [f"{counts[state]:,} {words}" for state, words in said.items() if counts[state]]
    return f"{', '.join(parts)}." if parts else ""


def _chips(chosen: Mapping[str, Sequence[str]], asked: QueryDict) -> list[Link]:
    """The filters in use, each a link that takes it off."""
    words: dict[str, Mapping[Any, str]] = {
        "clock": CLOCKS,
        "ground": CRITERIA,
        "source": {code: label for code, (label, _) in SOURCES.items()},
    }
    found = []
    for group, values in chosen.items():
        for value in values:
            rest = _without_page(asked)
            rest.setlist(group, [each for each in rest.getlist(group) if each != value])
            label = words[group][Criterion(value) if group == "ground" else value]
            found.append(Link(label, f"?{rest.urlencode()}"))
    return found


def _without_page(asked: QueryDict) -> QueryDict:
    rest = asked.copy()
    rest.pop("after", None)
    return rest


def _pages(asked: QueryDict, next_text: str, *, is_first: bool) -> Pages:
    first, following = _without_page(asked), asked.copy()
    following["after"] = next_text
    return Pages(
        next_url=f"?{following.urlencode()}" if next_text else "",
        previous_url="" if is_first else f"?{first.urlencode()}",
        words="" if is_first else "Previous leads to the first page",
    )


# -- sent, drafts ------------------------------------------------------------------------------------------------------


def sent_list(principal: Principal, *, asked: QueryDict, today: date) -> tuple[list[SentRow], Pages]:
    """What the principal's agency sent, newest first."""
    after = MomentKey.parse(asked.get("after", ""))
    found = list(Referral.objects.sent_by(principal).select_related("district").sent_page(after, PAGE))
    last = found[PAGE - 1] if len(found) > PAGE else None
    pages = _pages(asked, MomentKey(last.received_at, last.pk).text if last else "", is_first=after is None)
    follows = principal.may(Permission.REFERRAL_FOLLOW)
    return [_sent_row(referral, today=today, follows=follows) for referral in found[:PAGE]], pages


def _sent_row(referral: Referral, *, today: date, follows: bool) -> SentRow:
    has_clock = follows and referral.status not in Referral.ENDED
    return SentRow(
        name=referral.victim_name,
        reference=referral.reference,
        spoken=referral.spoken_reference,
        own_reference=referral.external_reference,
        district=referral.district.name,
        received_at=referral.received_at,
        status=status_words(referral, follows=follows),
        is_asked=referral.status == Referral.Status.RETURNED,
        clock=clock_of(referral, today=today) if has_clock else None,
    )


def draft_list(drafts: QuerySet) -> list[DraftRow]:
    """One's own drafts, the last one changed first, by the name typed into them so far."""
    found = drafts.select_related("handed_over_by").order_by("-saved_at")[:PAGE]
    return [DraftRow(draft, _typed_name(draft), _draft_url(draft)) for draft in found]


def _draft_url(draft: Draft) -> str:
    return reverse("referral_whole" if draft.is_long else "referral_draft", args=[draft.pk])


def _typed_name(draft: Draft) -> str:
    person = draft.typed.get("person", {})
    typed = [" ".join(person.get(field, [])) for field in ("given", "family")]
    return " ".join(" ".join(typed).split()) or "No name yet"
