"""The central fund of a year, to the penny, and learning events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.models import Agency
from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.quarters import Quarter
from common.stepping import done
from dhr import services
from dhr.forms.fund import CostForm, EventForm, ShareForm
from dhr.models import DeathReview, FundShare, FundYear
from dhr.presenters.fund import fund_page

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _year(by: Principal) -> FundYear:
    """The financial year of today; opened on its first visit."""
    first = Quarter.of(timezone.localdate()).year_starts_on
    found = FundYear.objects.visible_to(by).filter(starts_on=first).first()
    return found or services.open_year(first, by=by)


@requires(Permission.REVIEW_RUN)
@require_safe
def fund(request: HttpRequest) -> HttpResponse:
    """What each partnership pays in, what was spent, what remains."""
    page = fund_page(_year(request.principal), principal=request.principal)
    record("fund viewed", by=request.principal, subjects=[f"year {page.year.pk}"])
    return render(request, "dhr/fund.html", {"page": page})


@requires(Permission.REVIEW_RUN)
@form_methods
def fund_share(request: HttpRequest, share_id: int) -> HttpResponse:
    """A partnership's allocation."""
    share = get_object_or_404(FundShare.objects.visible_to(request.principal).select_related("csp"), pk=share_id)
    form = ShareForm(request.POST or None, initial={"allocation": share.allocation, "received": share.received})
    if request.POST and done(
        request, form, lambda said: services.set_share(share, by=request.principal, **said), "Saved."
    ):
        return redirect("fund")
    return render(request, "dhr/fund_do.html", {"form": form, "title": share.csp.name})


@requires(Permission.REVIEW_RUN)
@form_methods
def fund_cost(request: HttpRequest) -> HttpResponse:
    """Money spent or expected."""
    by, today = request.principal, timezone.localdate()
    reviews = DeathReview.objects.visible_to(by).order_by("code_name")
    form = CostForm(request.POST or None, initial={"on": today}, reviews=reviews)
    if done(request, form, lambda said: services.add_cost(_year(by), by=by, **said), "Cost added."):
        return redirect("fund")
    return render(request, "dhr/fund_do.html", {"form": form, "title": "Add a cost"})


@requires(Permission.REVIEW_RUN)
@form_methods
def fund_event(request: HttpRequest) -> HttpResponse:
    """A learning event, with who came and what they thought."""
    agencies = Agency.objects.order_by("name", "pk")
    form = EventForm(request.POST or None, initial={"on": timezone.localdate()}, agencies=agencies)
    if done(request, form, lambda said: _event(request.principal, form), "Learning event added."):
        return redirect("fund")
    return render(request, "dhr/fund_do.html", {"form": form, "title": "Add a learning event"})


def _event(by: Principal, form: EventForm) -> None:
    said = {name: form.cleaned_data[name] for name in ("kind", "title", "on", "score")}
    said |= {"answers": form.cleaned_data["answers"] or 0, "attendance": form.attendance}
    services.add_learning_event(by=by, themes=[theme.pk for theme in form.cleaned_data["themes"]], **said)
