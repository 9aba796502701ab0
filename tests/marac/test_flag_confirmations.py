"""Each agency says that its records are flagged, and at the end of the months that the flag is off."""

import contextlib
from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from common.errors import Conflict, DomainError
from marac import services
from marac.models import FlagConfirmation, Hearing
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def flagged(forum, *agencies, until=date(2027, 11, 10), victim="Ana Flagged", **more):
    """A case heard with the instruction to flag, about which these agencies had been asked."""
    held = marac.meeting(forum, on=date(2026, 11, 19), status="held") if "meeting" not in more else more.pop("meeting")
    found = marac.heard(held, marac.waiting(forum, victim=victim, **more), flag="flag", flag_until=until)
    for agency in agencies:
        marac.research(found, agency)
    return found


def say(person, hearing, what):
    with person.scope():
        return services.confirm_flag(hearing, by=person.principal, what=what, at=timezone.now())


def page(person, name="flags", **kwargs):
    return person.client.get(reverse(name, kwargs=kwargs)).content.decode()


def test_an_agency_confirms_in_one_press_and_the_team_sees_who_has_not(
    forum, coordinator, representative, constabulary, advocates
):
    hearing = flagged(forum, constabulary, advocates)
    assert "Ana Flagged" in page(representative)
    team = page(coordinator, "forum_flags", forum_id=forum.pk)
    assert "0 of 2" in team
    address = reverse("flag_confirm", kwargs={"hearing_id": hearing.pk})
    body = representative.client.post(address, {"what": "flagged"}, follow=True).content.decode()
    assert "Nothing to set." in body
    assert "Ana Flagged" not in body
    team = page(coordinator, "forum_flags", forum_id=forum.pk)
    assert "1 of 2" in team
    assert "<td" in team
    assert constabulary.name not in team[team.index("have not confirmed") :]
    assert advocates.name in team[team.index("have not confirmed") :]
    with as_owner():
        made = FlagConfirmation.objects.get()
    assert (made.agency, made.confirmed_by, made.what) == (constabulary, representative.user, "flagged")


def test_it_is_said_once_and_only_a_known_word(forum, representative, constabulary):
    hearing = flagged(forum, constabulary)
    with pytest.raises(DomainError, match="Select what was done"):
        say(representative, hearing, "perhaps")
    say(representative, hearing, "no_record")
    with pytest.raises(Conflict):
        say(representative, hearing, "flagged")


def test_who_was_not_asked_and_who_does_not_see_the_case_have_nothing_to_say(
    forum, representative, constabulary, advocates
):
    unasked = flagged(forum, advocates)
    factories.named(unasked.case, representative.user)
    hidden = flagged(forum, constabulary, meeting=unasked.meeting)
    factories.exclusion(hidden.case, representative.user)
    assert "Ana Flagged" not in page(representative)
    for hearing in (unasked, hidden):
        with pytest.raises(Conflict):
            say(representative, hearing, "flagged")
    assert representative.client.post(reverse("flag_confirm", args=[hidden.pk]), {"what": "flagged"}).status_code == 404


@pytest.mark.parametrize("facts", [{"flag": "no_flag"}, {"status": "adjourned", "deferral": "time"}])
def test_without_the_instruction_nothing_is_asked(facts, forum, representative, constabulary):
    hearing = flagged(forum, constabulary)
    with as_owner():
        Hearing.objects.filter(pk=hearing.pk).update(**facts)
    assert "Ana Flagged" not in page(representative)


@pytest.mark.parametrize(("until", "to_set", "to_take_off"), [
    (date(2026, 11, 24), True, False),
    (date(2026, 11, 23), True, False),  # the last day of it is a day of it
    (date(2026, 11, 22), False, True),
])  # fmt: skip
def test_a_flag_is_taken_off_after_its_last_day(until, to_set, to_take_off, forum, representative, constabulary):
    hearing = flagged(forum, constabulary, until=until)
    with representative.scope():
        assert Hearing.objects.to_flag(representative.principal, day=TODAY).exists() is to_set
    confirmation(hearing, representative)
    with representative.scope():
        assert Hearing.objects.to_unflag(representative.principal, day=TODAY).exists() is to_take_off
    with contextlib.nullcontext() if to_take_off else pytest.raises(Conflict):
        say(representative, hearing, "taken_off")
    assert "Ana Flagged" not in page(representative)


def confirmation(hearing, person):
    with as_owner():
        return FlagConfirmation.objects.create(
            hearing=hearing, case_id=hearing.case_id, agency=person.agency, what="flagged",
            confirmed_at=timezone.now(), confirmed_by=person.user,
        )  # fmt: skip


def test_a_later_referral_keeps_the_flag_on(forum, representative, constabulary):
    hearing = flagged(forum, constabulary, until=date(2026, 11, 22), days_ago=300)
    confirmation(hearing, representative)
    assert "Ana Flagged" in page(representative)
    marac.waiting(forum, case=hearing.case, days_ago=2)
    assert "Ana Flagged" not in page(representative)


def test_an_agency_speaks_for_itself_alone(forum, representative, coordinator, constabulary, advocates):
    hearing = flagged(forum, constabulary, advocates)
    facts = {"hearing": hearing, "case_id": hearing.case_id, "what": "flagged", "confirmed_at": timezone.now()}
    for person, agency in ((representative, advocates), (coordinator, coordinator.agency), (coordinator, constabulary)):
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            FlagConfirmation.objects.create(agency=agency, confirmed_by=person.user, **facts)
    say(representative, hearing, "flagged")
    with representative.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        FlagConfirmation.objects.update(what="no_record")
