"""Boards, who sits on them, and their terms."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from strategy import services
from strategy.forms.boards import BoardForm, LeaveForm, MemberForm, TermsForm
from strategy.models import Board, BoardMember
from strategy.presenters.boards import board_page, board_rows
from strategy.views.records import KEEP, READ, form_methods, form_page


def _board(request: HttpRequest, board_id: UUID) -> Board:
    return get_object_or_404(Board.objects.visible_to(request.principal).select_related("parent"), pk=board_id)


def _back(board: Board) -> str:
    return reverse("board", kwargs={"board_id": board.pk})


@requires(READ)
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """Boards that meet, and where a seat that the Act asks for is empty."""
    rows = board_rows(request.principal, today=timezone.localdate())
    return render(request, "strategy/boards.html", {"rows": rows, "may_keep": request.principal.may(KEEP)})


@requires(KEEP)
@form_methods
def board_new(request: HttpRequest) -> HttpResponse:
    """A board or group."""
    form = BoardForm(request.POST or None)
    step = partial(services.add_board, by=request.principal)
    return form_page(request, form, step, title="New board", back=reverse("boards"))


@requires(READ)
@require_safe
def board(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """One board."""
    page = board_page(_board(request, board_id), principal=request.principal, today=timezone.localdate())
    return render(request, "strategy/board.html", {"page": page})


@requires(KEEP)
@form_methods
def board_member(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """Somebody sits on it."""
    found, form = _board(request, board_id), MemberForm(request.POST or None)
    step = partial(services.seat_member, found, by=request.principal)
    return form_page(request, form, step, title="Add a member", back=_back(found), lead=found.name)


@requires(KEEP)
@form_methods
def board_leave(request: HttpRequest, board_id: UUID, member_id: int) -> HttpResponse:
    """Somebody leaves it."""
    found = _board(request, board_id)
    member = get_object_or_404(BoardMember.objects.visible_to(request.principal), board=found, pk=member_id)
    form = LeaveForm(request.POST or None, initial={"on": timezone.localdate()})
    step = partial(services.end_seat, member, by=request.principal)
    return form_page(request, form, step, title="Leaves the board", back=_back(found), lead=member.holder)


@requires(KEEP)
@form_methods
def board_terms(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """Terms of reference in a new version."""
    found, form = _board(request, board_id), TermsForm(request.POST or None)
    step = partial(services.write_terms, found, by=request.principal)
    return form_page(request, form, step, title="Terms of reference", back=_back(found), lead=found.name)
