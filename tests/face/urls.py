"""The whole house and the gallery, which the settings mount only when DEBUG is on."""

from django.urls import include, path

from config import urls

urlpatterns = [*urls.urlpatterns, path("gallery/", include("config.gallery"))]
handler404 = urls.handler404
