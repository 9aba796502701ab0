"""Who sends referrals here, and who takes them."""

import pytest

from tests.factories import referrals as made


@pytest.fixture
def team(meeting_team):
    """The meeting team takes referrals for Southend-on-Sea and Castle Point."""
    made.take_referrals(meeting_team)
    return meeting_team


@pytest.fixture
def referral(team, police):
    """The police sample, just received."""
    with police.scope():
        return made.sent(police.principal)
