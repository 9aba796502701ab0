from cases.models.access import CaseAgency, Exclusion, NamedAccess
from cases.models.case import Case
from cases.models.facts import Incident, Note, RiskAssessment, VictimView
from cases.models.people import Address, BirthDate, Involvement, Person, PersonName, SafeContact
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
    "RiskAssessment",
    "SafeContact",
    "SharingDecision",
    "VictimView",
]
