"""Every address of the web application. Neutral words only: an address is seen in histories and over shoulders."""

from django.conf import settings
from django.urls import include, path

from config import errors, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("config.api")),
    path("", include("config.pages")),
    path("", include("agencies.urls")),
    path("", include("cases.urls")),
    path("", include("referrals.urls")),
    path("", include("incidents.urls")),
    path("", include("observations.urls")),
    path("", include("encompass.urls")),
    path("", include("support.urls")),
    path("", include("marac.urls")),
    path("", include("dhr.urls")),
    path("", include("strategy.urls")),
    path("", include("reports.urls")),
    path("", include("subject_access.urls")),
]
if settings.DEMO_SIGN_IN:
    urlpatterns += [path("demo/", include("agencies.demo"))]
if settings.DEBUG:
    urlpatterns += [path("gallery/", include("config.gallery"))]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
