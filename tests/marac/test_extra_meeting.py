"""A meeting beside the schedule: for a case that cannot wait."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from common.errors import Conflict, DomainError
from marac.models import Meeting
from marac.services import add_meeting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)


def add(coordinator, forum, starts_at):
    with coordinator.scope():
        return add_meeting(forum, by=coordinator.principal, starts_at=starts_at, capacity=3, at=NOW)


def test_it_may_be_held_today(coordinator, forum):
    meeting = add(coordinator, forum, NOW)
    assert (meeting.held_on.isoformat(), meeting.schedule, meeting.capacity) == ("2026-11-23", None, 3)


def test_not_on_a_day_that_is_over(coordinator, forum):
    with pytest.raises(DomainError, match="today or a later day"):
        add(coordinator, forum, datetime(2026, 11, 22, 12, tzinfo=UTC))


def test_not_on_a_day_that_has_one(coordinator, forum):
    add(coordinator, forum, NOW)
    with pytest.raises(Conflict, match="on that day already"):
        add(coordinator, forum, NOW)


def test_the_page_leads_to_its_agenda_and_keeps_what_was_typed(coordinator, forum):
    where, browser = reverse("meeting_add", kwargs={"forum_id": forum.pk}), coordinator.client
    refused = browser.post(where, {"held_on": "someday", "at": "2pm", "capacity": "3"})
    assert "someday" in refused.content.decode()
    assert not Meeting.objects.exists()
    made = browser.post(where, {"held_on": "today", "at": "2pm", "capacity": "3"})
    assert made.url == reverse("agenda", kwargs={"meeting_id": Meeting.objects.get().pk})


def test_another_teams_forum_is_not_there(idva, forum):
    assert idva.client.get(reverse("meeting_add", kwargs={"forum_id": forum.pk})).status_code == 403
