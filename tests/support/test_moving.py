"""A manager moves several people at once; leave ends by itself; a sample can be drawn again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from common.errors import Conflict, DomainError
from support import services, tasks
from support.models import Episode
from support.presenters.team import sample_of
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
MOVE, MOVED = reverse("support_move"), reverse("support_moved")


def test_several_people_move_after_a_second_look(service, idva, colleague, manager):
    mine = [support.episode(service, adviser=idva.user, victim=f"Person {n}") for n in range(3)]
    chosen = {"episodes": [str(mine[0].pk), str(mine[1].pk)], "to": colleague.user.pk}
    page = manager.client.post(MOVE, chosen)
    assert_title_ok(title_of(page))
    assert f"Move 2 to {colleague.user}?" in page.text
    with as_owner():
        assert not Episode.objects.filter(adviser=colleague.user).exists()
    done = manager.client.post(MOVED, chosen, follow=True)
    assert f"2 moved to {colleague.user}." in done.text
    with as_owner():
        moved = Episode.objects.filter(adviser=colleague.user, holder=colleague.user)
        assert {each.pk for each in moved} == {mine[0].pk, mine[1].pk}
        event = Event.objects.get(kind="support reassigned")
        assert set(event.subjects) == {str(each.pk) for each in moved}


def test_all_or_none_move_and_only_by_a_manager(service, idva, colleague, manager, stranger):
    open_, ended = support.episode(service, adviser=idva.user), support.episode(service, stage="closed")
    others = support.episode(support.service(stranger.agency))

    def move(person, *episodes, to=colleague.user):
        with person.scope():
            return services.reassign([each.pk for each in episodes], by=person.principal, to=to)

    with pytest.raises(DomainError, match="manager"):
        move(idva, open_)
    for second in (ended, others):
        with pytest.raises(Conflict):
            move(manager, open_, second)
    with pytest.raises(DomainError, match="at least one"):
        move(manager)
    with pytest.raises(DomainError, match="adviser of your service"):
        move(manager, open_, to=stranger.user)
    with as_owner():
        assert Episode.objects.get(pk=open_.pk).adviser == idva.user


def test_the_lists_say_who_is_late_silent_and_without_an_adviser(service, idva, manager):
    support.episode(service, adviser=idva.user, victim="Late One", due=date(2026, 11, 20))
    support.episode(service, victim="Nobodys One")
    quiet = timezone.now() - timedelta(days=15)
    support.episode(service, adviser=idva.user, victim="Silent One", accepted_at=quiet)
    for asked, names in (
        ("?show=late", {"Late One"}), ("?show=nobody", {"Nobodys One"}), ("?show=silent", {"Silent One"}),
        (f"?adviser={idva.user.pk}", {"Late One", "Silent One"}), ("", {"Late One", "Silent One", "Nobodys One"}),
    ):  # fmt: skip
        page = manager.client.get(MOVE + asked).text
        assert {name for name in ("Late One", "Silent One", "Nobodys One") if name in page} == names, asked
    assert "Select at least one person" in manager.client.post(MOVE, {"to": idva.user.pk}).text


def test_the_list_asks_as_much_for_twenty_as_for_one(service, idva, manager):
    def count():
        with CaptureQueriesContext(connection) as queries:
            manager.client.get(MOVE)
        return len(queries)

    support.episode(service, adviser=idva.user)
    count()
    before = count()
    for _ in range(19):
        support.episode(service, adviser=idva.user)
    assert count() == before


def test_leave_ends_by_itself_the_day_after_its_last_day(service, idva, colleague):
    episode = support.episode(service, adviser=idva.user)
    today = timezone.localdate()
    with idva.scope():
        services.hand_over(idva.user, by=idva.principal, to=colleague.user, until=today, today=today)
    assert tasks.return_after_leave() == 0
    assert services.return_work(today=today + timedelta(days=1)) == 1
    assert services.return_work(today=today + timedelta(days=1)) == 0
    with as_owner():
        episode.refresh_from_db()
        assert (episode.holder, episode.held_until) == (idva.user, None)


def test_whoever_is_back_early_takes_their_people_back(service, idva, colleague):
    support.episode(service, adviser=idva.user)
    assert "Take them back now" not in idva.client.get(reverse("support_leave")).text
    typed = {"adviser": idva.user.pk, "to": colleague.user.pk, "until": "+7"}
    idva.client.post(reverse("support_leave"), typed)
    assert "Take them back now" in idva.client.get(reverse("support_leave")).text
    assert "1 is on your list again." in idva.client.post(reverse("support_take_back"), follow=True).text


def test_a_sample_is_the_same_when_it_is_drawn_again_and_is_recorded(service, idva, manager):
    for _ in range(12):
        support.episode(service, adviser=idva.user)
    with manager.scope():
        first, again, other = (
            {each.pk for each in sample_of(manager.principal, draw=draw)} for draw in ("2026-W48-1", "2026-W48-1", "x")
        )
    assert len(first) == 5
    assert first == again != other
    manager.client.get(reverse("support_team"))
    with as_owner():
        event = Event.objects.get(kind="supervision sample drawn")
        assert event.detail == "2026-W48-1"
        assert set(event.subjects) == {str(key) for key in first}


def test_the_capacity_page_works_it_out_and_says_what_is_wrong(manager, board_member, idva):
    url = reverse("support_capacity")
    assert "35.0" in manager.client.get(url, {"referrals": "3500", "provided": "25.9"}).text
    assert "26%" in board_member.client.get(url, {"referrals": "3500", "provided": "25.9"}).text
    assert "Enter the number of referrals" in manager.client.get(url, {"referrals": ""}).text
    assert idva.client.get(url).status_code == 403
