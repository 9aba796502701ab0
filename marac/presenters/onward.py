"""What leaves the area: the list of cases that were sent on, the pack, and the register of letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.principal import Principal
from cases.models import Case
from cases.presenters import load_people, victim_name
from common.keyset import MomentKey, page_of
from common.parts import Pages
from marac.models import Action, Hearing, Letter, Transfer
from marac.presenters.words import grounds, sentence
from marac.transfers import is_overdue
from referrals.models import Referral

PAGE = 25


@dataclass(frozen=True)
class TransferRow:
    """One case that was sent on."""

    transfer: Transfer
    name: str
    state: str
    is_late: bool


def _page(rows: Any, moment: str, after: MomentKey | None) -> tuple[Sequence[Any], Pages]:
    found = list((rows.filter(after.before(moment)) if after else rows).order_by(f"-{moment}", "pk")[: PAGE + 1])
    return page_of(found, PAGE, lambda row: MomentKey(getattr(row, moment), row.pk), after=after)


def transfers_page(
    principal: Principal, *, today: date, after: MomentKey | None = None
) -> tuple[list[TransferRow], Pages]:
    """The cases of the principal's team that were sent on, the latest first."""
    mine = Transfer.objects.visible_to(principal).select_related("case")
    found, pages = _page(mine, "sent_at", after)
    load_people([each.case for each in found])
    return [_row(each, today) for each in found], pages


def _row(transfer: Transfer, today: date) -> TransferRow:
    late = is_overdue(transfer.receipt_due_on, acknowledged=transfer.acknowledged_at is not None, today=today)
    received = "Acknowledged" if transfer.acknowledged_at else "No receipt yet"
    state = transfer.get_answer_display() if transfer.answer else received
    return TransferRow(transfer, known_as(transfer.case), state, late)


def known_as(case: Case) -> str:
    """What lists call a case: by its code name where it is sealed."""
    return case.code_name if case.is_sealed else victim_name(case)


def letters_page(principal: Principal, *, after: MomentKey | None = None) -> tuple[list[tuple[Letter, str]], Pages]:
    """The letters of the principal's team, the latest first."""
    mine = Letter.objects.visible_to(principal).select_related("case", "issued_by")
    found, pages = _page(mine, "issued_at", after)
    load_people([each.case for each in found])
    return [(each, known_as(each.case)) for each in found], pages


@dataclass(frozen=True)
class Pack:
    """What the other area is given: no address and no telephone number."""

    transfer: Transfer
    name: str
    referrals: Sequence[tuple[Referral, str]]
    hearings: Sequence[tuple[Hearing, Sequence[Action]]]


def pack_of(transfer: Transfer, *, principal: Principal) -> Pack:
    """The referrals, and every meeting with its minutes and actions, as far as the principal sees them."""
    load_people([transfer.case])
    sent = Referral.objects.visible_to(principal).filter(case=transfer.case_id).select_related("from_agency")
    heard = Hearing.objects.visible_to(principal).filter(case=transfer.case_id, status=Hearing.Status.HEARD)
    actions = Action.objects.visible_to(principal).agreed().filter(case=transfer.case_id)
    agreed: dict[Any, list[Action]] = {}
    for each in actions.select_related("owner_agency").order_by("due_on", "pk"):
        agreed.setdefault(each.hearing_id, []).append(each)
    hearings = heard.select_related("meeting__forum").order_by("-meeting__held_on")
    return Pack(
        transfer,
        victim_name(transfer.case),
        [(each, sentence(grounds(each))) for each in sent.order_by("received_at")],
        [(each, agreed.get(each.pk, [])) for each in hearings],
    )
