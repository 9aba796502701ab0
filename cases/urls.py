from django.urls import path

from cases.views import access, conflicts, contact, lists, page, people, reveals

CASE = "cases/<str:reference>/"
PERSON = f"{CASE}people/<uuid:person_id>/"

urlpatterns = [
    path("cases/", lists.case_list, name="cases"),
    path(CASE, page.case_page, name="case"),
    path(f"{CASE}notes/", page.note_add, name="note_add"),
    path(f"{CASE}access/", access.case_access, name="case_access"),
    path(f"{CASE}access/agency/", access.case_share, name="case_share"),
    path(f"{CASE}access/agency/<int:agency_id>/end/", access.case_unshare, name="case_unshare"),
    path(f"{CASE}access/person/", access.case_name, name="case_name"),
    path(f"{CASE}access/person/<int:grant_id>/end/", access.case_unname, name="case_unname"),
    path(f"{CASE}access/restrict/", access.case_seal, name="case_seal"),
    path(f"{CASE}access/open/", access.case_open, name="case_open"),
    path(f"{CASE}access/exclusion/", access.case_exclude, name="case_exclude"),
    path(f"{CASE}access/lawful/", access.case_lawful, name="case_lawful"),
    path(f"{CASE}people/", people.people, name="people"),
    path(f"{CASE}people/add/", people.person_add, name="person_add"),
    path(f"{CASE}people/relationships/", people.relationship_add, name="relationship_add"),
    path(f"{CASE}people/relationships/<uuid:relationship_id>/", people.relationship_strike, name="relationship_strike"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}names/", people.name_add, name="name_add"),
    path(f"{PERSON}names/<int:name_id>/", people.name_strike, name="name_strike"),
    path(f"{PERSON}dates/", people.birth_date_add, name="birth_date_add"),
    path(f"{PERSON}dates/<int:birth_date_id>/", people.birth_date_strike, name="birth_date_strike"),
    path(f"{PERSON}facts/", people.person_facts, name="person_facts"),
    path(f"{PERSON}school/", people.school_set, name="school_set"),
    path(f"{PERSON}contacts/", contact.contact_add, name="contact_add"),
    path(f"{PERSON}contacts/confirm/", contact.contacts_confirm, name="contacts_confirm"),
    path(f"{PERSON}contacts/<uuid:contact_id>/", contact.contact_change, name="contact_change"),
    path(f"{PERSON}addresses/", contact.address_add, name="address_add"),
    path(f"{PERSON}addresses/<uuid:address_id>/", contact.address_moved, name="address_moved"),
    path(f"{CASE}conflict/", conflicts.conflict_declare, name="conflict_declare"),
    path(f"{CASE}conflicts/", conflicts.conflicts, name="conflicts"),
    path(f"{CASE}conflicts/<uuid:match_id>/", conflicts.match_settle, name="match_settle"),
    path(f"{CASE}history/", conflicts.trail, name="trail"),
    path("addresses/<uuid:address_id>/", reveals.address_reveal, name="address_reveal"),
    path("contacts/<uuid:contact_id>/", reveals.contact_reveal, name="contact_reveal"),
    path("contacts/<uuid:contact_id>/word/", reveals.code_word_reveal, name="code_word_reveal"),
]
