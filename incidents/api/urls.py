from django.urls import path

from incidents.api import views

urlpatterns = [path("", views.Crimes.as_view(), name="api_crimes")]
