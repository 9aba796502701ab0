"""Needs, court dates, orders and disclosures: kept, changed, told of, and never another service's."""

import pytest
from django.urls import reverse

from support.models import CourtDate, DisclosureConsideration, Need, Order
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
NEED = {"kind": "housing", "since": "23/11/2026"}
COURT = {"kind": "family", "court": "Chelmsford", "on": "1/12/2026", "time": "10am"}
ORDER = {"kind": "dapn", "on": "21/11/2026", "time": "20:00", "victim_aware": "yes"}
ASKED = {"route": "ask", "applied_on": "1/11/2026", "decision": "open"}


def add(person, episode, kind, typed):
    url = reverse("support_add", kwargs={"episode_id": episode.pk, "kind": kind})
    return person.client.post(url, typed, follow=True)


def page_of(person, episode, name="support_practical"):
    return person.client.get(reverse(name, kwargs={"episode_id": episode.pk}))


@pytest.mark.parametrize(
    ("kind", "typed", "model", "words"),
    [("need", NEED, Need, "Housing"), ("court", COURT, CourtDate, "Family court, Chelmsford"),
     ("order", ORDER, Order, "Police protection notice"),
     ("disclosure", ASKED, DisclosureConsideration, "Right to ask")],
)  # fmt: skip
def test_each_is_kept_and_can_be_changed(episode, idva, kind, typed, model, words):
    assert words in add(idva, episode, kind, typed).text
    with as_owner():
        row = model.objects.get()
        assert row.recorded_by == idva.user
    url = reverse("support_change", kwargs={"episode_id": episode.pk, "kind": kind, "record_id": row.pk})
    assert_title_ok(title_of(idva.client.get(url)))
    assert "Saved." in idva.client.post(url, typed, follow=True).text
    with as_owner():
        assert model.objects.count() == 1


def test_a_notice_says_by_when_the_court_hears_it_and_an_order_that_it_ends(episode, idva):
    add(idva, episode, "order", ORDER)
    add(idva, episode, "order", ORDER | {"kind": "non_molestation", "ends_on": "5/12/2026"})
    add(idva, episode, "order", ORDER | {"kind": "restraining", "ends_on": "5/12/2027"})
    for name in ("support_practical", "support_episode"):
        page = page_of(idva, episode, name).text
        assert "The court hears it by Tuesday 24 November, 20:00" in page
        assert "Expires 5 December 2026" in page
        assert "Expires 5 December 2027" not in page


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("order", ORDER | {"ends_on": "20/11/2026"}, "must end after it was given"),
        ("disclosure", ASKED | {"decision": "disclose"}, "Enter the day of the decision"),
        ("disclosure", ASKED | {"decided_on": "2/11/2026"}, "until it is decided"),
        ("court", COURT | {"time": ""}, "Enter the time"),
    ],
)
def test_what_does_not_fit_together_is_said_and_nothing_is_kept(episode, idva, kind, typed, words):
    assert words in add(idva, episode, kind, typed).text
    with as_owner():
        assert not Order.objects.exists()
        assert not DisclosureConsideration.objects.exists()
        assert not CourtDate.objects.exists()


def test_a_disclosure_has_no_field_for_what_was_disclosed():
    texts = [f.name for f in DisclosureConsideration._meta.get_fields() if f.get_internal_type() == "TextField"]
    assert texts == []
    longest = [f.max_length for f in DisclosureConsideration._meta.get_fields() if getattr(f, "max_length", None)]
    assert max(longest) <= 32


def test_those_of_another_service_do_not_exist(episode, idva, stranger, coordinator):
    add(idva, episode, "order", ORDER)
    for person in (stranger, coordinator):
        with person.scope():
            assert not Order.objects.exists()
            assert not Order.objects.visible_to(person.principal).exists()
    assert page_of(stranger, episode).status_code == 404
    assert add(stranger, episode, "order", ORDER).status_code == 404
    assert add(idva, episode, "secret", ORDER).status_code == 404


def test_nothing_is_added_once_support_has_ended(service, idva):
    ended = support.episode(service, stage="closed", adviser=idva.user)
    page = add(idva, ended, "need", NEED)
    assert "This support has ended." in page.text or page.status_code == 404
    with as_owner():
        assert not Need.objects.exists()
