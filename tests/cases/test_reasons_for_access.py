"""An agency may have several reasons to see a case; it sees the case until the last of them ends."""

import pytest

from cases.models import CaseAgency
from cases.services import end_sharing, share_case
from tests import factories

MEMBER, LEAD = CaseAgency.Level.MEMBER, CaseAgency.Level.LEAD


@pytest.fixture
def case(coordinator):
    return factories.case(coordinator.agency)


def share(case, coordinator, agency, source, level=MEMBER):
    with coordinator.scope():
        return share_case(case, by=coordinator.principal, agency=agency, level=level, source=source)


def end(case, coordinator, source):
    with coordinator.scope():
        end_sharing(case, by=coordinator.principal, source=source)


def access_of(agency, case, coordinator):
    with coordinator.scope():
        row = CaseAgency.objects.get(case=case, agency=agency)
        return row.level, row.sources, row.ends_at is not None


def sees(person, case):
    with person.scope():
        return type(case).objects.visible_to(person.principal).filter(pk=case.pk).exists()


def test_the_end_of_the_first_reason_leaves_the_second(case, coordinator, police):
    share(case, coordinator, police.agency, "meeting")
    share(case, coordinator, police.agency, "action")
    end(case, coordinator, "meeting")
    assert access_of(police.agency, case, coordinator) == (MEMBER, ["action"], False)
    assert sees(police, case)


def test_the_end_of_the_last_reason_ends_the_access_and_a_new_one_renews_it(case, coordinator, police):
    share(case, coordinator, police.agency, "meeting")
    end(case, coordinator, "meeting")
    assert not sees(police, case)
    share(case, coordinator, police.agency, "action")
    assert access_of(police.agency, case, coordinator) == (MEMBER, ["action"], False)
    assert sees(police, case)


def test_the_same_reason_twice_is_one_reason(case, coordinator, police):
    share(case, coordinator, police.agency, "action")
    share(case, coordinator, police.agency, "action")
    assert access_of(police.agency, case, coordinator)[1] == ["action"]


def test_whoever_led_for_a_reason_that_ended_leads_no_longer(case, coordinator, idva):
    share(case, coordinator, idva.agency, "support", LEAD)
    share(case, coordinator, idva.agency, "meeting")
    assert access_of(idva.agency, case, coordinator)[0] == LEAD
    end(case, coordinator, "support")
    assert access_of(idva.agency, case, coordinator) == (MEMBER, ["meeting"], False)


def test_the_team_leads_on_when_another_reason_ends(case, coordinator):
    share(case, coordinator, coordinator.agency, "action")
    end(case, coordinator, "action")
    assert access_of(coordinator.agency, case, coordinator) == (LEAD, ["coordinator"], False)
