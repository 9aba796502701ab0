"""Files that show what became of an action: added by who may complete it, opened by who sees it, never taken back."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.errors import DomainError
from documents.kinds import FileKind
from documents.services import NotTaken, Upload
from marac import services
from marac.models import ActionFile
from marac.presenters.evidence import file_rows
from tests import factories
from tests.documents.files import pdf
from tests.face.rules import assert_title_ok
from tests.factories import marac
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(forum, constabulary):
    return marac.action(marac.heard(marac.meeting(forum, status="held")), constabulary)


def add(person, action, body=None, **more):
    upload = Upload(body or pdf(), **({"claims": FileKind.PDF, "holds": "letter"} | more))
    with person.scope():
        return services.add_evidence(action, by=person.principal, upload=upload, at=timezone.now())


def test_the_agency_and_the_team_add_files_and_the_same_one_is_kept_once(action, representative, coordinator):
    body = pdf()
    first = add(representative, action, body)
    assert add(coordinator, action, body).pk == first.pk
    assert (first.case_id, first.agency_id, first.state) == (action.case_id, representative.agency.pk, "ready")


def test_what_may_not_be_kept_is_refused(action, representative):
    with pytest.raises(NotTaken):
        add(representative, action, b"<html>hello</html>")
    for _ in range(ActionFile.MOST):
        marac.action_file(action)
    with pytest.raises(DomainError, match="10 files"):
        add(representative, action)


def test_who_sees_the_action_opens_a_file_and_adds_none(action, representative, idva, excluded, outsider):
    kept = add(representative, action)
    marac.research(action.hearing, idva.agency)  # sees the case, and does not own the action
    factories.exclusion(action.hearing.case, excluded.user)
    with pytest.raises(DomainError, match="Only the agency"):
        add(idva, action)
    listed, opened = reverse("action_files", args=[action.pk]), reverse("action_file", args=[kept.pk])
    page = idva.client.get(listed)
    assert_title_ok(title_of(page))
    assert opened in page.text
    assert "Add the file" not in page.text
    saved = idva.client.get(opened)
    assert saved["Content-Disposition"] == f'attachment; filename="{kept.file_name}"'
    for person in (excluded, outsider):
        nowhere = person.client.get(reverse("action_file", args=[uuid.uuid4()]))
        for address in (listed, opened):
            answer = person.client.get(address)
            assert (answer.status_code, answer.content) == (404, nowhere.content)
        with person.scope():
            assert not ActionFile.objects.exists()


def test_a_file_that_waits_for_the_virus_check_opens_to_nobody(action, representative):
    waits = marac.action_file(action, state="quarantined")
    assert representative.client.get(reverse("action_file", args=[waits.pk])).status_code == 404
    assert "Check again" in representative.client.get(reverse("action_files", args=[action.pk])).text


def test_an_action_that_is_being_drafted_has_no_files(forum, coordinator, constabulary):
    draft = marac.action(marac.hearing(marac.meeting(forum, status="published")), constabulary)
    with pytest.raises(DomainError, match="Only the agency"):
        add(coordinator, draft)
    assert coordinator.client.get(reverse("action_files", args=[draft.pk])).status_code == 404


def test_a_file_is_hung_on_no_other_case_and_never_deleted(action, representative, forum, constabulary):
    kept = add(representative, action)
    other = marac.action(marac.heard(marac.meeting(forum, status="held", is_emergency=False, on=action.due_on)),
                         constabulary)  # fmt: skip
    with representative.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ActionFile.objects.filter(pk=kept.pk).delete()
    row = ActionFile(**{f.attname: getattr(kept, f.attname) for f in ActionFile._meta.fields if f.attname != "id"})
    row.id, row.case_id = uuid.uuid4(), other.case_id
    with representative.scope(), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        ActionFile.objects.bulk_create([row])


def test_from_the_action_to_its_file_on_the_page(action, representative):
    client, address = representative.client, reverse("action_files", args=[action.pk])
    assert address in client.get(reverse("action", args=[action.pk])).text
    assert "Choose a file" in client.post(address, {"holds": "letter"}).text
    sent = SimpleUploadedFile("Ana Example.pdf", pdf(), content_type="application/pdf")
    page = client.post(address, {"holds": "letter", "file": sent}, follow=True).text
    assert "File added." in page
    assert "Ana Example" not in page
    assert "1 file" in client.get(reverse("case_meetings", args=[action.hearing.case.reference])).text


def test_twenty_files_cost_no_more_queries_than_one(action, representative):
    def queries():
        with representative.scope(), CaptureQueriesContext(connection) as found:
            rows = file_rows(action, principal=representative.principal)
        return len(rows), len(found)

    marac.action_file(action)
    one = queries()
    for _ in range(19):
        marac.action_file(action)
    assert queries() == (20, one[1])
