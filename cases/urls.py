from django.urls import path

from cases.views import access, lists, page, reveals

urlpatterns = [
    path("cases/", lists.case_list, name="cases"),
    path("cases/<str:reference>/", page.case_page, name="case"),
    path("cases/<str:reference>/notes/", page.note_add, name="note_add"),
    path("cases/<str:reference>/access/", access.case_access, name="case_access"),
    path("cases/<str:reference>/access/agency/", access.case_share, name="case_share"),
    path("cases/<str:reference>/access/agency/<int:agency_id>/end/", access.case_unshare, name="case_unshare"),
    path("cases/<str:reference>/access/person/", access.case_name, name="case_name"),
    path("cases/<str:reference>/access/person/<int:grant_id>/end/", access.case_unname, name="case_unname"),
    path("cases/<str:reference>/access/restrict/", access.case_seal, name="case_seal"),
    path("cases/<str:reference>/access/open/", access.case_open, name="case_open"),
    path("cases/<str:reference>/access/exclusion/", access.case_exclude, name="case_exclude"),
    path("cases/<str:reference>/access/lawful/", access.case_lawful, name="case_lawful"),
    path("addresses/<uuid:address_id>/", reveals.address_reveal, name="address_reveal"),
    path("contacts/<uuid:contact_id>/", reveals.contact_reveal, name="contact_reveal"),
]
