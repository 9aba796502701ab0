from django.urls import path

from reports.api import views

urlpatterns = [
    path("", views.Editions.as_view(), name="api_reports"),
    path("<str:report_id>/", views.OneEdition.as_view(), name="api_report"),
]
