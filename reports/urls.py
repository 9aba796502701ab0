"""Addresses of the reports. Neutral words only."""

from django.urls import path

from reports.views import drafts, editions

urlpatterns = [
    path("reports/", editions.reports, name="reports"),
    path("reports/new/", editions.report_new, name="report_new"),
    path("reports/<uuid:report_id>/", editions.report, name="report"),
    path("reports/<uuid:report_id>/progress/", editions.report_progress, name="report_progress"),
    path("reports/<uuid:report_id>/report.pdf", editions.report_pdf, name="report_pdf"),
    path("reports/<uuid:report_id>/data.ods", editions.report_data, name="report_data"),
    path("reports/<uuid:report_id>/tables/<slug:table>.csv", editions.report_table, name="report_table"),
    path("reports/<uuid:report_id>/commentary/", drafts.report_commentary, name="report_commentary"),
    path("reports/<uuid:report_id>/challenge/opening/", drafts.report_share, name="report_share"),
    path("reports/<uuid:report_id>/challenge/", drafts.report_challenge, name="report_challenge"),
    path("reports/<uuid:report_id>/challenge/<int:challenge_id>/", drafts.report_answer, name="report_answer"),
    path("reports/<uuid:report_id>/approval/", drafts.report_approve, name="report_approve"),
    path("reports/<uuid:report_id>/retry/", drafts.report_retry, name="report_retry"),
    path("reports/<uuid:report_id>/publication/", drafts.report_publish, name="report_publish"),
]
