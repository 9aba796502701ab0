from django.urls import path

from referrals.api import bulk, incidents, views

urlpatterns = [
    path("", views.Referrals.as_view(), name="api_referrals"),
    path("bulk/", bulk.Bulk.as_view(), name="api_referrals_bulk"),
    path("<str:reference>/incidents/", incidents.FurtherIncidentsOfOne.as_view(), name="api_referral_incidents"),
    path("<str:reference>/documents/", views.Documents.as_view(), name="api_referral_documents"),
    path("<str:reference>/", views.OneReferral.as_view(), name="api_referral"),
]
