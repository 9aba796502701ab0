"""Addresses of the reports. Neutral words only."""

from django.urls import path

from reports import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/new/", views.report_new, name="report_new"),
    path("reports/<uuid:report_id>/", views.report, name="report"),
    path("reports/<uuid:report_id>/progress/", views.report_progress, name="report_progress"),
    path("reports/<uuid:report_id>/report.pdf", views.report_pdf, name="report_pdf"),
    path("reports/<uuid:report_id>/tables/<slug:table>.csv", views.report_table, name="report_table"),
    path("reports/<uuid:report_id>/commentary/", views.report_commentary, name="report_commentary"),
    path("reports/<uuid:report_id>/retry/", views.report_retry, name="report_retry"),
    path("reports/<uuid:report_id>/publication/", views.report_publish, name="report_publish"),
]
