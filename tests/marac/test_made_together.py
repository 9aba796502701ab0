"""A referral that several agencies made together: the papers of the meeting say with whom, where they say from whom."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import marac
from tests.papers import words_of

pytestmark = pytest.mark.django_db
TOGETHER = {
    "referred_with": ["primary_care", "childrens_sc"],
    "submission": {"referred_with": [{"kind": "primary_care", "agency": "Creek Road Surgery"}]},
}
SURGERY, CHILDREN = "GP practice – Creek Road Surgery", "Children&#x27;s social care"


@pytest.fixture
def meeting(forum, coordinator):
    made = marac.meeting(forum)
    marac.signed(coordinator, made)
    return made


def read(person, name, pk):
    return person.client.get(reverse(name, args=[pk])).content.decode()


def test_the_agenda_and_the_hearing_say_with_whom_it_was_made(meeting, coordinator):
    hearing = marac.hearing(meeting, marac.waiting(meeting.forum, **TOGETHER))
    assert f"Sending agency with {SURGERY} and {CHILDREN}" in read(coordinator, "agenda", meeting.pk)
    assert f"<dt>Made with</dt><dd>{SURGERY}; {CHILDREN}</dd>" in read(coordinator, "hearing", hearing.pk)


def test_one_made_alone_is_spoken_of_as_before(meeting, coordinator):
    hearing = marac.hearing(meeting)
    assert "Sending agency, day" in read(coordinator, "agenda", meeting.pk)
    assert "Made with" not in read(coordinator, "hearing", hearing.pk)


def test_the_agenda_says_neither_of_a_sealed_case(meeting, coordinator):
    referral = marac.waiting(meeting.forum, sealed=True, **TOGETHER)
    factories.named(referral.case, coordinator.user)
    marac.hearing(meeting, referral)
    assert "Creek Road" not in read(coordinator, "agenda", meeting.pk)


def test_the_other_area_reads_it_in_the_pack(forum, coordinator):
    heard = marac.heard(marac.meeting(forum, status="held"), marac.waiting(forum, **TOGETHER))
    made = marac.transfer(heard.case)
    answer = coordinator.client.get(reverse("transfer_pack", args=[made.pk]))
    assert "Made with: GP practice – Creek Road Surgery; Children's social care" in words_of(answer.content)
