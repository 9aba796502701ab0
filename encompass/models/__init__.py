from encompass.models.notices import EncompassIncident, Notice
from encompass.models.schools import ClosedDay, School, SchoolCalendar, Term

__all__ = ["ClosedDay", "EncompassIncident", "Notice", "School", "SchoolCalendar", "Term"]
