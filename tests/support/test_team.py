"""The manager's page: alerts settled with a word, caseloads, and leave."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from support.models import Alert, Episode
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db


def test_an_alert_leaves_the_page_once_it_is_settled_with_a_word(episode, manager, idva, stranger):
    alert = support.alert(episode)
    url = reverse("support_alert", kwargs={"alert_id": alert.pk})
    page = manager.client.get(reverse("support_team"))
    assert_title_ok(title_of(page))
    assert url in page.text
    assert "Someone else answered" in page.text
    assert "Say what you did" in manager.client.post(url, {"note": ""}).text
    done = manager.client.post(url, {"note": "A safe number from her sister."}, follow=True)
    assert "Nothing has to be looked at." in done.text
    assert idva.client.get(reverse("support_team")).status_code == 403
    with as_owner():
        assert Alert.objects.get().note == "A safe number from her sister."


def test_an_alert_of_another_service_does_not_exist(service, manager, stranger):
    other = support.alert(support.episode(support.service(stranger.agency)))
    assert manager.client.get(reverse("support_alert", kwargs={"alert_id": other.pk})).status_code == 404


def test_caseloads_count_what_is_open_late_and_silent(service, idva, manager):
    today, now = timezone.localdate(), timezone.now()
    support.episode(service, adviser=idva.user, due=today - timedelta(days=1), stage="active")
    support.episode(service, adviser=idva.user, accepted_at=now - timedelta(days=15))
    support.episode(service, adviser=idva.user, stage="closed")
    from support.presenters.team import team_page

    with manager.scope():
        rows = {row.adviser: row for row in team_page(manager.principal, now=now, today=today, draw="x").advisers}
    mine = rows[idva.user]
    assert (mine.open, mine.late, mine.silent) == (2, 1, 1)
    assert rows[manager.user].open == 0


def test_more_than_the_norm_is_said(service, idva, manager):
    for _ in range(26):
        support.episode(service, adviser=idva.user)
    assert "1 more than the norm" in manager.client.get(reverse("support_team")).text


def test_the_page_costs_the_same_for_one_and_for_twenty(service, idva, manager, django_assert_num_queries):
    support.alert(support.episode(service, adviser=idva.user))
    client = manager.client
    client.get(reverse("support_team"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("support_team"))
    for _ in range(19):
        support.alert(support.episode(service, adviser=idva.user))
    with django_assert_num_queries(len(few)):
        client.get(reverse("support_team"))


def test_leave_is_handed_over_on_a_page_and_only_ones_own_by_an_adviser(service, idva, colleague, manager):
    support.episode(service, adviser=idva.user)
    url, typed = reverse("support_leave"), {"adviser": idva.user.pk, "to": colleague.user.pk, "until": "27/11/2026"}
    refused = colleague.client.post(url, typed | {"to": manager.user.pk})
    assert refused.status_code == 200
    done = idva.client.post(url, typed, follow=True)
    assert "Handed over." in done.text
    with as_owner():
        assert Episode.objects.get().holder == colleague.user
