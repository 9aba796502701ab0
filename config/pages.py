"""Pages that belong to no app: the overview, one's own account, search, and what anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from agencies.gates import signed_in
from config.overview import overview
from config.search import search


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own password, second step and sessions."""
    return render(request, "account.html")


@signed_in
@require_safe
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Somebody is still there: the session's clock starts again."""
    return HttpResponse(status=204)


urlpatterns = [
    path("", overview, name="overview"),
    path("search/", search, name="search"),
    path("account/", account, name="account"),
    path("account/stay/", keep_alive, name="keep_alive"),
    path("help/", TemplateView.as_view(template_name="pages/help.html"), name="help"),
    path("accessibility/", TemplateView.as_view(template_name="pages/accessibility.html"), name="accessibility"),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
]
