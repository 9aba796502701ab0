"""Every address of the API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[]), name="api_schema"),
    path("referrals/", include("referrals.api.urls")),
    path("crimes/", include("incidents.api.urls")),
    path("reports/", include("reports.api.urls")),
    path("figures/", include("observations.api.urls")),
    path("notices/", include("encompass.api.urls")),
]
