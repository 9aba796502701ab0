from cases.models.access import CaseAgency, Exclusion, NamedAccess, StaffMatch
from cases.models.case import Case
from cases.models.contact import Address, SafeContact
from cases.models.facts import Incident, Note, RiskAssessment, VictimView
from cases.models.people import BirthDate, Involvement, Person, PersonName, Relationship, Schooling
from cases.models.sharing import Disclosure, SharingDecision

__all__ = [
    "Address",
    "BirthDate",
    "Case",
    "CaseAgency",
    "Disclosure",
    "Exclusion",
    "Incident",
    "Involvement",
    "NamedAccess",
    "Note",
    "Person",
    "PersonName",
    "Relationship",
    "RiskAssessment",
    "SafeContact",
    "Schooling",
    "SharingDecision",
    "StaffMatch",
    "VictimView",
]
