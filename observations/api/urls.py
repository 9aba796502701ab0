from django.urls import path

from observations.api import views

urlpatterns = [
    path("", views.Indicators.as_view(), name="api_figures"),
    path("<str:code>/", views.FiguresOfOne.as_view(), name="api_figures_of"),
]
