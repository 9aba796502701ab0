"""The national return: looked at, taken as a sheet, locked when it is sent. And whose flags come off in a month."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.keyset import DayKey
from common.quarters import Quarter
from common.spreadsheets import csv_bytes
from common.stepping import tried
from documents.views import pressed
from marac import services
from marac.models import Forum, ReturnCount, ReturnEdition
from marac.presenters.flagging import unconfirmed
from marac.presenters.flags import flags_page, month_of
from marac.presenters.listed import Asked, listed_page
from marac.presenters.principles import YearPage, year_page
from marac.presenters.returns import ReturnPage, csv_rows, period_of, return_page


def _page(request: HttpRequest, forum_id: int) -> ReturnPage:
    """As it was counted last."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    today, by = timezone.localdate(), request.principal
    quarter = period_of(request.GET.get("quarter", ""), today=today)
    period = {"forum": forum, "starts_on": quarter.starts_on}
    count = ReturnCount.objects.filter(**period, reader=by.user_id).first()
    editions = ReturnEdition.objects.filter(**period, ends_on=quarter.ends_on).select_related("locked_by")
    record("return viewed", by=by, detail=f"forum {forum.pk}, {quarter.slug}")
    kept = list(editions.order_by("number"))
    return return_page(forum, count, kept, reader=by.user_id, quarter=quarter, today=today)


@requires(Permission.MEETING_RUN)
@require_safe
def forum_return(request: HttpRequest, forum_id: int) -> HttpResponse:
    """The return of a forum for a quarter, every item with its definition."""
    return render(request, "marac/return.html", {"page": _page(request, forum_id)})


@requires(Permission.MEETING_RUN)
@require_safe
def forum_return_csv(request: HttpRequest, forum_id: int) -> HttpResponse:
    """The same as a sheet."""
    page = _page(request, forum_id)
    response = HttpResponse(csv_bytes(csv_rows(page)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="linnet-return-{page.quarter.slug}.csv"'
    return response


@requires(Permission.MEETING_RUN)
@require_safe
def forum_return_list(request: HttpRequest, forum_id: int, item: str) -> HttpResponse:
    """The hearings behind one figure, as far as the reader may open them."""
    forum, by = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id), request.principal
    quarter = period_of(request.GET.get("quarter", ""), today=timezone.localdate())
    asked = Asked(quarter, item, request.GET.get("months") == "12", request.GET.get("known") == "no")
    count = ReturnCount.objects.filter(forum=forum, starts_on=quarter.starts_on, reader=by.user_id).first()
    after = DayKey.parse(request.GET.get("after", ""))
    page = listed_page(forum, count, asked=asked, principal=by, after=after)
    if page is None:
        raise Http404
    cases = sorted({hearing.case_id for hearing, *_ in page.rows}, key=str)
    record("return list viewed", by=by, subjects=cases, detail=f"forum {forum.pk}, {quarter.slug}, item {item[:40]}")
    return render(request, "marac/return_list.html", {"page": page})


@requires(Permission.MEETING_RUN)
@require_POST
def forum_return_count(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Have it counted, or counted again."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    quarter = period_of(request.POST.get("quarter", ""), today=timezone.localdate())
    services.ask_for_count(forum, by=request.principal, quarter=quarter, at=timezone.now())
    messages.success(request, "It is being counted. Load this page again in a moment.")
    return _back(forum, quarter)


def _back(forum: Forum, quarter: Quarter) -> HttpResponse:
    return redirect(f"{reverse('forum_return', kwargs={'forum_id': forum.pk})}?quarter={quarter.slug}")


@requires(Permission.MEETING_RUN)
@require_POST
def forum_return_lock(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Keep it as it is sent."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    quarter = period_of(request.POST.get("quarter", ""), today=timezone.localdate())
    lock = partial(services.lock_return, forum, by=request.principal, quarter=quarter)
    tried(request, partial(lock, at=timezone.now()), "Locked as it was sent.")
    return redirect(f"{reverse('forum_return', kwargs={'forum_id': forum.pk})}?quarter={quarter.slug}")


def _year(request: HttpRequest, forum_id: int) -> YearPage:
    forum = get_object_or_404(Forum.objects.run_by(request.principal).select_related("area"), pk=forum_id)
    today = timezone.localdate()
    quarter = period_of(request.GET.get("quarter", ""), today=today)
    record("year viewed", by=request.principal, detail=f"forum {forum.pk}, {quarter.slug}")
    return year_page(forum, principal=request.principal, quarter=quarter, today=today)


@requires(Permission.MEETING_RUN)
@require_safe
def forum_year(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Twelve months: what there is to show for each of the ten principles."""
    return render(request, "marac/year.html", {"page": _year(request, forum_id)})


@requires(Permission.MEETING_RUN)
@require_safe
def forum_year_pdf(request: HttpRequest, forum_id: int) -> HttpResponse:
    """The annual report as a PDF: figures alone."""
    page = _year(request, forum_id)
    html = render_to_string("marac/pdf/year.html", {"page": page, "product_name": settings.PRODUCT_NAME})
    back = reverse("forum_year", kwargs={"forum_id": page.forum.pk})
    note = partial(record, "year saved", by=request.principal, detail=f"forum {page.forum.pk}, {page.quarter.slug}")
    return pressed(request, html, name=f"linnet-annual-{page.quarter.slug}", back=back, saved=note)


@requires(Permission.MEETING_RUN)
@require_safe
def forum_flags(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Whose flags come off in a month."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal).select_related("area"), pk=forum_id)
    today = timezone.localdate()
    month = month_of(request.GET.get("month", ""), today=today)
    page = flags_page(forum, principal=request.principal, month=month, today=today)
    missing = unconfirmed(forum, principal=request.principal, today=today)
    cases = {*(row[0].case_id for row in page.rows), *(row.hearing.case_id for row in missing)}
    record("flags listed", by=request.principal, subjects=sorted(cases, key=str))
    return render(request, "marac/flags.html", {"page": page, "unconfirmed": missing})
