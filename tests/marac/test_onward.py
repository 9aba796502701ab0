"""Cases that are sent on to another area, and letters."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core import mail
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from common.errors import Conflict, DomainError
from marac import services
from marac.models import Hearing, Letter, Transfer
from marac.tasks import chase_transfers
from marac.transfers import Step, is_overdue, receipt_due_on, step_for
from referrals.models import Referral
from tests import factories
from tests.database import as_owner
from tests.factories import marac

DAY = date(2026, 11, 23)


# -- the table of the domain notes, section 6.6 -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard_on", "is_circulated", "step"),
    [
        (None, False, Step.REFER_ON),
        (None, True, Step.HEAR_AND_REFER),
        (date(2025, 11, 23), False, Step.WITH_HISTORY),  # twelve months ago to the day
        (date(2025, 11, 22), False, Step.NOTHING),
        (date(2026, 11, 20), False, Step.WITH_HISTORY),
        (date(2026, 3, 1), True, Step.HEAR_AND_REFER),  # a repeat, and its agenda has gone out
    ],
)
def test_what_this_area_does(heard_on, is_circulated, step):
    assert step_for(heard_on=heard_on, is_circulated=is_circulated, today=DAY) is step


@pytest.mark.parametrize(
    ("sent_on", "today", "acknowledged", "late"),
    [
        (date(2026, 11, 19), date(2026, 11, 23), False, False),  # Thursday: the second working day is Monday
        (date(2026, 11, 19), date(2026, 11, 24), False, True),
        (date(2026, 11, 19), date(2026, 12, 24), True, False),
        (date(2026, 12, 24), date(2026, 12, 29), False, False),  # two bank holidays
        (date(2026, 12, 24), date(2026, 12, 31), False, True),
    ],
)
def test_a_pack_that_nobody_acknowledges_is_chased_after_two_working_days(sent_on, today, acknowledged, late):
    due = receipt_due_on(sent_on, days=2, bank_holidays={date(2026, 12, 25), date(2026, 12, 28)})
    assert is_overdue(due, acknowledged=acknowledged, today=today) is late


# -- sent on ----------------------------------------------------------------------------------------------------------


def send(person, case, **more):
    facts = {"to_area": "Kent", "to_whom": "Ida Coordinator", "reason": "She moves to a refuge"} | more
    with person.scope():
        return services.send_transfer(Case.objects.get(pk=case.pk), by=person.principal, at=timezone.now(), **facts)


def row(model, pk):
    with as_owner():
        return model.objects.get(pk=pk)


@pytest.mark.django_db
def test_before_it_is_heard_it_comes_off_its_draft_agenda_and_ends_here(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum))
    made = send(coordinator, hearing.case)
    assert (made.step, row(Hearing, hearing.pk).status) == ("refer_on", "removed")
    assert row(Referral, hearing.referral_id).status == "withdrawn"


@pytest.mark.django_db
def test_line_11_three_days_before_the_meeting_with_its_list_out_it_is_heard_here_and_referred_on(forum, coordinator):
    """Acceptance line 11."""
    hearing = marac.hearing(marac.meeting(forum, on=DAY + timedelta(days=3), status="published"))
    made = send(coordinator, hearing.case)
    assert (made.step, row(Hearing, hearing.pk).status) == ("hear_and_refer", "listed")
    assert row(Referral, hearing.referral_id).status == "listed"


@pytest.mark.django_db
def test_what_was_heard_goes_with_its_history_and_flags_stay_here(forum, coordinator, constabulary):
    heard = marac.heard(marac.meeting(forum, on=date(2026, 11, 19), status="held"), flag="flag")
    marac.action(heard, constabulary)
    made = send(coordinator, heard.case)
    assert made.manifest == ["1 referral", "0 risk assessments", "1 meeting with minutes", "1 action"]
    assert (made.step, row(Hearing, heard.pk).flag) == ("with_history", "flag")


@pytest.mark.django_db
def test_what_was_heard_long_ago_is_not_sent_on_and_nothing_twice(forum, coordinator):
    old = marac.heard(marac.meeting(forum, on=date(2025, 10, 1), status="held"))
    with pytest.raises(DomainError, match="longer ago"):
        send(coordinator, old.case)
    heard = marac.heard(marac.meeting(forum, on=date(2026, 11, 19), status="held"))
    send(coordinator, heard.case)
    with pytest.raises(Conflict):
        send(coordinator, heard.case)


@pytest.mark.django_db
def test_nobody_but_the_team_that_leads_sends_on_or_reads_of_it(forum, coordinator, representative, excluded, idva):
    heard = marac.heard(marac.meeting(forum, on=date(2026, 11, 19), status="held"))
    factories.exclusion(heard.case, excluded.user)
    marac.research(heard, representative.agency)
    with representative.scope(), pytest.raises(DomainError, match="leads this case"):
        services.send_transfer(
            heard.case, by=representative.principal, to_area="x", to_whom="x", reason="x", at=timezone.now()
        )
    send(coordinator, heard.case)
    for person, seen in ((coordinator, 1), (representative, 0), (excluded, 0), (idva, 0)):
        with person.scope():
            assert Transfer.objects.count() == seen  # the database's own lock
            assert Transfer.objects.visible_to(person.principal).count() == seen


@pytest.mark.django_db
def test_receipt_answer_and_hand_over_are_kept_and_never_taken_back(forum, coordinator):
    made = send(coordinator, marac.heard(marac.meeting(forum, on=date(2026, 11, 19), status="held")).case)
    with coordinator.scope():
        note, by, at = services.note_progress, coordinator.principal, timezone.now()
        with pytest.raises(DomainError, match="which adviser"):
            note(made, by=by, handed_over_on=DAY, at=at)
        with pytest.raises(DomainError, match="has been"):
            note(made, by=by, heard_there_on=DAY + timedelta(days=1), at=at)
        note(made, by=by, acknowledged_by="Ida", answer="accepted", adviser_to="Mo", handed_over_on=DAY, at=at)
        kept = note(made, by=by, acknowledged_by="Somebody else", at=at)
    assert (kept.acknowledged_by, kept.answer, kept.adviser_to) == ("Ida", "accepted", "Mo")


@pytest.mark.django_db
def test_the_pages_and_the_pack_hold_no_address(forum, coordinator, representative, outsider):
    heard = marac.heard(
        marac.meeting(forum, on=date(2026, 11, 19), status="held"), marac.waiting(forum, victim="Ana Onward"),
        risks="Separation and threats",
    )  # fmt: skip
    reference = heard.case.reference
    address = reverse("transfer_new", args=[reference])
    client = coordinator.client
    assert "1 meeting with minutes" in client.get(address).content.decode()
    assert "Enter which area it goes to" in client.post(address).content.decode()
    typed = {"to_area": "Kent", "to_whom": "Ida", "reason": "Moves"}
    assert "No receipt yet" in client.post(address, typed, follow=True).content.decode()
    made = _only(Transfer)
    pack = client.get(reverse("transfer_pack", args=[made.pk]))
    assert len(pikepdf.open(io.BytesIO(pack.content)).pages) == 1
    saved = {"acknowledged_by": "Ida", "answer": "accepted"}
    assert "Taken on" in client.post(reverse("transfer", args=[made.pk]), saved, follow=True).content.decode()
    assert representative.client.get(reverse("transfers")).status_code == 403
    assert outsider.client.get(address).status_code == 403


def _only(model):
    with as_owner():
        return model.objects.get()


# -- chased ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_day_of_the_receipt_follows_from_the_areas_policy(forum, coordinator):
    heard = marac.heard(marac.meeting(forum, on=date(2026, 11, 19), status="held"))
    assert send(coordinator, heard.case).receipt_due_on == date(2026, 11, 25)
    factories.policy("transfer_receipt_days", 5, area=forum.area)
    other = marac.heard(marac.meeting(forum, on=date(2026, 11, 20), status="held"))
    assert send(coordinator, other.case).receipt_due_on == date(2026, 11, 30)


def late_pack(forum):
    heard = marac.heard(
        marac.meeting(forum, on=date(2026, 11, 12), status="held"), marac.waiting(forum, victim="Ana Late")
    )
    return marac.transfer(heard.case, receipt_due_on=date(2026, 11, 20))


@pytest.mark.django_db
def test_a_missing_receipt_is_told_to_the_team_once_and_names_nobody(forum, coordinator, meeting_chair, excluded, idva):
    made = late_pack(forum)
    marac.transfer(marac.waiting(forum).case, receipt_due_on=DAY)  # its day is today: nothing is missing yet
    factories.exclusion(made.case, excluded.user)
    assert chase_transfers() == 2
    assert {to for letter in mail.outbox for to in letter.to} == {coordinator.user.email, meeting_chair.user.email}
    said = " ".join(letter.subject + letter.body for letter in mail.outbox)
    assert "Ana" not in said
    assert "Kent" not in said
    assert made.case.reference not in said
    assert chase_transfers() == 0
    assert row(Transfer, made.pk).chased_at == timezone.now()


@pytest.mark.django_db
def test_a_pack_that_was_acknowledged_is_not_chased(forum, coordinator):
    made = late_pack(forum)
    with coordinator.scope():
        services.note_progress(made, by=coordinator.principal, acknowledged_by="Ida", at=timezone.now())
    assert chase_transfers() == 0
    assert "without a receipt" not in coordinator.client.get(reverse("meetings")).text


@pytest.mark.django_db
def test_it_stands_on_the_teams_own_pages_and_on_nobody_elses(forum, coordinator, excluded, representative):
    made = late_pack(forum)
    assert "1 case sent to another area without a receipt" in coordinator.client.get(reverse("meetings")).text
    assert "Receipts missing" in coordinator.client.get(reverse("overview")).text
    assert "no receipt by" in coordinator.client.get(reverse("transfers")).text
    for person in (excluded, representative):
        if person is excluded:
            factories.exclusion(made.case, excluded.user)
        assert "Receipts missing" not in person.client.get(reverse("overview")).text
        assert "without a receipt" not in person.client.get(reverse("meetings")).text
    assert b"Ana Late" not in excluded.client.get(reverse("transfers")).content


# -- letters ----------------------------------------------------------------------------------------------------------


def issue(person, case, **more):
    facts = {"confirms": "discussed", "given_to": "person", "addressee": "Ana", "safe_way": "By the adviser"} | more
    with person.scope():
        return services.issue_letter(Case.objects.get(pk=case.pk), by=person.principal, at=timezone.now(), **facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"given_to": "perpetrator"}, "for whom"), ({"safe_way": " "}, "safely"), ({"confirms": "innocence"}, "confirms")],
)
def test_a_letter_is_for_the_person_alone_and_given_safely(wrong, why, forum, coordinator):
    heard = marac.heard(marac.meeting(forum, on=date(2026, 11, 19), status="held"))
    with pytest.raises(DomainError, match=why):
        issue(coordinator, heard.case, **wrong)


@pytest.mark.django_db
def test_a_hearing_that_has_not_been_is_not_confirmed_and_a_letter_never_changed(forum, coordinator, representative):
    waiting = marac.waiting(forum)
    with pytest.raises(DomainError, match="not been heard"):
        issue(coordinator, waiting.case)
    made = issue(coordinator, waiting.case, confirms="referred")
    with coordinator.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Letter.objects.filter(pk=made.pk).update(addressee="Somebody else")
    with representative.scope():
        assert not Letter.objects.exists()


@pytest.mark.django_db
def test_the_register_has_every_letter_and_each_can_be_saved(forum, coordinator):
    waiting = marac.waiting(forum, victim="Ana Letter")
    typed = {"confirms": "referred", "given_to": "lawyer", "addressee": "Jay & Co", "safe_way": "To the office"}
    address = reverse("letter_new", args=[waiting.case.reference])
    page = coordinator.client.post(address, typed, follow=True).content.decode()
    assert "Jay &amp; Co" in page
    made = _only(Letter)
    saved = coordinator.client.get(reverse("letter_pdf", args=[made.pk]))
    assert saved["Content-Disposition"] == f'attachment; filename="linnet-{made.pk.hex[:10]}-letter.pdf"'
    assert "Ana" not in saved["Content-Disposition"]
