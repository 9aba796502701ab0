from django.urls import path

from referrals.api import views

urlpatterns = [
    path("", views.Referrals.as_view(), name="api_referrals"),
    path("<str:reference>/", views.OneReferral.as_view(), name="api_referral"),
]
