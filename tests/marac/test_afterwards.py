"""After a meeting: minutes approved and read by each as far as it may, actions accepted, the person told."""

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from common.errors import Conflict, DomainError
from marac import services
from marac.doing import Doing, Voice, doing_figures, voice_figures
from marac.models import Action, MinutesApproval, PackReading, VictimUpdate
from tests import factories
from tests.database import as_owner
from tests.factories import marac

TODAY = date(2026, 11, 23)

# -- figures ----------------------------------------------------------------------------------------------------------


def test_no_longer_possible_and_not_done_are_never_done():
    due = date(2026, 11, 20)
    found = doing_figures(
        [
            Doing(due, "done", due),
            Doing(due, "done", date(2026, 11, 21)),
            Doing(due, "not_possible", due),
            Doing(due, "not_done", due),
            Doing(due, "open", None),
            Doing(date(2026, 11, 24), "done", due),  # its day is to come
        ],
        today=TODAY,
    )
    assert (found.due, found.on_time, found.late, found.not_possible, found.not_done, found.open) == (5, 1, 1, 1, 1, 1)
    assert found.percent_on_time == Decimal("20.0")


def test_no_share_of_nothing():
    assert doing_figures([], today=TODAY).percent_on_time is None
    assert voice_figures([], today=TODAY).percent_views_read is None


def test_views_read_and_people_told_in_time():
    due = date(2026, 11, 20)
    cases = [Voice(True, due, due), Voice(True, due, date(2026, 11, 23)), Voice(False, due, None)]
    cases.append(Voice(False, date(2026, 11, 25), None))  # its day is to come
    found = voice_figures(cases, today=TODAY)
    assert (found.heard, found.views_read, found.percent_views_read) == (4, 2, Decimal("50.0"))
    assert (found.due, found.told_in_time, found.percent_told_in_time) == (3, 1, Decimal("33.3"))


# -- minutes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def meeting(forum):
    return marac.meeting(forum, on=date(2026, 11, 19), status="held")


@pytest.fixture
def heard(meeting, constabulary):
    """A heard case with a paragraph of the constabulary for every limit, and an action of its own."""
    found = marac.heard(
        meeting, marac.waiting(meeting.forum, victim="Zofia Wójcik"), risks="Separation", outcome="Locks first",
        adviser_line="In touch", flag="flag", update_method="call", victim_update_agency=constabulary,
    )  # fmt: skip
    asked = marac.research(
        found, constabulary, status="returned_info", answered_at=timezone.now(), answered_by=found.heard_by, systems="x"
    )
    limits = {"": "Open words", "not_minutes": "Kept out", "not_victim": "Not for her", "police": "For police"}
    with as_owner():
        for place, (limit, text) in enumerate((limits | {"team": "For the team"}).items()):
            asked.entries.create(kind="risk", text=text, restriction=limit, position=place)
    marac.action(found, constabulary, text="Visit on Friday")
    return found


def approve(person, meeting):
    with person.scope():
        return services.approve_minutes(meeting, by=person.principal, at=timezone.now())


def body(person, meeting, name="minutes"):
    response = person.client.get(reverse(name, kwargs={"meeting_id": meeting.pk}))
    assert response.status_code == 200
    return response.content


def words_of(pdf):
    """The text of a PDF, as a reader's program would find it: by the characters that its fonts say they show."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages), str(document.docinfo.get("/Title", ""))


@pytest.mark.django_db
def test_members_read_the_minutes_once_the_chair_has_approved_them(heard, meeting, representative, meeting_chair):
    marac.signed(representative)
    address = reverse("minutes", kwargs={"meeting_id": meeting.pk})
    assert representative.client.get(address).status_code == 404
    approve(meeting_chair, meeting)
    page = body(representative, meeting).decode()
    assert "Locks first" in page
    assert "Visit on Friday" in page
    assert "What your agency agreed to do" in page


@pytest.mark.django_db
def test_only_a_chair_approves_and_only_once_and_after_the_meeting(heard, meeting, coordinator, meeting_chair, forum):
    with pytest.raises(DomainError, match="The chair approves"):
        approve(coordinator, meeting)
    with pytest.raises(DomainError, match="End the meeting"):
        approve(meeting_chair, marac.meeting(forum, on=TODAY, status="published"))
    approve(meeting_chair, meeting)
    with pytest.raises(Conflict):
        approve(meeting_chair, meeting)
    other = marac.meeting(forum, on=date(2026, 11, 12), status="held")
    with coordinator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        MinutesApproval.objects.create(meeting=other, approved_at=timezone.now(), approved_by=coordinator.user)


@pytest.mark.django_db
def test_approving_is_two_presses(heard, meeting, meeting_chair):
    marac.signed(meeting_chair)
    assert "Approve the minutes" in body(meeting_chair, meeting).decode()
    address = reverse("minutes_approve", kwargs={"meeting_id": meeting.pk})
    assert "Minutes approved." in meeting_chair.client.post(address, follow=True).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["representative", "idva", "coordinator"])
def test_what_is_marked_against_it_is_minuted_for_nobody(who, heard, meeting, meeting_chair, advocates, request):
    """Acceptance line 10: no paragraph marked "police only", whoever prints it; and their name and the time on it."""
    person = request.getfixturevalue(who)
    marac.research(heard, advocates)
    marac.signed(person)
    approve(meeting_chair, meeting)
    page = body(person, meeting).decode()
    assert "Open words" in page
    assert "Not for her (not to be repeated to the person)" in page
    for kept in ("Kept out", "For police", "For the team"):
        assert kept not in page


@pytest.mark.django_db
def test_the_pdf_is_one_whole_document_with_a_neutral_name_and_title(heard, meeting, representative, meeting_chair):
    marac.signed(representative)
    approve(meeting_chair, meeting)
    response = representative.client.get(reverse("minutes_pdf", kwargs={"meeting_id": meeting.pk}))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="linnet-{meeting.pk.hex[:10]}-pack.pdf"'
    assert words_of(response.content) == (1, "Meeting pack")


@pytest.mark.django_db
def test_for_an_excluded_person_every_paper_is_the_same_with_and_without_the_hidden_case(
    heard, meeting, representative, meeting_chair
):
    """Non-interference: pages and PDFs, byte for byte. The clock stands still in these tests."""
    marac.signed(representative)
    approve(meeting_chair, meeting)

    def papers():
        pdf = body(representative, meeting, "minutes_pdf")
        page = body(representative, meeting).decode()
        agenda = body(representative, meeting, "agenda").decode()
        return pdf, *(plain(each) for each in (page, agenda))

    before = papers()
    hidden = marac.heard(meeting, marac.waiting(meeting.forum, victim="Hidden Person"), position=1, risks="Secret")
    marac.research(hidden, representative.agency)
    marac.action(hidden, representative.agency, text="Hidden action")
    factories.exclusion(hidden.case, representative.user)
    assert papers() == before
    marac.signed(meeting_chair)
    assert "Hidden Person" in body(meeting_chair, meeting).decode()  # it is there for others


def plain(page):
    """A page without what is new in each: the token of its forms and the nonce of its policy."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)


@pytest.mark.django_db
def test_the_team_sees_who_opened_the_minutes(heard, meeting, representative, coordinator, meeting_chair):
    approve(meeting_chair, meeting)
    for person in (representative, coordinator):
        marac.signed(person)
    body(representative, meeting)
    body(representative, meeting, "minutes_pdf")
    with representative.scope():
        assert PackReading.objects.count() == 2  # their own
    page = body(coordinator, meeting).decode()
    assert "Who has opened them" in page
    assert page.count(str(representative.user)) >= 2
    with representative.scope():
        assert PackReading.objects.exclude(user=representative.user).count() == 0


# -- actions ----------------------------------------------------------------------------------------------------------


def give(person, hearing, owner):
    with person.scope():
        return services.add_action(hearing, by=person.principal, text="Change the locks", owner_agency=owner)


@pytest.fixture
def away(forum, constabulary):
    """A case at a meeting today to which the constabulary sent its apologies."""
    today = marac.meeting(forum, on=TODAY, status="published")
    marac.attendance(today, constabulary, status="apology_no_info", mode="")
    found = marac.hearing(today)
    marac.research(found, constabulary)
    return found


@pytest.mark.django_db
def test_an_agency_that_was_not_there_has_to_accept_first(away, coordinator, representative, idva):
    """Acceptance line 8."""
    action = give(coordinator, away, representative.agency)
    assert action.acceptance == "needed"
    assert give(coordinator, away, idva.agency).acceptance == ""
    with pytest.raises((DomainError, Action.DoesNotExist)), idva.scope():
        services.accept_action(action, by=idva.principal, at=timezone.now())
    with representative.scope():
        services.accept_action(action, by=representative.principal, at=timezone.now())
        with pytest.raises(Conflict):
            services.accept_action(action, by=representative.principal, at=timezone.now())
    with as_owner():
        found = Action.objects.get(pk=action.pk)
        assert (found.acceptance, found.accepted_by) == ("accepted", representative.user)


@pytest.mark.django_db
def test_minutes_wait_for_what_is_not_accepted_unless_the_meeting_assigns_it(away, coordinator, meeting_chair):
    with as_owner():
        owner = type(coordinator.agency).objects.get(name="Constabulary")
    action = give(coordinator, away, owner)
    with as_owner():
        type(away.meeting).objects.filter(pk=away.meeting_id).update(status="held")
    with pytest.raises(DomainError, match="1 action waits"):
        approve(meeting_chair, away.meeting)
    with meeting_chair.scope():
        services.assign_action(action, by=meeting_chair.principal, at=timezone.now())
    approve(meeting_chair, away.meeting)
    with as_owner():
        assert Action.objects.get(pk=action.pk).acceptance == "assigned"


@pytest.mark.django_db
def test_only_what_is_overdue_is_escalated_and_once_a_day(heard, coordinator, constabulary):
    late, coming = marac.action(heard, constabulary, in_days=-1), marac.action(heard, constabulary, in_days=0)
    with coordinator.scope():
        services.escalate_action(late, by=coordinator.principal, at=timezone.now())
        for action in (late, coming):
            with pytest.raises(DomainError):
                services.escalate_action(action, by=coordinator.principal, at=timezone.now())
    page = coordinator.client.get(reverse("tracker")).content.decode()
    assert "Written to on" in page
    assert "Constabulary" in page


@pytest.mark.django_db
def test_a_representative_marks_an_action_done_in_three_clicks(heard, representative):
    """Actions, the action, one radio, save: the words of the result are typed."""
    (action,) = actions_of(heard)
    listed = representative.client.get(reverse("actions")).content.decode()
    address = reverse("action", kwargs={"action_id": action.pk})
    assert f'href="{address}"' in listed  # 1
    representative.client.post(address, {"status": "done", "result": "Visited"})  # 2 the radio, 3 save
    with as_owner():
        assert Action.objects.get(pk=action.pk).status == "done"


def actions_of(hearing):
    with as_owner():
        return list(hearing.actions.all())


# -- telling the person -----------------------------------------------------------------------------------------------


def tell(person, hearing, **more):
    facts = {"outcome": "told", "done_on": TODAY, "told": "The locks are changed on Friday"} | more
    with person.scope():
        return services.record_update(hearing, by=person.principal, at=timezone.now(), **facts)


@pytest.mark.django_db
def test_the_agency_that_was_named_says_that_the_person_was_told(heard, representative):
    page = representative.client.get(reverse("actions")).content.decode()
    assert "People to tell what was agreed" in page
    made = tell(representative, heard, may_be_asked=True)
    assert (made.outcome, made.may_be_asked) == ("told", True)
    assert "People to tell" not in representative.client.get(reverse("actions")).content.decode()
    with pytest.raises(Conflict):
        tell(representative, heard)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [{"told": " "}, {"done_on": TODAY + timedelta(days=1)}, {"done_on": date(2026, 11, 18)}],
    ids=["nothing told", "a day to come", "before the meeting"],
)
def test_what_cannot_be_is_refused(facts, heard, representative):
    with pytest.raises(DomainError):
        tell(representative, heard, **facts)


@pytest.mark.django_db
def test_somebody_who_was_not_told_is_never_asked_how_it_was(heard, representative):
    assert tell(representative, heard, outcome="not_safe", told="", may_be_asked=True).may_be_asked is False


@pytest.mark.django_db
def test_another_agency_tells_nobody(heard, coordinator, advocates, idva):
    marac.research(heard, advocates)
    for person in (idva, coordinator):
        with pytest.raises(DomainError, match="not asked to update"):
            tell(person, heard)
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            VictimUpdate.objects.create(
                hearing=heard, case_id=heard.case_id, agency=person.agency, outcome="told", told="x", done_on=TODAY,
                recorded_at=timezone.now(), recorded_by=person.user,
            )  # fmt: skip
    assert idva.client.get(reverse("person_update", kwargs={"hearing_id": heard.pk})).status_code == 404


@pytest.mark.django_db
def test_the_page_keeps_what_was_typed_and_saves_it(heard, representative):
    address = reverse("person_update", kwargs={"hearing_id": heard.pk})
    body = representative.client.post(address, {"outcome": "told", "done_on": "today", "told": ""}).content.decode()
    assert "Enter what the person was told" in body
    representative.client.post(address, {"outcome": "told", "done_on": "today", "told": "The locks"})
    with as_owner():
        assert VictimUpdate.objects.get().told == "The locks"
