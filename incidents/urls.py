"""Addresses of the crimes and their grades. Neutral words only; a crime is a random key, never its number."""

from django.urls import path

from incidents.views import crimes, imports, tasks

urlpatterns = [
    path("incidents/", crimes.incidents, name="incidents"),
    path("incidents/find/", crimes.find, name="incident_find"),
    path("incidents/review/", crimes.review, name="incident_review"),
    path("incidents/flow/", crimes.flow, name="incident_flow"),
    path("incidents/<uuid:crime_id>/", crimes.incident, name="incident"),
    path("incidents/<uuid:crime_id>/confirm/", crimes.confirm, name="incident_confirm"),
    path("incidents/imports/", imports.imports, name="incident_imports"),
    path("incidents/imports/template/", imports.template, name="incident_template"),
    path("incidents/imports/<uuid:import_id>/", imports.one, name="incident_import"),
    path("incidents/imports/<uuid:import_id>/rows/", imports.wrong_rows, name="incident_import_rows"),
    path("incidents/imports/<uuid:import_id>/start/", imports.start, name="incident_import_start"),
    path("incidents/imports/<uuid:import_id>/resume/", imports.resume, name="incident_import_resume"),
    path("incidents/imports/<uuid:import_id>/discard/", imports.discard, name="incident_import_discard"),
    path("incidents/imports/<uuid:import_id>/undo/", imports.undo, name="incident_import_undo"),
    path("grades/", tasks.grade_tasks, name="grade_tasks"),
    path("grades/<uuid:task_id>/", tasks.grade_task, name="grade_task"),
]
