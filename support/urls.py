"""Addresses of the adviser service. Neutral words only."""

from django.urls import path

from support.views import contracts, due, episodes, intake, moving, outcomes, plans, practical, team, voice

urlpatterns = [
    path("due/", due.due, name="due"),
    path("support/team/", team.team, name="support_team"),
    path("support/team/alerts/<uuid:alert_id>/", team.alert, name="support_alert"),
    path("support/team/move/", moving.move, name="support_move"),
    path("support/team/move/now/", moving.moved, name="support_moved"),
    path("support/capacity/", moving.capacity, name="support_capacity"),
    path("support/leave/back/", team.take_back, name="support_take_back"),
    path("support/leave/", team.hand_over, name="support_leave"),
    path("support/new/", intake.waiting, name="support_waiting"),
    path("support/new/<str:reference>/", intake.take, name="support_take"),
    path("support/new/<str:reference>/refuse/", intake.refuse, name="support_refuse"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/<int:contract_id>/", contracts.contract, name="contract"),
    path("contracts/<int:contract_id>/<str:quarter>/", contracts.submit, name="contract_submit"),
    path("support/exits/", outcomes.exits, name="support_exits"),
    path("support/<uuid:episode_id>/", episodes.episode, name="support_episode"),
    path("support/<uuid:episode_id>/step/", episodes.step, name="support_step"),
    path("support/<uuid:episode_id>/contact/", due.contact, name="support_contact"),
    path("support/<uuid:episode_id>/contact/<uuid:contact_id>/", due.number, name="support_number"),
    path("support/<uuid:episode_id>/silence/", episodes.silence, name="support_silence"),
    path("support/<uuid:episode_id>/adviser/", episodes.allocate, name="support_allocate"),
    path("support/<uuid:episode_id>/end/", episodes.close, name="support_close"),
    path("support/<uuid:episode_id>/again/", episodes.reopen, name="support_reopen"),
    path("support/<uuid:episode_id>/outcomes/", outcomes.outcomes, name="support_outcomes"),
    path("support/<uuid:episode_id>/outcomes/<slug:moment>/", outcomes.measure, name="support_measure"),
    path("support/<uuid:episode_id>/plan/", plans.plan, name="support_plan"),
    path("support/<uuid:episode_id>/plan/write/", plans.plan_write, name="support_plan_write"),
    path("support/<uuid:episode_id>/plan/keep/", plans.plan_autosave, name="support_plan_autosave"),
    path("support/<uuid:episode_id>/plan/print/", plans.plan_print, name="support_plan_print"),
    path("support/<uuid:episode_id>/views/", plans.views, name="support_views"),
    path("support/<uuid:episode_id>/practical/", practical.practical, name="support_practical"),
    path("support/<uuid:episode_id>/practical/<slug:kind>/", practical.keep, name="support_add"),
    path("support/<uuid:episode_id>/practical/<slug:kind>/<uuid:record_id>/", practical.keep, name="support_change"),
    path("support/<uuid:episode_id>/words/", voice.voice, name="support_voice"),
    path("q/<str:secret>/", voice.voice_page, name="voice_page"),
    path("cases/<str:reference>/support/", episodes.case_support, name="case_support"),
]
