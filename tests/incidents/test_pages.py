"""The pages of the police's own people: each sees what the role may, and nothing of another force."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents import tasks
from incidents.models import CrimeImport, CrimeRecord
from tests.access.test_addresses import LOCKS
from tests.database import as_owner
from tests.face.rules import assert_title_ok, words_on
from tests.factories import incidents as made
from tests.factories.incidents import row, sheet

pytestmark = pytest.mark.django_db
WHY = "Spoken to her again: he has moved away, and the threats have ended."


def title(response):
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1].strip()


def upload(person, body):
    file = BytesIO(body)
    file.name = "export.csv"
    return person.client.post(reverse("incident_imports"), {"file": file})


# -- who may what -----------------------------------------------------------------------------------------------------

PAGES = {  # data officer, sergeant, supervisor
    "incidents": (200, 200, 200),
    "incident_review": (403, 200, 200),
    "incident_flow": (200, 200, 200),
    "incident": (200, 200, 200),
    "incident_imports": (200, 403, 403),
    "incident_template": (200, 403, 403),
    "incident_import": (200, 403, 403),
}


@LOCKS
@pytest.mark.parametrize("name", PAGES)
def test_each_role_has_its_pages(name, locks, force, data_officer, sergeant, supervisor):
    kwargs = {"incident": [made.crime(force).pk], "incident_import": [made.batch(force).pk]}.get(name)
    with locks():
        answers = [p.client.get(reverse(name, args=kwargs)) for p in (data_officer, sergeant, supervisor)]
    assert tuple(answer.status_code for answer in answers) == PAGES[name]
    if name != "incident_template":
        for answer in answers:
            if answer.status_code == 200:
                assert_title_ok(title(answer))


@LOCKS
def test_another_force_sees_nothing(locks, force, data_officer, other_sergeant):
    crime = made.crime(force, "42/77/26")
    with locks():
        assert other_sergeant.client.get(reverse("incident", args=[crime.pk])).status_code == 404
        assert "42/77/26" not in words_on(other_sergeant.client.get(reverse("incident_review")))
        found = other_sergeant.client.post(reverse("incident_find"), {"reference": "42/77/26"})
        assert "no crime with this number" in words_on(found)
        assert ": 0 crimes" in words_on(other_sergeant.client.get(reverse("incident_flow")))


def test_a_data_officer_cannot_assess_and_a_sergeant_cannot_confirm(force, data_officer, sergeant):
    crime = made.crime(force)
    here = reverse("incident", args=[crime.pk])
    assert data_officer.client.post(here, {"seen": 0, "grade": "high"}).status_code == 403
    confirm = reverse("incident_confirm", args=[crime.pk])
    assert sergeant.client.post(confirm, {"is_confirmed": "yes"}).status_code == 403


# -- the queue --------------------------------------------------------------------------------------------------------


def test_the_queue_is_ordered_by_timer(force, sergeant):
    made.crime(force, "42/LATE/26", hours_ago=26)
    made.crime(force, "42/MEDIUM/26", grade="medium", hours_ago=60)
    made.crime(force, "42/SOON/26", hours_ago=21)
    made.crime(force, "42/STANDARD/26", grade="standard")
    shown = words_on(sergeant.client.get(reverse("incident_review")))
    assert re.findall(r"42/([A-Z]+)/26", shown) == ["LATE", "SOON", "MEDIUM"]
    assert "Late by 2 hours" in shown
    assert "Due in 3 hours" in shown
    assert "Assess again (3)" in shown
    assert "1 late" in shown


def test_of_two_due_at_once_high_comes_first(force, sergeant):
    due = {"hours_ago": 1, "review_due_at": timezone.now()}
    for number, grade in enumerate(("medium", "high", "medium", "high")):
        made.crime(force, f"42/{grade}{number}/26".upper(), grade=grade, **due)
    shown = words_on(sergeant.client.get(reverse("incident_review")))
    assert [each[:-1] for each in re.findall(r"42/([A-Z]+\d)/26", shown)] == ["HIGH", "HIGH", "MEDIUM", "MEDIUM"]


def test_the_queue_turns_its_pages(force, sergeant):
    due_at = timezone.now()
    for n in range(60):
        made.crime(force, f"42/{n:03}/26", grade="medium" if n % 2 else "high", review_due_at=due_at)
    address, seen = reverse("incident_review"), []
    while address:
        page = sergeant.client.get(address).context["page"]
        seen += [each.crime.crime_ref for each in page.rows]
        address = page.pages.next_url and reverse("incident_review") + page.pages.next_url
    assert len(seen) == len(set(seen)) == 60


def test_the_queue_asks_as_often_for_twenty_as_for_one(force, sergeant):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            sergeant.client.get(reverse("incident_review"))
        return len(captured)

    made.crime(force)
    made.regrade(made.crime(force), sergeant.user, "standard")
    one = queries()
    for _ in range(19):
        made.crime(force)
        made.regrade(made.crime(force), sergeant.user, "standard")
    assert queries() == one


# -- one crime --------------------------------------------------------------------------------------------------------


def test_a_sergeant_lowers_a_grade(force, sergeant):
    crime = made.crime(force)
    here = reverse("incident", args=[crime.pk])
    answer = sergeant.client.post(here, {"seen": 0, "grade": "medium", "rationale": WHY}, follow=True)
    assert "Grade saved." in words_on(answer)
    shown = words_on(sergeant.client.get(here))
    assert "From high to medium" in shown
    assert WHY in shown


def test_an_error_keeps_what_was_typed_and_changes_nothing(force, sergeant):
    crime = made.crime(force)
    here = reverse("incident", args=[crime.pk])
    answer = sergeant.client.post(here, {"seen": 0, "grade": "medium", "rationale": "Too short"})
    assert "Say why the grade changes, in at least 30 characters" in words_on(answer)
    assert "Too short" in words_on(answer)
    assert title(answer).startswith("Error: ")
    with as_owner():
        assert not crime.regrades.exists()


def test_whoever_was_slower_is_told(force, sergeant):
    crime = made.crime(force)
    made.regrade(crime, sergeant.user, "medium")
    here = reverse("incident", args=[crime.pk])
    answer = sergeant.client.post(here, {"seen": 0, "grade": "high", "rationale": WHY})
    assert "Somebody else has assessed this crime meanwhile" in words_on(answer)


def test_a_supervisor_confirms_what_a_sergeant_gave(force, sergeant, supervisor):
    crime = made.crime(force)
    made.regrade(crime, sergeant.user, "standard")
    here, confirm = reverse("incident", args=[crime.pk]), reverse("incident_confirm", args=[crime.pk])
    assert "Does the crime go from high to standard?" in words_on(supervisor.client.get(here))
    assert "Does the crime go" not in words_on(sergeant.client.get(here))
    refused = supervisor.client.post(confirm, {"is_confirmed": "no"})
    assert "Say why the grade stays high" in words_on(refused)
    answer = supervisor.client.post(confirm, {"is_confirmed": "yes"}, follow=True)
    assert "Decision saved." in words_on(answer)
    assert supervisor.client.post(confirm, {"is_confirmed": "yes"}).status_code == 404
    with as_owner():
        assert CrimeRecord.objects.get(pk=crime.pk).current_grade == "standard"


def test_a_supervisor_is_not_asked_about_their_own_grade(force, supervisor):
    crime = made.crime(force)
    made.regrade(crime, supervisor.user, "standard")
    assert "Does the crime go" not in words_on(supervisor.client.get(reverse("incident", args=[crime.pk])))


def test_a_crime_is_found_by_its_number_and_the_number_is_in_no_address(force, data_officer):
    crime = made.crime(force, "42/77/26")
    answer = data_officer.client.post(reverse("incident_find"), {"reference": " 42/77/26 "})
    assert (answer.status_code, answer.url) == (302, reverse("incident", args=[crime.pk]))


def test_the_matrix_of_a_period(force, sergeant):
    made.regrade(made.crime(force), sergeant.user, "medium")
    made.crime(force)
    made.crime(force, grade="standard")
    shown = words_on(sergeant.client.get(reverse("incident_flow")))
    assert "3 crimes, 1 of them with another grade now" in shown
    assert "−50.0%" in shown
    assert "Since 1 Mar 2017 every high and medium crime is assessed again" in shown
    assert "1 of these crimes still wait" in shown
    earlier = sergeant.client.get(reverse("incident_flow"), {"since": "1/1/2020", "until": "31/12/2020"})
    assert "0 crimes" in words_on(earlier)
    assert "Check the dates" in words_on(sergeant.client.get(reverse("incident_flow"), {"since": "x", "until": "y"}))


# -- files ------------------------------------------------------------------------------------------------------------


def test_a_file_from_upload_to_undo(force, data_officer):
    answer = upload(data_officer, sheet(row("42/1/26"), row("42/2/26", district="Nowhere")))
    with as_owner():
        batch = CrimeImport.objects.get()
    here = reverse("incident_import", args=[batch.pk])
    assert (answer.status_code, answer.url) == (302, here)
    shown = words_on(data_officer.client.get(here))
    assert "What this file would do" in shown
    assert "Give the name or the GSS code of a local authority" in shown
    started = data_officer.client.post(reverse("incident_import_start", args=[batch.pk]), follow=True)
    assert "This page follows by itself" in words_on(started)
    assert b'http-equiv="refresh"' in started.content
    assert b'http-equiv="refresh"' not in data_officer.client.get(here, {"stop": 1}).content
    tasks.bring_in(str(batch.pk), by=data_officer.membership.pk)
    assert "What this file did" in words_on(data_officer.client.get(here))
    undone = data_officer.client.post(reverse("incident_import_undo", args=[batch.pk]), follow=True)
    assert "Undone." in words_on(undone)
    assert "Taken out again 1" in words_on(undone)


def test_the_rows_to_mend_come_as_they_were_sent_and_run_nowhere(force, data_officer):
    upload(data_officer, sheet(row("42/1/26"), row("42/2/26", district="=1+1")))
    with as_owner():
        batch = CrimeImport.objects.get()
    answer = data_officer.client.get(reverse("incident_import_rows", args=[batch.pk]))
    body = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"] == 'attachment; filename="rows-to-mend.csv"'
    assert body.splitlines()[0].startswith("row,column,what_to_do,crime_ref")
    assert "3,district,Take away the sign" in body
    assert ",'=1+1," in body
    assert "42/1/26" not in body


def test_a_file_that_cannot_be_used_changes_nothing(force, data_officer):
    answer = upload(data_officer, b"PK\x03\x04 a workbook")
    assert "This is not a CSV file" in words_on(answer)
    assert title(answer).startswith("Error: ")
    assert "Choose the file" in words_on(data_officer.client.post(reverse("incident_imports")))
    assert "The file is empty" in words_on(upload(data_officer, b""))
    with as_owner():
        assert not CrimeImport.objects.exists()


def test_the_template_can_be_sent_back_with_rows(force, data_officer):
    headings = data_officer.client.get(reverse("incident_template")).content.decode("utf-8-sig").strip().split(",")
    filled = sheet({name: row().get(name, "") for name in headings})
    upload(data_officer, filled)
    with as_owner():
        assert CrimeImport.objects.get().found["new"] == 1


def test_a_file_may_be_thrown_away(force, data_officer):
    upload(data_officer, sheet(row()))
    with as_owner():
        batch = CrimeImport.objects.get()
    answer = data_officer.client.post(reverse("incident_import_discard", args=[batch.pk]), follow=True)
    assert "Nothing was brought in" in words_on(answer)
    again = data_officer.client.post(reverse("incident_import_start", args=[batch.pk]), follow=True)
    assert "cannot become" in words_on(again)


def test_the_overview_says_what_waits(force, sergeant, data_officer):
    made.crime(force, hours_ago=30)
    assert "To assess again 1" in words_on(sergeant.client.get(reverse("overview")))
    assert "Files 0" in words_on(data_officer.client.get(reverse("overview")))
