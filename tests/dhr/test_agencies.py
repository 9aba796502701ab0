"""What an agency on the panel sends in by itself, and what nobody else may send for it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.urls import reverse

from dhr.models import AgencyContribution, ChronologyEvent, PanelMember, ReviewDocument
from tests.database import as_owner
from tests.documents import files
from tests.factories import reviews

pytestmark = pytest.mark.django_db


def seat(review, person):
    """A seat on the panel, and the access that comes with it."""
    reviews.access(review, person.user, person.agency)
    with as_owner():
        return PanelMember.objects.create(
            review=review, agency=person.agency, user=person.user, name="Head of safeguarding", is_independent=True,
            from_on=date(2026, 11, 1),
        )  # fmt: skip


def address(review, step=""):
    at = {"reference": review.reference}
    return reverse("review_ours_do", kwargs=at | {"step": step}) if step else reverse("review_ours", kwargs=at)


EVENT = {"date": "2024-04", "subject": "victim", "event": "Told the midwife that she was afraid"}


def test_a_panel_member_hands_in_the_own_agencys_report(review, owner, checker):
    seat(review, owner)
    theirs = reviews.contribution(review, checker.agency)
    reviews.contribution(review, owner.agency)
    page = owner.client.get(address(review))
    assert "Hand in the report" in page.text
    refused = owner.client.post(address(review, "report"), {"author": ""})
    assert "Enter who wrote it" in refused.text
    sent = owner.client.post(address(review, "report"), {"author": "Named nurse", "author_independent": "on"})
    assert sent.status_code == 302
    with as_owner():
        mine = AgencyContribution.objects.get(agency=owner.agency)
        assert (mine.status, mine.author, mine.received_on) == ("received", "Named nurse", date(2026, 11, 23))
        theirs.refresh_from_db()
        assert theirs.status == "requested"
    assert "Hand in the report" not in owner.client.get(address(review)).text
    again = owner.client.post(address(review, "report"), {"author": "Somebody else"})
    assert again.status_code == 200
    with as_owner():
        assert AgencyContribution.objects.get(agency=owner.agency).author == "Named nurse"


def test_one_event_is_typed_and_many_come_as_a_sheet(review, owner):
    seat(review, owner)
    assert owner.client.post(address(review, "event"), EVENT).status_code == 302
    body = b"date,subject,event\n2019-04-17,V,Seen in clinic\n2020,P,Discharged\n"
    sheet = SimpleUploadedFile("Somebody.csv", body, content_type="text/csv")
    assert owner.client.post(address(review, "sheet"), {"file": sheet}).status_code == 302
    with as_owner():
        found = list(ChronologyEvent.objects.order_by("on").values_list("event", "precision", "agency_id"))
    mine = owner.agency.pk
    told = EVENT["event"]
    assert found == [("Seen in clinic", "day", mine), ("Discharged", "year", mine), (told, "month", mine)]
    page = owner.client.get(address(review))
    assert "chronology (3)" in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"date": "soon"}, "Write the date as 2019-04-17"),
        ({"date": "2027"}, "The date is in the future"),
        ({"time": "25:00"}, "Enter the time as hours and minutes"),
        ({"event": ""}, "Say what happened"),
    ],
)
def test_an_event_that_cannot_be_right_is_kept_on_the_form_and_nowhere_else(review, owner, typed, words):
    seat(review, owner)
    page = owner.client.post(address(review, "event"), EVENT | {"response": "Asked her alone"} | typed)
    assert words in page.text
    assert "Asked her alone" in page.text
    with as_owner():
        assert not ChronologyEvent.objects.exists()


def test_the_facts_of_the_draft_are_confirmed_by_the_agency(review, owner):
    seat(review, owner)
    reviews.contribution(review, owner.agency, status="received")
    assert owner.client.post(address(review, "facts"), {"on": "22/11/2026"}).status_code == 302
    with as_owner():
        assert AgencyContribution.objects.get().facts_checked_on == date(2026, 11, 22)


def test_the_report_comes_as_a_file_and_never_for_publication(review, owner):
    seat(review, owner)
    sent = {"paper": "agency_report", "file": SimpleUploadedFile("Her name.pdf", files.pdf())}
    answer = owner.client.post(address(review, "paper"), sent)
    assert answer.status_code == 302, answer.text
    with as_owner():
        paper = ReviewDocument.objects.defer("body").get()
        assert (paper.agency, paper.marking, paper.anonymised_by) == (owner.agency, "sensitive", None)
    other = {"paper": "overview", "file": SimpleUploadedFile("a.pdf", files.pdf())}
    assert owner.client.post(address(review, "paper"), other).status_code == 200
    with as_owner():
        assert ReviewDocument.objects.count() == 1


def test_nobody_else_has_a_part_to_send(review, runner, officer, owner):
    """In sight and no seat: 403. Out of sight: 404. No longer on the panel: 403 while the access lasts."""
    for person in (runner, officer):
        assert person.client.get(address(review)).status_code == 403
        assert person.client.post(address(review, "event"), EVENT).status_code == 403
    assert owner.client.get(address(review)).status_code == 404
    member = seat(review, owner)
    assert owner.client.get(address(review, "report")).status_code == 404  # not asked for one
    assert owner.client.get(address(review, "nothing")).status_code == 404
    with as_owner():
        member.to_on = date(2026, 11, 22)
        member.save()
    assert owner.client.post(address(review, "event"), EVENT).status_code == 403
    with as_owner():
        assert not ChronologyEvent.objects.exists()


# -- taken back -------------------------------------------------------------------------------------------------------


def take_back(review, event):
    return reverse("review_ours_take_back", kwargs={"reference": review.reference, "event_id": event.pk})


def test_an_agency_takes_back_an_event_and_it_stays_on_record_and_counts_nowhere(review, runner, owner):
    seat(review, owner)
    owner.client.post(address(review, "event"), EVENT)
    with as_owner():
        event = ChronologyEvent.objects.get()
    assert owner.client.post(take_back(review, event)).status_code == 302
    chronology = reverse("review_part", kwargs={"reference": review.reference, "part": "chronology"})
    assert EVENT["event"] not in runner.client.get(chronology).text
    sheet = runner.client.get(reverse("review_chronology", kwargs={"reference": review.reference}))
    assert EVENT["event"] not in sheet.text
    page = owner.client.get(address(review))
    assert "Taken back 23 Nov" in page.text
    assert EVENT["event"] in page.text
    with as_owner():
        event.refresh_from_db()
        assert event.taken_back_by == owner.user
    assert "taken back already" in owner.client.post(take_back(review, event), follow=True).text
    assert owner.client.post(address(review, "event"), EVENT).status_code == 302  # and may be sent again
    assert EVENT["event"] in runner.client.get(chronology).text
    with owner.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        ChronologyEvent.objects.all().delete()  # the database lets nobody delete what was sent


@pytest.mark.parametrize("accepted", ["report", "merged"])
def test_nothing_is_taken_back_once_it_was_accepted(review, owner, accepted):
    seat(review, owner)
    event = reviews.event(review, owner.agency)
    facts = {"status": "accepted", "author_independent": True} if accepted == "report" else {}
    reviews.contribution(review, owner.agency, **facts)
    if accepted == "merged":
        with as_owner():
            review.chronology_merged_on = date(2026, 11, 20)
            review.save(update_fields=["chronology_merged_on"])
    assert "Take back" not in owner.client.get(address(review)).text
    assert "Ask the coordinator" in owner.client.post(take_back(review, event), follow=True).text
    with as_owner():
        event.refresh_from_db()
        assert event.taken_back_at is None


def test_nobody_takes_back_what_another_agency_sent(review, runner, owner, checker):
    seat(review, owner)
    seat(review, checker)
    theirs = reviews.event(review, checker.agency)
    assert owner.client.post(take_back(review, theirs)).status_code == 404
    assert runner.client.post(take_back(review, theirs)).status_code == 403
    assert checker.client.get(take_back(review, theirs)).status_code == 405
