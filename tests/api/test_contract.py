"""The bodies that the API has promised to take from the first day: whatever an area asks for beside them."""

import pytest

from agencies.models import Policy
from referrals.models import Referral
from tests import factories
from tests.database import as_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["referral-police", "referral-gp-judgement"])
def test_a_promised_body_is_taken_as_it_stands_in_an_area_that_asks_for_more(name, force, coordinator):
    with as_owner():
        Policy.objects.filter(key=Policy.Key.POLICE_RATIONALE).delete()
    factories.policy(Policy.Key.POLICE_RATIONALE, 1)
    answer = force.post(factories.sample(name))
    assert answer.status_code == 201, answer.content
    with as_owner():
        referral = Referral.objects.get()
    page = coordinator.client.get(f"/referrals/{referral.reference}/")
    assert "This area asks for it: ask the sender." in page.text
