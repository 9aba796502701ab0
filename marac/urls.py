"""Addresses of the meetings. Neutral words only."""

from django.urls import path

from marac.views import actions, agenda, hearings, meetings, minutes, research, statements

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/past/", meetings.meetings_past, name="meetings_past"),
    path("meetings/forums/<int:forum_id>/next/", meetings.meetings_make, name="meetings_make"),
    path("meetings/forums/<int:forum_id>/extra/", meetings.meeting_add, name="meeting_add"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/end/", meetings.meeting_end, name="meeting_end"),
    path("meetings/<uuid:meeting_id>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<uuid:meeting_id>/attendance/", meetings.attendance, name="attendance"),
    path("meetings/<uuid:meeting_id>/agenda/", agenda.agenda, name="agenda"),
    path("meetings/<uuid:meeting_id>/agenda/add/<str:reference>/", agenda.agenda_add, name="agenda_add"),
    path("meetings/<uuid:meeting_id>/agenda/children/", agenda.agenda_children_first, name="agenda_children_first"),
    path("meetings/<uuid:meeting_id>/agenda/publish/", agenda.agenda_publish, name="agenda_publish"),
    path("meetings/<uuid:meeting_id>/agenda/reopen/", agenda.agenda_reopen, name="agenda_reopen"),
    path("meetings/<uuid:meeting_id>/run/<int:number>/", hearings.meeting_run, name="meeting_run"),
    path("hearings/<uuid:hearing_id>/", hearings.hearing, name="hearing"),
    path("hearings/<uuid:hearing_id>/move/", agenda.hearing_move, name="hearing_move"),
    path("hearings/<uuid:hearing_id>/remove/", agenda.hearing_remove, name="hearing_remove"),
    path("hearings/<uuid:hearing_id>/adjourn/", hearings.hearing_adjourn, name="hearing_adjourn"),
    path("meetings/<uuid:meeting_id>/research/", research.research_chase, name="research_chase"),
    path("meetings/<uuid:meeting_id>/statement/", statements.statement, name="statement"),
    path("meetings/<uuid:meeting_id>/observers/", statements.observers, name="observers"),
    path(
        "meetings/<uuid:meeting_id>/observers/<int:observer_id>/remove/",
        statements.observer_remove,
        name="observer_remove",
    ),
    path("hearings/<uuid:hearing_id>/conflict/", statements.hearing_conflict, name="hearing_conflict"),
    path("meetings/<uuid:meeting_id>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("meetings/<uuid:meeting_id>/minutes/approval/", minutes.minutes_approve, name="minutes_approve"),
    path("meetings/actions/", minutes.tracker, name="tracker"),
    path("actions/<uuid:action_id>/<slug:step>/", minutes.action_step, name="action_step"),
    path("hearings/<uuid:hearing_id>/told/", minutes.person_update, name="person_update"),
    path("research/", research.research_inbox, name="research_inbox"),
    path("research/<uuid:request_id>/", research.research, name="research"),
    path("corrections/", research.corrections, name="corrections"),
    path("corrections/<uuid:correction_id>/", research.correction_settle, name="correction_settle"),
    path("actions/", actions.actions, name="actions"),
    path("actions/<uuid:action_id>/", actions.action, name="action"),
    path("cases/<str:reference>/meetings/", actions.case_meetings, name="case_meetings"),
]
