"""Before any paper opens: who signed, who stepped back, who observes."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.models import Case, CaseAgency, Exclusion
from common.errors import DomainError
from marac import services
from marac.models import Hearing, Observer, Signature
from marac.selectors import who_stepped_back
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def statement(db):
    return marac.statement()


@pytest.fixture
def meeting(forum, statement):
    return marac.meeting(forum, on=THURSDAY, status="published")


@pytest.fixture
def hearing(meeting, constabulary):
    found = marac.hearing(meeting, marac.waiting(meeting.forum, victim="Zofia Wójcik"))
    with as_owner():
        CaseAgency.objects.create(
            case=found.case, agency=constabulary, level=10, sources=["meeting"], starts_at=found.case.received_at
        )
    return found


def sign(person, meeting, statement, mode="phone"):
    with person.scope():
        services.sign_statement(meeting, by=person.principal, statement=statement, mode=mode, at=timezone.now())


def papers(meeting, hearing, asked):
    yield reverse("agenda", kwargs={"meeting_id": meeting.pk})
    yield reverse("hearing", kwargs={"hearing_id": hearing.pk})
    yield reverse("research", kwargs={"request_id": asked.pk})


def test_no_paper_opens_before_the_statement_is_signed(meeting, hearing, representative, statement):
    """Acceptance line 19: a telephone attendee who drops off before signing is given no paper."""
    asked = marac.research(hearing, representative.agency)
    where = reverse("statement", kwargs={"meeting_id": meeting.pk})
    for paper in papers(meeting, hearing, asked):
        response = representative.client.get(paper)
        assert response.status_code == 302, paper
        assert response.url.startswith(f"{where}?next="), paper
        assert "Zofia" not in response.content.decode()
    with as_owner():
        assert Event.objects.filter(kind="paper kept shut", user_id=representative.user.pk).count() == 3
    sign(representative, meeting, statement)
    for paper in papers(meeting, hearing, asked):
        assert "Zofia" in representative.client.get(paper).content.decode(), paper


def test_who_runs_the_meeting_signs_too_before_a_case_is_heard(meeting, hearing, coordinator, statement):
    address = reverse("hearing", kwargs={"hearing_id": hearing.pk})
    assert coordinator.client.get(address).status_code == 302
    typed = {"do": "save", "version": 0, "risks": "Typed", "outcome": ""}
    assert coordinator.client.post(address, typed).status_code == 302
    with as_owner():
        assert Hearing.objects.get(pk=hearing.pk).risks == ""


def test_signing_is_one_press_and_opens_the_paper_that_was_asked_for(meeting, hearing, representative, statement):
    paper = reverse("agenda", kwargs={"meeting_id": meeting.pk})
    page = representative.client.get(paper, follow=True)
    assert "I keep to myself what I hear." in page.content.decode()
    posted = {"statement": statement.pk, "mode": "phone"}
    response = representative.client.post(page.redirect_chain[-1][0], posted)
    assert response.url == paper
    with as_owner():
        (signature,) = Signature.objects.all()
        assert (signature.user, signature.mode, signature.statement) == (representative.user, "phone", statement)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_leads_to_no_other_site(elsewhere, meeting, representative, statement):
    address = reverse("statement", kwargs={"meeting_id": meeting.pk})
    posted = {"statement": statement.pk, "mode": "video"}
    response = representative.client.post(f"{address}?next={elsewhere}", posted)
    assert response.url == reverse("meeting", kwargs={"meeting_id": meeting.pk})


def test_one_signature_opens_one_meeting(meeting, representative, forum, statement):
    other = marac.meeting(forum, on=date(2026, 12, 3), status="published")
    sign(representative, meeting, statement)
    assert representative.client.get(reverse("agenda", kwargs={"meeting_id": other.pk})).status_code == 302


def test_an_old_version_cannot_be_signed(meeting, representative, statement):
    newer = marac.statement(text="A better one", starts_on=date(2026, 11, 1))
    with pytest.raises(DomainError, match="has changed"):
        sign(representative, meeting, statement)
    sign(representative, meeting, newer)


def test_without_a_statement_nothing_opens(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, on=THURSDAY, status="published"))
    response = coordinator.client.get(reverse("hearing", kwargs={"hearing_id": hearing.pk}), follow=True)
    assert "no statement to sign yet" in response.content.decode()


def test_nobody_signs_for_another_nor_for_a_strange_forum(meeting, representative, outsider, idva, statement):
    facts = {"meeting": meeting, "statement": statement, "mode": "video", "signed_at": timezone.now()}
    with representative.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        Signature.objects.create(user=idva.user, agency=idva.agency, **facts)
    with outsider.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        Signature.objects.create(user=outsider.user, agency=outsider.agency, **facts)
    sign(representative, meeting, statement)
    with representative.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        Signature.objects.all().delete()


def test_who_knows_somebody_does_not_see_the_case_from_then_on(hearing, meeting, representative, coordinator, police):
    """Acceptance line 3: declares a conflict, cannot open the item; a colleague can; the denial is on the trail."""
    address = reverse("hearing", kwargs={"hearing_id": hearing.pk})
    marac.signed(representative)
    conflict = reverse("hearing_conflict", kwargs={"hearing_id": hearing.pk})
    assert "Do you know somebody" in representative.client.get(conflict).content.decode()
    done = representative.client.post(conflict, {"kind": "related", "reason": "My sister"}, follow=True)
    assert "Zofia" not in done.content.decode()
    assert representative.client.get(address).status_code == 404
    with police.scope():  # a colleague of the same agency
        assert Case.objects.visible_to(police.principal).filter(pk=hearing.case_id).exists()
    with as_owner():
        assert Exclusion.objects.get().is_declared
        assert Event.objects.filter(kind="denied", user_id=representative.user.pk).exists()
    with coordinator.scope():
        (found,) = who_stepped_back(meeting, principal=coordinator.principal)
        assert (found.hearing, found.user_id) == (hearing, representative.user.pk)
    page = coordinator.client.get(reverse("meeting", kwargs={"meeting_id": meeting.pk})).content.decode()
    assert "Stepped back" in page
    assert "My sister" not in page


def test_members_are_not_told_who_stepped_back(hearing, meeting, representative, idva):
    marac.signed(representative)
    with representative.scope():
        services.step_back(hearing, by=representative.principal, kind="related")
    with idva.scope():
        assert who_stepped_back(meeting, principal=idva.principal) == []


def test_observers_are_written_down_signed_or_not_and_may_be_taken_back(meeting, coordinator, representative):
    address = reverse("observers", kwargs={"meeting_id": meeting.pk})
    coordinator.client.post(address, {"name": "Jo Reed", "organisation": "A university"})
    assert "Not signed" in coordinator.client.get(address).content.decode()
    assert representative.client.get(address).status_code == 403
    with as_owner():
        (found,) = Observer.objects.all()
    with representative.scope():
        assert Observer.objects.filter(pk=found.pk).delete()[0] == 0
    remove = reverse("observer_remove", kwargs={"meeting_id": meeting.pk, "observer_id": found.pk})
    assert "Nobody observes" in coordinator.client.post(remove, follow=True).content.decode()
