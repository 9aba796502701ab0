"""Minutes keep themselves while somebody types, and never over somebody else's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from marac.models import Hearing
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing(forum):
    return marac.hearing(marac.meeting(forum, on=timezone.localdate(), status="published"))


def keep(person, hearing, version, risks):
    address = reverse("hearing_autosave", args=[hearing.pk])
    return person.client.post(address, {"version": version, "risks": risks})


def risks_of(hearing):
    with as_owner():
        return Hearing.objects.get(pk=hearing.pk).risks


def test_what_is_typed_is_kept_and_the_page_is_told_the_new_version(hearing, coordinator):
    marac.signed(coordinator)
    answer = keep(coordinator, hearing, 0, "Bail ends")
    assert answer.json() == {"saved_at": "9:14am", "version": 1}
    assert keep(coordinator, hearing, 1, "Bail ends on Friday").json()["version"] == 2
    assert risks_of(hearing) == "Bail ends on Friday"
    page = coordinator.client.get(reverse("hearing", args=[hearing.pk])).content.decode()
    assert f'data-autosave-url="{reverse("hearing_autosave", args=[hearing.pk])}"' in page


def test_what_a_colleague_saved_in_between_stays(hearing, coordinator, meeting_chair):
    for person in (coordinator, meeting_chair):
        marac.signed(person)
    keep(coordinator, hearing, 0, "From the first")
    assert keep(meeting_chair, hearing, 0, "From the second").status_code == 409
    assert risks_of(hearing) == "From the first"


def test_nothing_is_kept_unsigned_closed_or_for_those_who_do_not_run_it(hearing, coordinator, representative, excluded):
    assert keep(coordinator, hearing, 0, "Not signed").status_code == 400
    for person in (coordinator, representative, excluded):
        marac.signed(person)
    factories.exclusion(hearing.case, excluded.user)
    assert keep(representative, hearing, 0, "Not mine").status_code == 403
    assert keep(excluded, hearing, 0, "Hidden").status_code == 404
    with as_owner():
        Hearing.objects.filter(pk=hearing.pk).update(status="adjourned", deferral="time")
    assert keep(coordinator, hearing, 0, "Too late").status_code == 409
    assert risks_of(hearing) == ""
