"""Keeping a notice back takes two people; acknowledging takes one click; letters say nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from agencies.principal import principal_scope
from agencies.roles import Role
from common.errors import Conflict, DomainError
from encompass import services
from encompass.models import Notice
from encompass.tasks import tell_key_adults
from tests import factories
from tests.database import as_owner
from tests.factories import encompass as made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)


@pytest.fixture
def asked(constabulary, school, liaison):
    """A notice that the liaison officer wants kept back."""
    return made.notice(constabulary, school, status="asked", asked_by=liaison.user)


@pytest.fixture
def sent(constabulary, school):
    return made.notice(constabulary, school)


def seen_by(person):
    with person.scope():
        return Notice.objects.received_by(person.principal).count()


def fresh(notice):
    with as_owner():
        return Notice.objects.get(pk=notice.pk)


# -- two people -------------------------------------------------------------------------------------------------------


def test_what_waits_for_a_decision_reaches_nobody(asked, key_adult):
    assert seen_by(key_adult) == 0


def test_a_supervisor_keeps_it_back(asked, supervisor, key_adult):
    with supervisor.scope():
        services.keep_back(asked, by=supervisor.principal, note="Agreed.", at=NOW)
    kept = fresh(asked)
    assert (kept.status, kept.decided_by, kept.sent_at) == ("suppressed", supervisor.user, None)
    assert seen_by(key_adult) == 0


def test_a_supervisor_sends_it_after_all(asked, supervisor, key_adult):
    with supervisor.scope():
        services.send_after_all(asked, by=supervisor.principal, at=NOW)
    assert (fresh(asked).status, fresh(asked).sent_at) == ("sent", NOW)
    assert seen_by(key_adult) == 1


def test_a_supervisor_does_not_decide_on_what_they_asked(constabulary, school, supervisor):
    own = made.notice(constabulary, school, status="asked", asked_by=supervisor.user)
    with supervisor.scope(), pytest.raises(DomainError, match="another supervisor"):
        services.keep_back(own, by=supervisor.principal, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), as_owner():  # nor may the database be told so
        Notice.objects.filter(pk=own.pk).update(status="suppressed", decided_by=supervisor.user, decided_at=NOW)


def test_an_officer_who_is_no_supervisor_decides_nothing(asked, liaison, constabulary):
    other = factories.member(constabulary, liaison.principal.role)
    for person in (liaison.principal, factories.principal(other)):
        with liaison.scope(), pytest.raises(DomainError, match="supervisor"):
            services.send_after_all(asked, by=person, at=NOW)
    with liaison.scope(), pytest.raises(ProgrammingError), transaction.atomic():  # the second lock alone
        Notice.objects.filter(pk=asked.pk).update(status="suppressed", decided_by=liaison.user, decided_at=NOW)


def test_a_supervisor_of_another_force_finds_nothing_to_decide(asked):
    force = factories.agency(type="police")
    other = factories.principal(factories.member(force, Role.LIAISON_SUPERVISOR))
    with principal_scope(other), pytest.raises(Conflict):
        services.keep_back(asked, by=other, at=NOW)


@pytest.mark.parametrize("status", ["sent", "acknowledged", "suppressed"])
def test_a_decision_is_taken_once(status, constabulary, school, supervisor, key_adult, liaison):
    facts = {
        "acknowledged": {"acknowledged_at": NOW, "acknowledged_by": key_adult.user},
        "suppressed": {"asked_by": liaison.user, "decided_by": supervisor.user, "decided_at": NOW},
    }
    notice = made.notice(constabulary, school, status=status, **facts.get(status, {}))
    for decide in (services.keep_back, services.send_after_all):
        with supervisor.scope(), pytest.raises(DomainError):
            decide(notice, by=supervisor.principal, at=NOW)
    assert fresh(notice).status == status


def test_a_notice_that_waits_for_the_first_day_can_be_stopped_with_a_reason(constabulary, school, liaison, key_adult):
    held = made.notice(constabulary, school, sent_at=timezone.now() + timedelta(days=3))
    with liaison.scope():
        with pytest.raises(DomainError, match="not safe"):
            services.ask_to_keep_back(held, by=liaison.principal, reason=" ", at=NOW)
        services.ask_to_keep_back(held, by=liaison.principal, reason="An operation.", at=NOW)
    assert (fresh(held).status, fresh(held).asked_by, fresh(held).sent_at) == ("asked", liaison.user, None)


def test_what_the_school_has_read_cannot_be_taken_back(sent, liaison, key_adult):
    with liaison.scope(), pytest.raises(DomainError, match="Ring the school"):
        services.ask_to_keep_back(sent, by=liaison.principal, reason="An operation.", at=NOW)
    assert seen_by(key_adult) == 1


# -- the school -------------------------------------------------------------------------------------------------------


def test_one_click_acknowledges_and_a_second_keeps_the_first_name(sent, key_adult, school):
    deputy = factories.principal(factories.member(school.agency, key_adult.principal.role))
    with key_adult.scope():
        services.acknowledge_notice(sent, by=key_adult.principal, at=NOW)
        services.acknowledge_notice(sent, by=deputy, at=NOW + timedelta(hours=1))
    found = fresh(sent)
    assert (found.status, found.acknowledged_by, found.acknowledged_at) == ("acknowledged", key_adult.user, NOW)


def test_an_outcome_acknowledges_too_and_reaches_the_force(sent, key_adult, liaison):
    with key_adult.scope():
        with pytest.raises(DomainError, match="Enter what"):
            services.record_outcome(sent, by=key_adult.principal, outcome=" ", at=NOW)
        services.record_outcome(sent, by=key_adult.principal, outcome="Breakfast, and a quiet room.", at=NOW)
    with liaison.scope():
        found = Notice.objects.sent_by(liaison.principal).get()
    assert (found.status, found.outcome) == ("acknowledged", "Breakfast, and a quiet room.")


def test_another_school_acknowledges_nothing(sent, college_key_adult):
    with college_key_adult.scope(), pytest.raises(Conflict):
        services.acknowledge_notice(sent, by=college_key_adult.principal, at=NOW)
    assert fresh(sent).status == "sent"


# -- letters ----------------------------------------------------------------------------------------------------------


def test_a_letter_says_that_there_is_a_notice_and_nothing_else(constabulary, school, key_adult, office):
    for number in range(3):
        made.notice(constabulary, school, child_given=f"Canary{number}")
    assert tell_key_adults() == 1
    letter = mail.outbox[0]
    assert letter.to == ["key-adult@example.org"]
    assert (letter.subject, letter.body) == (
        "There is a new notice",
        "There is a new notice. Sign in to Linnet to read it.",
    )


def test_nobody_is_written_to_twice(sent, key_adult):
    assert [tell_key_adults(), tell_key_adults()] == [1, 0]


def test_nobody_is_written_to_about_what_has_not_reached_them(constabulary, school, asked, key_adult, monday_morning):
    made.notice(constabulary, school, sent_at=timezone.now() + timedelta(days=1))
    assert tell_key_adults() == 0


def test_a_letter_that_cannot_be_sent_is_tried_again(sent, key_adult, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"), transaction.atomic():
        tell_key_adults()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell_key_adults() == 1


def test_somebody_whose_account_ended_gets_no_letter(sent, school, key_adult):
    with as_owner():
        key_adult.user.is_active = False
        key_adult.user.save()
    assert tell_key_adults() == 0
