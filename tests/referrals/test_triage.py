"""What a team and a sender may do about a referral, and what each step leaves behind."""

import json
from base64 import b64decode
from datetime import UTC, date, datetime
from itertools import product

import pytest
import redis
from django.conf import settings

from common.errors import DomainError, InvalidTransition
from config.celery import app
from referrals import services, tasks
from referrals.models import Message, Referral
from tests import factories
from tests.database import as_owner

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
Status = Referral.Status

BY_TEAM = {
    services.start_screening: {},
    services.return_referral: {"question": "Which school?"},
    services.decline_referral: {"refusal": "other_area", "note": "She lives in Kent. Ring their team."},
}
BY_SENDER = {
    services.answer_questions: {"answer": "The primary in the village."},
    services.challenge_refusal: {"reason": "She has moved back."},
    services.withdraw_referral: {"reason": "Sent twice by mistake."},
}
BY_MEETING = {
    services.mark_listed: {},
    services.mark_heard: {"on": date(2026, 11, 26)},
    services.mark_managed: {"on": date(2026, 11, 26)},
    services.mark_transferred: {},
    services.back_to_waiting: {},
}
LEADS_TO = {
    services.start_screening: (Status.SCREENING, {Status.SUBMITTED, Status.NOT_MET}),
    services.return_referral: (Status.RETURNED, {Status.SUBMITTED, Status.SCREENING}),
    services.decline_referral: (Status.NOT_MET, {Status.SUBMITTED, Status.SCREENING, Status.RETURNED}),
    services.answer_questions: (Status.SUBMITTED, {Status.RETURNED}),
    services.challenge_refusal: (Status.SCREENING, {Status.NOT_MET}),
    services.withdraw_referral: (Status.WITHDRAWN, {Status.SUBMITTED, Status.SCREENING, Status.RETURNED}),
    services.mark_listed: (Status.LISTED, {Status.ACCEPTED}),
    services.mark_heard: (Status.HEARD, {Status.LISTED}),
    services.mark_transferred: (Status.WITHDRAWN, {Status.ACCEPTED}),
    services.mark_managed: (Status.MANAGED, {Status.LISTED, Status.ACCEPTED}),
    services.back_to_waiting: (Status.ACCEPTED, {Status.LISTED}),
}


@pytest.fixture
def case(coordinator):
    return factories.case(coordinator.agency)


def in_state(referral, status, case):
    facts = {"status": status}
    if status in (Status.ACCEPTED, Status.LISTED, Status.HEARD, Status.MANAGED):
        facts["case"] = case
    if status == Status.HEARD:
        facts["first_heard_on"] = AT.date()
    if status == Status.MANAGED:
        facts["managed_on"] = AT.date()
    if status == Status.DUPLICATE:
        facts["duplicate_of"] = referral
    if status == Status.NOT_MET:
        facts["refusal"] = "identity"
    with as_owner():
        Referral.objects.filter(pk=referral.pk).update(**facts)
        return Referral.objects.get(pk=referral.pk)


@pytest.mark.parametrize(("step", "status"), list(product(LEADS_TO, Status)))
def test_every_step_from_every_state(step, status, referral, case, coordinator, police):
    """A step leads on only from the states that the table names; otherwise the row stays as it was."""
    target, sources = LEADS_TO[step]
    row = in_state(referral, status, case)
    person = police if step in BY_SENDER else coordinator
    facts = (BY_TEAM | BY_SENDER | BY_MEETING)[step]
    with person.scope():
        if status in sources:
            assert step(row, by=person.principal, at=AT, **facts).status == target
        else:
            with pytest.raises(DomainError):
                step(row, by=person.principal, at=AT, **facts)
    with as_owner():
        assert Referral.objects.get(pk=referral.pk).status == (target if status in sources else status)


@pytest.mark.parametrize(("step", "facts"), list(BY_TEAM.items()))
def test_the_sender_does_not_decide(step, facts, referral, police):
    with police.scope(), pytest.raises(DomainError, match="Only the team"):
        step(referral, by=police.principal, at=AT, **facts)


@pytest.mark.parametrize(("step", "facts"), list(BY_SENDER.items()))
def test_the_team_does_not_speak_for_the_sender(step, facts, referral, coordinator):
    row = in_state(referral, Status.RETURNED, None)
    with coordinator.scope(), pytest.raises(DomainError, match="Only the agency"):
        step(row, by=coordinator.principal, at=AT, **facts)


@pytest.mark.parametrize(
    ("step", "facts", "status"),
    [
        (services.return_referral, {"question": " "}, Status.SUBMITTED),
        (services.decline_referral, {"refusal": "low_score", "note": "x"}, Status.SUBMITTED),
        (services.decline_referral, {"refusal": "identity", "note": " "}, Status.SUBMITTED),
        (services.answer_questions, {"answer": ""}, Status.RETURNED),
        (services.challenge_refusal, {"reason": ""}, Status.NOT_MET),
        (services.withdraw_referral, {"reason": ""}, Status.SUBMITTED),
    ],
)
def test_a_step_without_its_words_changes_nothing(step, facts, status, referral, coordinator, police):
    row = in_state(referral, status, None)
    person = police if step in BY_SENDER else coordinator
    with person.scope():
        with pytest.raises(DomainError):
            step(row, by=person.principal, at=AT, **facts)
        row.refresh_from_db()
        assert row.status == status
        assert not Message.objects.exists()


def test_questions_and_answers_are_between_the_two(referral, coordinator, police, outsider):
    with coordinator.scope():
        services.return_referral(referral, by=coordinator.principal, question=" Which school? ", at=AT)
    with police.scope():
        services.answer_questions(referral, by=police.principal, answer="The primary.", at=AT)
        found = Message.objects.visible_to(police.principal).order_by("pk")
        assert [(each.body, each.agency_id) for each in found] == [
            ("Which school?", coordinator.agency.pk),
            ("The primary.", police.agency.pk),
        ]
    with outsider.scope():
        assert not Message.objects.exists()


def test_a_question_does_not_stop_the_clock(referral, coordinator):
    with coordinator.scope():
        row = services.return_referral(referral, by=coordinator.principal, question="Which school?", at=AT)
        assert (row.received_at, row.due_on) == (referral.received_at, referral.due_on)


def test_of_two_who_decide_at_once_the_second_is_told(referral, coordinator):
    with coordinator.scope():
        services.decline_referral(referral, by=coordinator.principal, refusal="identity", note="Who is meant?", at=AT)
        with pytest.raises(InvalidTransition, match="not accepted"):
            services.return_referral(referral, by=coordinator.principal, question="Who?", at=AT)


def test_the_sender_is_written_to_without_a_word_about_anybody(referral, police, mailoutbox):
    tasks.say_something_is_new(police.user.pk)
    (letter,) = mailoutbox
    assert letter.to == [police.user.email]
    assert referral.victim_name not in letter.body + letter.subject
    assert referral.reference not in letter.body + letter.subject


@pytest.fixture
def queue():
    """The workers' queue at the real broker, empty."""
    broker = redis.from_url(settings.REDIS_URL)
    broker.delete("celery")
    yield broker
    broker.delete("celery")
    broker.close()


def test_a_decision_queues_that_letter_with_nothing_but_a_number(
    referral, coordinator, queue, django_capture_on_commit_callbacks
):
    with coordinator.scope(), django_capture_on_commit_callbacks(execute=True):
        services.return_referral(referral, by=coordinator.principal, question="Which school?", at=AT)
    assert queue.llen("celery") == 1
    message = json.loads(queue.lpop("celery"))
    assert message["headers"]["task"] == "referrals.tasks.say_something_is_new"
    assert json.loads(b64decode(message["body"]))[0] == [referral.sent_by_id]


def test_a_system_that_sent_it_is_not_written_to(referral, coordinator, queue, django_capture_on_commit_callbacks):
    with as_owner():
        Referral.objects.filter(pk=referral.pk).update(sent_by=None)
    with coordinator.scope(), django_capture_on_commit_callbacks(execute=True):
        services.return_referral(referral, by=coordinator.principal, question="Which school?", at=AT)
    assert queue.llen("celery") == 0


def test_a_broker_that_is_down_loses_a_letter_and_nothing_else(referral, monkeypatch, caplog):
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    tasks.tell(referral.sent_by_id)
    assert "could not be queued" in caplog.text
