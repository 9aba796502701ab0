"""What the pages of a case show."""

from cases.presenters.contact import avoid, contact_card, review_days
from cases.presenters.page import CasePage, case_page
from cases.presenters.people import reference_of
from cases.presenters.person import PeoplePage, PersonPage, people_page, person_page
from cases.presenters.trail import trail_days
from cases.presenters.worklist import (
    COUNT_TO,
    clock_of,
    counted,
    load_people,
    victim_name,
    worklist_groups,
)

__all__ = [
    "COUNT_TO",
    "CasePage",
    "PeoplePage",
    "PersonPage",
    "avoid",
    "case_page",
    "clock_of",
    "contact_card",
    "counted",
    "load_people",
    "people_page",
    "person_page",
    "reference_of",
    "review_days",
    "trail_days",
    "victim_name",
    "worklist_groups",
]
