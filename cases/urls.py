from django.urls import path

from cases.views import lists, page, reveals

urlpatterns = [
    path("cases/", lists.case_list, name="cases"),
    path("cases/<str:reference>/", page.case_page, name="case"),
    path("cases/<str:reference>/notes/", page.note_add, name="note_add"),
    path("addresses/<uuid:address_id>/", reveals.address_reveal, name="address_reveal"),
    path("contacts/<uuid:contact_id>/", reveals.contact_reveal, name="contact_reveal"),
]
