"""Safe contact and addresses: unknown is not safe, changed by saying anew, covered until somebody says why."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases import services
from cases.models import Address, Person, SafeContact, VictimView
from cases.presenters import contact_card
from cases.windows import window
from common.errors import Conflict, DomainError
from tests import factories
from tests.database import as_owner

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 11, tzinfo=UTC)
MORNINGS = window([1, 2, 3, 4, 5], time(10), time(14))


@pytest.fixture
def case(coordinator):
    return factories.case(coordinator.agency, victim="Ana Sample", district=factories.authority())


@pytest.fixture
def ana(case):
    with as_owner():
        return Person.objects.get(involvements__case=case)


def act(coordinator, case, at=None):
    return {"by": coordinator.principal, "at": at or timezone.now(), "case": case}


def card(*contacts, now=FRIDAY, days=28):
    return contact_card(contacts, [], now=now, days=days)


def test_the_card_says_now_or_not_now_by_the_clock(coordinator, case, ana):
    with coordinator.scope():
        phone = services.set_contact(
            ana, **act(coordinator, case), channel="phone", safety="safe_with_limits", windows=[MORNINGS],
            may_answer="Her sister", if_answered="Say it is about the dentist",
        )  # fmt: skip
    assert card(phone).safe_now == "Telephone now, until 2pm"
    assert card(phone).allowed == ["Telephone, OK now. Her sister may answer"]
    assert card(phone).if_answered == "Telephone: Say it is about the dentist"
    late = card(phone, now=FRIDAY + timedelta(hours=3))
    assert (late.safe_now, late.allowed[0].startswith("Telephone, not now")) == ("", True)


def test_what_nobody_asked_is_not_safe_and_leaves_no_message(ana):
    shown = card(SafeContact(channel="text"), SafeContact(channel="phone", safety="safe"))
    assert "Text message: not known, so treated as not safe" in shown.do_not
    assert "Telephone: leave no message" in shown.do_not
    assert shown.allowed == ["Telephone, OK now"]


@pytest.mark.parametrize(
    ("days_ago", "words", "is_stale"),
    [(0, "Confirmed today", False), (27, "Confirmed 27 days ago", False), (28, "Confirmed 28 days ago", True),
     (41, "Confirmed 41 days ago", True), (None, "Not confirmed yet", True)],
)  # fmt: skip
def test_after_four_weeks_it_is_to_be_asked_again(days_ago, words, is_stale):
    at = None if days_ago is None else FRIDAY - timedelta(days=days_ago)
    shown = card(SafeContact(channel="phone", safety="safe", confirmed_at=at))
    assert (shown.confirmed, shown.is_stale) == (words, is_stale)


def test_the_days_are_the_areas_policy(coordinator, case, ana):
    with coordinator.scope():
        services.set_contact(
            ana, **act(coordinator, case, timezone.now() - timedelta(days=10)), channel="phone", safety="safe",
            is_confirmed=True,
        )  # fmt: skip
    where = reverse("case", kwargs={"reference": case.reference})
    factories.policy("contact_review_days", 28)
    assert "Confirmed 10 days ago</span>" in coordinator.client.get(where).content.decode()
    factories.policy("contact_review_days", 7, area=case.district.meeting_area)
    assert "Confirmed 10 days ago, check again" in coordinator.client.get(where).content.decode()


def test_what_is_said_anew_supersedes_and_keeps(coordinator, case, ana):
    with coordinator.scope():
        said = {"channel": "phone", "value": "01632 960001"}
        first = services.set_contact(ana, **act(coordinator, case), **said, safety="safe")
        second = services.set_contact(ana, **act(coordinator, case), **said, safety="not_safe", replaces=first)
        assert list(SafeContact.objects.visible_to(coordinator.principal).current()) == [second]
        with pytest.raises(Conflict):
            services.set_contact(ana, **act(coordinator, case), channel="phone", safety="safe", replaces=first)
        assert SafeContact.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"safety": "safe_with_limits"}, "what the limits are"),
        ({"safety": "safe", "device_access": "yes"}, "can read this"),
    ],
)
def test_what_is_called_safe_has_to_be(coordinator, case, ana, facts, words):
    with coordinator.scope(), pytest.raises(DomainError, match=words):
        services.set_contact(ana, **act(coordinator, case), channel="email", **facts)


def test_the_form_keeps_what_was_typed_and_says_whom_not_to_talk_to(coordinator, case, ana):
    with as_owner():
        VictimView.objects.create(case=case, not_safe_to_talk_to="Mother-in-law", from_agency=coordinator.agency)
    where = reverse("contact_add", kwargs={"reference": case.reference, "person_id": ana.pk})
    typed = {"channel": "phone", "value": "01632 960077", "safety": "safe", "days": ["1", "2"], "start": "2pm",
             "end": "10am", "may_leave_message": "no", "device_access": "no", "code_word": "library"}  # fmt: skip
    html = coordinator.client.post(where, typed).content.decode()
    for words in ("Do not talk to: Mother-in-law", "a later one until which", "01632 960077", 'value="2pm"'):
        assert words in html
    assert html.index("Mother-in-law") < html.index("01632 960077")
    assert coordinator.client.post(where, typed | {"start": "10am", "end": "2pm"}).status_code == 302
    with as_owner():
        assert SafeContact.objects.get().windows == [{"days": [1, 2], "from": "10:00", "to": "14:00"}]


def test_the_code_word_is_covered_until_somebody_says_why(coordinator, case, ana):
    with coordinator.scope():
        phone = services.set_contact(
            ana, **act(coordinator, case), channel="phone", safety="safe", code_word="WORDCANARY", value="01632 960001"
        )
    browser, key = coordinator.client, {"reference": case.reference, "person_id": ana.pk}
    for name, kwargs in (
        ("case", {"reference": case.reference}),
        ("person", key),
        ("people", {"reference": case.reference}),
    ):
        assert "WORDCANARY" not in browser.get(reverse(name, kwargs=kwargs)).content.decode()
    where = reverse("code_word_reveal", kwargs={"contact_id": phone.pk})
    assert "WORDCANARY" not in browser.post(where).content.decode()
    assert "WORDCANARY" in browser.post(where, {"reason": "contact"}).content.decode()
    with as_owner():
        event = Event.objects.get(kind="code word revealed")
    assert (event.user_id, event.detail) == (coordinator.user.pk, "contact")
    assert {str(case.pk), str(ana.pk)} <= set(event.subjects)


def test_to_change_a_contact_is_to_see_it(coordinator, case, ana):
    with coordinator.scope():
        phone = services.set_contact(
            ana, **act(coordinator, case), channel="phone", safety="safe", value="01632 960001"
        )
    key = {"reference": case.reference, "person_id": ana.pk, "contact_id": phone.pk}
    assert "01632 960001" in coordinator.client.get(reverse("contact_change", kwargs=key)).content.decode()
    with as_owner():
        assert Event.objects.filter(kind="contact revealed", detail="check").count() == 1


def test_confirming_dates_every_way(coordinator, case, ana):
    where = reverse("contacts_confirm", kwargs={"reference": case.reference, "person_id": ana.pk})
    assert "nothing to confirm" in coordinator.client.post(where, follow=True).content.decode()
    with coordinator.scope():
        services.set_contact(ana, **act(coordinator, case), channel="phone", safety="safe")
    assert "confirmed today" in coordinator.client.post(where, follow=True).content.decode()
    with as_owner():
        assert SafeContact.objects.get().confirmed_by == coordinator.user


def test_a_move_supersedes_the_old_address_and_a_shared_one_is_unsafe_to_post(coordinator, case, ana):
    with coordinator.scope():
        old = services.add_address(ana, **act(coordinator, case), lines="1 OLD ROAD", is_shared="yes")
        assert old.unsafe_to_post.startswith("Unsafe to post: the person causing harm")
        new = services.add_address(ana, **act(coordinator, case), lines="2 NEW ROAD", is_shared="no", is_protected=True)
        old.refresh_from_db()
        assert old.superseded_by == coordinator.user
        assert list(Address.objects.visible_to(coordinator.principal).current()) == [new]
        assert new.unsafe_to_post == ""
        services.supersede_address(new, **act(coordinator, case))
        new.refresh_from_db()
        assert new.unsafe_to_post == "Unsafe to post: they have moved"
    html = coordinator.client.get(
        reverse("person", kwargs={"reference": case.reference, "person_id": ana.pk})
    ).content.decode()
    assert html.count("Unsafe to post") == 2
    assert "ROAD" not in html


def test_an_address_has_to_say_something_and_a_shared_one_protects_nobody(coordinator, case, ana):
    with coordinator.scope():
        with pytest.raises(DomainError, match="not known"):
            services.add_address(ana, **act(coordinator, case), lines=" ")
        with pytest.raises(DomainError, match="cannot be protected"):
            services.add_address(ana, **act(coordinator, case), lines="1", is_protected=True, is_shared="yes")
