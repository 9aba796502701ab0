"""Addresses of the crimes and their grades: for the police's own people, of whom nobody is in the standing cast.

What those may is tested in tests/incidents/test_pages.py. The tasks are the coordinating agency's.
"""

from django.utils import timezone

from tests.access.table import Row
from tests.factories import incidents as made

NOT_FOR = dict(  # noqa: C408
    signed_out=302,
    outsider=403,
    member=403,
    coordinator=403,
    excluded=403,
    board_member=403,
    administrator=403,
    analyst=403,
)

ROWS = {
    "incidents": Row("GET", **NOT_FOR),
    "incident_find": Row("POST", **NOT_FOR, posted={"reference": "42/1/26"}),
    "incident_review": Row("GET", **NOT_FOR),
    "incident_flow": Row("GET", **NOT_FOR),
    "incident": Row("GET", **NOT_FOR),
    "incident_confirm": Row("POST", **NOT_FOR),
    "incident_imports": Row("GET", **NOT_FOR),
    "incident_template": Row("GET", **NOT_FOR),
    "incident_import": Row("GET", **NOT_FOR),
    "incident_import_rows": Row("GET", **NOT_FOR),
    "incident_import_start": Row("POST", **NOT_FOR),
    "incident_import_resume": Row("POST", **NOT_FOR),
    "incident_import_discard": Row("POST", **NOT_FOR),
    "incident_import_undo": Row("POST", **NOT_FOR),
    "api_crimes": Row("POST", **NOT_FOR | {"signed_out": 401}),
    "grade_tasks": Row("GET", **NOT_FOR | {"coordinator": 200, "excluded": 200}),
    "grade_task": Row("GET", **NOT_FOR | {"coordinator": 200, "excluded": 404}),
}


def extend(world, cast):
    """A crime of the constabulary's, an import, and a task for the team that coordinates the case."""
    force, team = cast["police"].agency, cast["coordinator"].agency
    made.force(force)
    batch = made.batch(force, started_at=timezone.now(), status="done")
    task = made.task(world.kwargs["case"], team, force)
    world.kwargs |= {"crime_id": made.crime(force).pk, "import_id": batch.pk, "task_id": task.pk}
