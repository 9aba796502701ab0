"""Addresses of requests for one's own record."""

from django.urls import path

from subject_access import views

ONE = "records/<uuid:request_id>/"

urlpatterns = [
    path("records/", views.requests, name="record_requests"),
    path("cases/<str:reference>/people/<uuid:person_id>/records/", views.request_new, name="request_new"),
    path(ONE, views.record_request, name="record_request"),
    path(f"{ONE}items/<uuid:item_id>/", views.request_item, name="request_item"),
    path(f"{ONE}identity/", views.request_identity, name="request_identity"),
    path(f"{ONE}close/", views.request_close, name="request_close"),
    path(f"{ONE}answer/", views.request_answer, name="request_answer"),
    path(f"{ONE}<slug:step>/", views.request_step, name="request_step"),
]
