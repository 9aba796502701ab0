from django.urls import path

from encompass.api import views

urlpatterns = [path("", views.Notices.as_view(), name="api_notices")]
