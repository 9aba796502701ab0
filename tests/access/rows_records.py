"""Requests for one's own record. In this world the coordinator's team leads the case and the victim has asked."""

from django.utils import timezone

from subject_access.models import RequestItem, SubjectRequest
from tests.access.table import Row
from tests.database import as_owner

QUEUE = {
    "signed_out": 302,
    "outsider": 403,
    "member": 403,
    "coordinator": 200,
    "excluded": 200,
    "board_member": 403,
    "administrator": 403,
    "analyst": 403,
}
ONE = QUEUE | {"excluded": 404}
STEP = ONE | {"coordinator": 302}
ROWS = {
    "record_requests": Row("GET", **QUEUE),
    "request_new": Row("GET", **ONE),
    "record_request": Row("GET", **ONE),
    "request_item": Row("GET", **ONE),
    "request_identity": Row("GET", **ONE),
    "request_close": Row("GET", **ONE),
    "request_answer": Row("GET", **ONE | {"coordinator": 404}),  # nothing has been released
    "request_step": Row("POST", **STEP),
}


def extend(world, cast):
    """The victim of the world's case asks for their record."""
    victim, today = world.kwargs["person_id"], timezone.localdate()
    with as_owner():
        asked = SubjectRequest.objects.create(
            agency=cast["coordinator"].agency, person_id=victim, roles=["victim"], asked_by="themselves",
            case_ids=[world.kwargs["case"].pk],
            received_on=today, due_on=today,
        )  # fmt: skip
        item = RequestItem.objects.create(request=asked, place=0, kind="name", text="Wanted Person")
    world.kwargs |= {f"{name}.request_id": asked.pk for name in ROWS}
    world.kwargs |= {"request_item.item_id": item.pk, "request_step.step": "prepare"}
