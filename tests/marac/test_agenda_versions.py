"""Sorts of items; an agenda as it was published, late items, and who is told that it has changed."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from common.errors import DomainError
from marac import counting, services, tasks
from marac.agendas import Item, changes, item_kind
from marac.models import AgendaItem, AgendaVersion, Hearing
from marac.national_return import Row, national_return
from marac.presenters.versions import versions_of
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import marac

DAY = date(2026, 11, 19)


# -- the rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was_put_off", "is_transfer_in", "is_repeat", "kind"),
    [
        (False, False, False, "new"),
        (False, False, True, "repeat"),
        (False, True, False, "transfer_in"),
        (False, True, True, "transfer_in"),
        (True, False, False, "deferred_in"),
        (True, True, True, "deferred_in"),
    ],
)
def test_the_sort_that_an_item_has_until_somebody_says_otherwise(was_put_off, is_transfer_in, is_repeat, kind):
    assert item_kind(was_put_off=was_put_off, is_transfer_in=is_transfer_in, is_repeat=is_repeat) == kind


def test_what_changed_between_two_versions():
    a, b, c = Item("a"), Item("b"), Item("c")
    found = changes([a, b, c], [a, Item("c", "review"), Item("d")])
    assert (found.added, found.removed, found.relabelled, found.moved) == ({"d"}, {"b"}, {"c"}, frozenset())
    swapped = changes([a, b, c], [b, a, c])
    assert (swapped.moved, swapped.keys) == ({"a", "b"}, {"a", "b"})
    assert changes([a, b], [a, b]).keys == frozenset()


def test_alerts_and_reviews_are_not_in_the_national_return():
    """Domain notes, section 4.3: every other sort counts in C."""
    rows = [Row(n, n, DAY, "police", kind=kind) for n, kind in enumerate(Hearing.Kind.values)]
    found = national_return(rows, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))
    assert (found.hearings, found.items[0].count) == (6, 6)
    assert len(rows) == 8


# -- sorts ------------------------------------------------------------------------------------------------------------


def put(person, meeting, referral, **more):
    with person.scope():
        return services.list_referral(meeting, by=person.principal, referral=referral, at=timezone.now(), **more)


def publish(person, meeting):
    with person.scope():
        return services.publish_meeting(meeting, by=person.principal, at=timezone.now())


def reopen(person, meeting):
    with person.scope():
        return services.reopen_agenda(meeting, by=person.principal)


@pytest.mark.django_db
def test_the_sort_comes_from_the_referral_and_from_the_last_hearing(forum, coordinator):
    meeting = marac.meeting(forum)
    before = marac.meeting(forum, on=date(2026, 11, 19), status="held")
    put_off = marac.waiting(forum, days_ago=9, is_repeat=True)
    marac.hearing(before, put_off, status="adjourned", deferral="time")
    with as_owner():
        type(put_off).objects.filter(pk=put_off.pk).update(status="accepted")
        put_off.refresh_from_db()
    heard = marac.heard(before)
    referrals = [
        marac.waiting(forum),
        marac.waiting(forum, is_repeat=True),
        marac.waiting(forum, is_transfer_in=True),
        put_off,
        marac.waiting(forum, case=heard.case, is_repeat=True),  # it was heard last, so nothing was put off
    ]
    kinds = [put(coordinator, meeting, referral).kind for referral in referrals]
    assert kinds == ["new", "repeat", "transfer_in", "deferred_in", "repeat"]


@pytest.mark.django_db
def test_a_person_may_say_another_sort_until_the_agenda_is_published(forum, coordinator):
    meeting = marac.meeting(forum)
    hearing = marac.hearing(meeting, marac.waiting(forum, victim="Ana First"))
    address = reverse("hearing_kind", kwargs={"hearing_id": hearing.pk})
    assert "Sort of item" in coordinator.client.get(address).content.decode()
    page = coordinator.client.post(address, {"kind": "dvds"}, follow=True).content.decode()
    assert "Disclosure scheme" in page
    with as_owner():
        assert Event.objects.filter(kind="agenda item changed").get().detail == "dvds"
    assert "Select what sort" in coordinator.client.post(address, {"kind": "other"}).content.decode()
    publish(coordinator, meeting)
    assert "has to be open" in coordinator.client.post(address, {"kind": "review"}, follow=True).content.decode()
    with as_owner():
        hearing.refresh_from_db()
    assert hearing.kind == "dvds"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["review", "alert_only"])
def test_a_hearing_that_was_a_review_or_an_alert_is_not_counted(kind, forum):
    meeting = marac.meeting(forum, on=date(2026, 8, 20), status="held")
    marac.heard(meeting)
    marac.heard(meeting, kind=kind)
    with acting_as(BATCH):
        found = counting.read_return(forum, reader=0, starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30))
    assert found.hearings == 1


# -- versions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def letters(monkeypatch):
    """The agencies to whom a letter went."""
    sent = []
    monkeypatch.setattr(tasks, "_queue_something", lambda agency, cases: sent.append(agency))
    return sent


@pytest.mark.django_db
def test_publishing_keeps_the_agenda_and_a_late_item_makes_another_version(forum, coordinator, representative):
    meeting = marac.meeting(forum)
    put(coordinator, meeting, marac.waiting(forum, victim="Ana First"))
    publish(coordinator, meeting)
    reopen(coordinator, meeting)
    late = marac.waiting(forum, victim="Bo Late")
    with pytest.raises(services.NobodyAllowedIt):
        put(coordinator, meeting, late, authorised_by="  ")
    put(coordinator, meeting, late, authorised_by=" Ada Chair ")
    publish(coordinator, meeting)
    with coordinator.scope():
        found = versions_of(meeting, principal=coordinator.principal)
    assert [(version.number, version.words) for version in found] == [(2, "1 case added."), (1, "")]
    assert [[(row.name, row.late_item) for row in version.rows] for version in found] == [
        [("Ana First", ""), ("Bo Late", "Late item 1, allowed by Ada Chair")],
        [("Ana First", "")],
    ]
    marac.signed(representative)
    page = representative.client.get(reverse("agenda_versions", kwargs={"meeting_id": meeting.pk})).content.decode()
    assert "Version 2" in page
    assert "Late item 1, allowed by Ada Chair" in page


@pytest.mark.django_db
def test_publishing_again_without_a_change_keeps_the_version(forum, coordinator):
    meeting = marac.meeting(forum)
    marac.hearing(meeting)
    for _ in range(2):
        publish(coordinator, meeting)
        reopen(coordinator, meeting)
    with as_owner():
        assert AgendaVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_version_is_never_changed(forum, coordinator):
    meeting = marac.meeting(forum)
    marac.hearing(meeting)
    publish(coordinator, meeting)
    for change in (
        lambda: AgendaItem.objects.update(position=9),
        lambda: AgendaVersion.objects.update(frozen_at=timezone.now()),
        lambda: AgendaItem.objects.all().delete(),
    ):
        with coordinator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_only_the_agencies_of_the_cases_that_changed_are_told(
    forum, coordinator, constabulary, advocates, django_capture_on_commit_callbacks, letters
):
    meeting = marac.meeting(forum)
    marac.hearing(meeting)
    with django_capture_on_commit_callbacks(execute=True):
        publish(coordinator, meeting)
    assert set(letters) == {constabulary.pk, advocates.pk}
    assert len(letters) == 2
    reopen(coordinator, meeting)
    letters.clear()
    with django_capture_on_commit_callbacks(execute=True):
        publish(coordinator, meeting)
    assert letters == []  # nothing changed

    # The advocates leave the forum; the case that comes then is asked of the constabulary alone.
    reopen(coordinator, meeting)
    with as_owner():
        forum.members.remove(advocates)
    put(coordinator, meeting, marac.waiting(forum), authorised_by="Ada Chair")
    with django_capture_on_commit_callbacks(execute=True):
        publish(coordinator, meeting)
    assert letters == [constabulary.pk]

    # A case that is taken off is told to those who were asked about it, though one of them has left.
    reopen(coordinator, meeting)
    letters.clear()
    with coordinator.scope():
        first = Hearing.objects.order_by("position").first()
        services.remove_hearing(first, by=coordinator.principal)
    with django_capture_on_commit_callbacks(execute=True):
        publish(coordinator, meeting)
    assert set(letters) == {constabulary.pk, advocates.pk}


@pytest.mark.django_db
def test_no_letter_tells_of_a_sealed_case(
    forum, coordinator, representative, django_capture_on_commit_callbacks, letters
):
    meeting = marac.meeting(forum)
    sealed = marac.waiting(forum, sealed=True)
    factories.named(sealed.case, coordinator.user)
    factories.named(sealed.case, representative.user)
    put(coordinator, meeting, sealed)
    with django_capture_on_commit_callbacks(execute=True):
        publish(coordinator, meeting)
    assert letters == []
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_change_of_a_hidden_case_is_no_version_for_whom_it_is_hidden_from(forum, coordinator, excluded):
    meeting = marac.meeting(forum)
    shown, hidden = marac.hearing(meeting), marac.hearing(meeting, marac.waiting(forum, victim="Cy Hidden"))
    factories.exclusion(hidden.case, excluded.user)
    publish(coordinator, meeting)
    reopen(coordinator, meeting)
    with coordinator.scope():
        services.remove_hearing(hidden, by=coordinator.principal)
    publish(coordinator, meeting)
    with excluded.scope():
        found = versions_of(meeting, principal=excluded.principal)
    assert [(version.number, version.words, len(version.rows)) for version in found] == [(1, "", 1)]
    assert found[0].rows[0].item.hearing_id == shown.pk
    with coordinator.scope():
        assert [v.words for v in versions_of(meeting, principal=coordinator.principal)] == ["1 case taken off.", ""]


@pytest.mark.django_db
def test_adding_to_a_published_agenda_asks_who_allowed_it_and_keeps_the_case_waiting(forum, coordinator):
    meeting = marac.meeting(forum)
    publish(coordinator, meeting)
    reopen(coordinator, meeting)
    referral = marac.waiting(forum, victim="Bo Late")
    address = reverse("agenda_add", kwargs={"meeting_id": meeting.pk, "reference": referral.reference})
    assert "Add late" in coordinator.client.get(reverse("agenda", args=[meeting.pk])).content.decode()
    assert "Bo Late" in coordinator.client.get(address).content.decode()
    page = coordinator.client.post(address, {"authorised_by": ""}).content.decode()
    assert "Enter who allowed this late item" in page
    with as_owner():
        referral.refresh_from_db()
    assert referral.status == "accepted"
    page = coordinator.client.post(address, {"authorised_by": "Ada Chair"}, follow=True).content.decode()
    assert "Late item 1, allowed by Ada Chair" in page


@pytest.mark.django_db
def test_the_versions_are_a_paper_and_cost_the_same_for_one_and_for_twenty(forum, coordinator, representative):
    meeting = marac.meeting(forum)
    marac.hearing(meeting)
    publish(coordinator, meeting)
    answer = representative.client.get(reverse("agenda_versions", args=[meeting.pk]))
    assert answer.status_code == 302  # to the statement

    def cost():
        with coordinator.scope(), CaptureQueriesContext(connection) as queries:
            versions_of(meeting, principal=coordinator.principal)
        return len(queries)

    one = cost()
    reopen(coordinator, meeting)
    for _ in range(19):
        marac.hearing(meeting)
    publish(coordinator, meeting)
    assert cost() == one


@pytest.mark.django_db
def test_a_kind_is_not_changed_once_a_case_is_heard_or_by_a_wrong_word(forum, coordinator):
    meeting = marac.meeting(forum, on=timezone.localdate() + timedelta(days=1))
    hearing = marac.hearing(meeting)
    with coordinator.scope(), pytest.raises(DomainError, match="Select what sort"):
        services.change_kind(hearing, by=coordinator.principal, kind="anything")
