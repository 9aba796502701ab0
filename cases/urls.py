from django.urls import path

from cases import views

urlpatterns = [
    path("cases/", views.case_list, name="cases"),
    path("cases/<str:reference>/", views.case_page, name="case"),
    path("cases/<str:reference>/notes/", views.note_add, name="note_add"),
    path("addresses/<uuid:address_id>/", views.address_reveal, name="address_reveal"),
    path("contacts/<uuid:contact_id>/", views.contact_reveal, name="contact_reveal"),
]
