"""Addresses of the figures. Random keys and days only: an indicator's code would say what this is about."""

from django.urls import path

from observations.views import figures, imports, keeping

urlpatterns = [
    path("figures/", figures.index, name="figures"),
    path("figures/years/<str:ending>/", figures.year, name="figures_year"),
    path("figures/years/<str:ending>/csv/", figures.year_csv, name="figures_year_csv"),
    path("figures/years/<str:ending>/pdf/", figures.year_pdf, name="figures_year_pdf"),
    path("figures/indicators/<uuid:indicator_id>/", figures.indicator, name="figures_indicator"),
    path("figures/indicators/<uuid:indicator_id>/csv/", figures.indicator_csv, name="figures_indicator_csv"),
    path("figures/indicators/<uuid:indicator_id>/words/", keeping.describe, name="figures_describe"),
    path("figures/indicators/<uuid:indicator_id>/break/", keeping.add_break, name="figures_break"),
    path("figures/peers/", keeping.peers, name="figures_peers"),
    path("figures/imports/", imports.imports, name="figures_imports"),
    path("figures/imports/template/", imports.template, name="figures_template"),
    path("figures/imports/<uuid:import_id>/", imports.one, name="figures_import"),
    path("figures/imports/<uuid:import_id>/rows/", imports.wrong_rows, name="figures_import_rows"),
    path("figures/imports/<uuid:import_id>/start/", imports.start, name="figures_import_start"),
    path("figures/imports/<uuid:import_id>/discard/", imports.discard, name="figures_import_discard"),
    path("figures/imports/<uuid:import_id>/undo/", imports.undo, name="figures_import_undo"),
]
