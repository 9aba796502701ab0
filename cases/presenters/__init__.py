"""What the pages of a case show."""

from cases.presenters.page import CasePage, case_page
from cases.presenters.people import reference_of
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
    "case_page",
    "clock_of",
    "counted",
    "load_people",
    "reference_of",
    "victim_name",
    "worklist_groups",
]
