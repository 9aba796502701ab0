"""Answering somebody who asks for their own record: collected, decided one by one, prepared, released by another."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from agencies.principal import Principal
from agencies.roles import Permission
from agencies.services import bank_holidays
from audit.services import record
from cases.models import Person
from common.dates import london_date
from common.errors import Conflict, DomainError
from documents.pressing import press
from subject_access import selectors
from subject_access.answers import LABELS, AskedBy, due_on, kinds_offered, slips
from subject_access.letter import letter_html
from subject_access.models import RequestItem, SubjectRequest

Status, Decision = SubjectRequest.Status, RequestItem.Decision


class Slips(DomainError):
    """What would be given names somebody else."""


@transaction.atomic
def open_request(
    person: Person, *, by: Principal, at: datetime, received_on: date, asked_by: str, identity_checked: str = ""
) -> SubjectRequest:
    """Take a request and collect what the record holds, everything to be decided and nothing given yet.

    Raises DomainError for a date to come, for somebody in no case that one's agency leads, and where one is open.
    """
    agency_id = by.agency_with(Permission.RECORD_ANSWER)
    cases = selectors.cases_of(person, by=by)
    if agency_id is None or not cases:
        raise DomainError("Your team leads no case of this person. Send the request on to the agency that does.")
    if received_on > london_date(at):
        raise DomainError("The date is still to come. Enter the day on which the request was received.")
    if SubjectRequest.objects.visible_to(by).open().filter(person=person).exists():
        raise DomainError("A request of this person is open already. Answer that one first.")
    roles = selectors.roles_in(person, cases, by=by)
    request = SubjectRequest.objects.create(
        id=uuid.uuid4(), agency_id=agency_id, person=person, roles=roles, asked_by=asked_by,
        case_ids=[case.pk for case in cases], received_on=received_on,
        due_on=due_on(received_on, bank_holidays()), identity_checked=identity_checked.strip(),
        opened_by_id=by.user_id,
    )  # fmt: skip
    found = selectors.collected(person, cases, kinds_offered(roles, AskedBy(asked_by)), by=by)
    RequestItem.objects.bulk_create(
        RequestItem(request=request, place=place, kind=kind, text=text) for place, (kind, text) in enumerate(found)
    )
    record("record request opened", by=by, subjects=[request.pk, person.pk], detail=f"{len(found)} items")
    return request


@transaction.atomic
def check_identity(request: SubjectRequest, *, by: Principal, how: str) -> None:
    """Say how it was made sure who asks. Raises DomainError without words, and once the request is over."""
    row = _open(request)
    if not how.strip():
        raise DomainError("Say how you made sure who asks.")
    row.identity_checked = how.strip()
    row.save(update_fields=["identity_checked"])
    record("record request identity checked", by=by, subjects=[row.pk])


@transaction.atomic
def decide_item(
    item: RequestItem, *, by: Principal, at: datetime, decision: str, exemption: str = "", shown: str = ""
) -> None:
    """Give a thing, give it in part, or keep it back.

    Raises Slips where what would be given names somebody else in the cases, and DomainError for keeping something back
    without a reason in law, for giving in part what is not part of it, and once the request is prepared.
    """
    request = _open(item.request)
    keeps = decision in (Decision.WITHHOLD, Decision.REDACT)
    if keeps and not exemption:
        raise DomainError("Choose why the law lets you keep it back.")
    if decision == Decision.REDACT and not shown.strip():
        raise DomainError("Type what may be given, or keep all of it back.")
    item.decision, item.exemption = decision, exemption if keeps else ""
    item.shown = shown.strip() if decision == Decision.REDACT else ""
    if found := _slips(request, [item], by=by):
        raise Slips(f"This tells of somebody else: {', '.join(found)}. Give it in part without it, or keep it back.")
    item.decided_at, item.decided_by_id = at, by.user_id
    item.save(update_fields=["decision", "exemption", "shown", "decided_at", "decided_by"])
    detail = f"{item.kind} {decision} {item.exemption}".strip()
    record("record request decided", by=by, subjects=[request.pk], detail=detail)


@transaction.atomic
def prepare_answer(request: SubjectRequest, *, by: Principal, at: datetime) -> SubjectRequest:
    """Hand the answer to a second person. Raises DomainError until who asks is known and everything is decided."""
    row = _open(request)
    if not row.identity_checked:
        raise DomainError("Say first how you made sure who asks.")
    if left := row.items.filter(decision="").count():
        raise DomainError(f"{left} of the items are still to be decided.")
    return _move(row, Status.PREPARED, by=by, prepared_at=at, prepared_by_id=by.user_id)


@transaction.atomic
def return_answer(request: SubjectRequest, *, by: Principal) -> SubjectRequest:
    """The second person does not agree: it is prepared again."""
    return _move(_locked(request), Status.OPEN, by=by, prepared_at=None, prepared_by_id=None)


@transaction.atomic
def release_answer(request: SubjectRequest, *, by: Principal, at: datetime) -> SubjectRequest:
    """Release what another person prepared. What was released is kept byte for byte.

    Raises DomainError for the one who prepared it, Slips where anything that is given names somebody else by now, and
    documents.pressing.NotPressed where no whole PDF comes out.
    """
    row = _locked(request)
    if row.prepared_by_id == by.user_id:
        raise DomainError("You prepared this answer. Somebody else has to read and release it.")
    items = list(row.items.all())
    if found := _slips(row, items, by=by):
        raise Slips(f"The answer would tell of somebody else: {', '.join(found)}. Send it back to be prepared again.")
    body = press(letter_html(row, items, at=at)).body
    digest = hashlib.sha256(body).hexdigest()
    facts = {"released_at": at, "released_by_id": by.user_id, "body": body, "sha256": digest}
    return _move(row, Status.RELEASED, by=by, **facts)


@transaction.atomic
def close_request(request: SubjectRequest, *, by: Principal, note: str) -> SubjectRequest:
    """End a request without an answer: withdrawn, or nobody knows who asked. Raises DomainError without why."""
    if not note.strip():
        raise DomainError("Say why it ends without an answer.")
    return _move(_locked(request), Status.CLOSED, by=by, closed_note=note.strip())


def _locked(request: SubjectRequest) -> SubjectRequest:
    return SubjectRequest.objects.select_for_update().get(pk=request.pk)


def _open(request: SubjectRequest) -> SubjectRequest:
    row = _locked(request)
    if row.status != Status.OPEN:
        raise Conflict("This request is not being prepared any more. Load the page again.")
    return row


def _move(row: SubjectRequest, target: SubjectRequest.Status, *, by: Principal, **facts: Any) -> SubjectRequest:
    row.LIFECYCLE.ensure(Status(row.status), target)
    row.status = target
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *(name.removesuffix("_id") for name in facts)])
    record(f"record request {target.value}", by=by, subjects=[row.pk, row.person_id], detail=row.sha256)
    return row


def _slips(request: SubjectRequest, items: Sequence[RequestItem], *, by: Principal) -> list[str]:
    cases = selectors.cases_of(request.person, by=by)
    given = "\n".join(f"{LABELS[item.kind]} {item.given}" for item in items if item.given)  # type: ignore[index]
    return slips(given, selectors.words_of_others(request.person, cases, by=by))
