"""Addresses of notices and schools. Neutral words only."""

from django.urls import path

from encompass.views import notices, schools, sending

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/sent/", notices.notices_sent, name="notices_sent"),
    path("notices/new/", sending.notice_new, name="notice_new"),
    path("notices/figures/", notices.notices_figures, name="notices_figures"),
    path("notices/<str:reference>/", notices.notice, name="notice"),
    path("notices/<str:reference>/acknowledgement/", notices.notice_acknowledge, name="notice_acknowledge"),
    path("notices/<str:reference>/answer/", notices.notice_answer, name="notice_answer"),
    path("notices/<str:reference>/child/", sending.notice_child, name="notice_child"),
    path("notices/<str:reference>/stop/", notices.notice_keep_back, name="notice_keep_back"),
    path("notices/<str:reference>/decision/", notices.notice_decision, name="notice_decision"),
    path("schools/year/", schools.school_year, name="school_year"),
    path("schools/year/terms/new/", schools.school_term_add, name="school_term_add"),
    path("schools/year/terms/<int:term_id>/removal/", schools.school_term_remove, name="school_term_remove"),
    path("schools/year/days/new/", schools.school_day_add, name="school_day_add"),
    path("schools/year/days/<int:day_id>/removal/", schools.school_day_remove, name="school_day_remove"),
    path("schools/settings/", schools.school_settings, name="school_settings"),
]
