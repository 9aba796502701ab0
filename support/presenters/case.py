"""The support of a case, as every agency on it may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from cases.models import Case
from cases.presenters import load_people
from cases.presenters.page import case_header
from common.parts import CaseHeader
from support.models import Episode
from support.presenters.words import STAGE_COLOURS
from support.selectors import not_contacted


@dataclass(frozen=True)
class SupportRow:
    """One episode: who, how far. ``url`` is for its own service alone."""

    episode: Episode
    colour: str
    url: str


@dataclass(frozen=True)
class CaseSupportPage:
    """The page of a case's support."""

    header: CaseHeader
    rows: Sequence[SupportRow]
    silence: str


def case_support_page(case: Case, *, principal: Principal, today: date) -> CaseSupportPage:
    """Read a case that the principal sees."""
    load_people([case])
    found = Episode.objects.visible_to(principal).filter(case=case).select_related("service", "adviser")
    mine = principal.agency_with(Permission.SUPPORT_WORK)
    rows = [_row(each, is_own=each.agency_id == mine) for each in found.order_by("-accepted_at")]
    silent = not_contacted([case.pk], principal=principal).get(case.pk)
    return CaseSupportPage(case_header(case, today=today), rows, silent.words if silent else "")


def _row(episode: Episode, *, is_own: bool) -> SupportRow:
    url = reverse("support_episode", kwargs={"episode_id": episode.pk}) if is_own else ""
    return SupportRow(episode, STAGE_COLOURS[episode.stage], url)
