from cases.models.access import CaseAgency, Exclusion, NamedAccess, StaffMatch
from cases.models.case import Case
from cases.models.contact import Address, SafeContact
from cases.models.death import DeathRecord
from cases.models.facts import Incident, Note, VictimView
from cases.models.matching import Merge, MergeLine, PossibleMatch
from cases.models.people import BirthDate, Involvement, Person, PersonName, Relationship, Schooling
from cases.models.risk import (
    AssessmentDraft,
    Level,
    RiskAssessment,
    RiskDecision,
    RiskFlag,
    RiskReview,
    RiskTool,
)
from cases.models.sharing import Disclosure, SharingDecision

__all__ = [
    "Address",
    "AssessmentDraft",
    "BirthDate",
    "Case",
    "CaseAgency",
    "DeathRecord",
    "Disclosure",
    "Exclusion",
    "Incident",
    "Involvement",
    "Level",
    "Merge",
    "MergeLine",
    "NamedAccess",
    "Note",
    "Person",
    "PersonName",
    "PossibleMatch",
    "Relationship",
    "RiskAssessment",
    "RiskDecision",
    "RiskFlag",
    "RiskReview",
    "RiskTool",
    "SafeContact",
    "Schooling",
    "SharingDecision",
    "StaffMatch",
    "VictimView",
]
