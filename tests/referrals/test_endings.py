"""Other ends of triage, one case from two agencies, and a repeat that a person overrules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.models import Policy
from agencies.roles import Role
from cases.models import Case
from common.errors import DomainError, InvalidTransition
from referrals import services
from referrals.models import Message, Referral
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
SENT, AT = made.SENT_AT, made.SENT_AT + timedelta(hours=2)
Status = Referral.Status


def now_is(referral):
    with as_owner():
        return Referral.objects.get(pk=referral.pk)


@pytest.fixture
def other_team(team):
    """Thurrock's own team, with a coordinator."""
    agency = factories.agency("Thurrock meeting team", type="coordination")
    made.take_referrals(agency, codes=(made.THURROCK,))
    return Person(factories.member(agency, Role.MARAC_COORDINATOR))


# -- another area ------------------------------------------------------------------------------------------------------


def test_it_goes_to_another_team_of_the_partnership_with_its_clock(referral, coordinator, other_team, police):
    before = now_is(referral)
    with coordinator.scope():
        services.redirect_referral(
            referral, by=coordinator.principal, district=made.THURROCK, note="She has moved.", at=AT
        )
        assert not Referral.objects.visible_to(coordinator.principal).filter(pk=referral.pk).exists()
    with other_team.scope():
        seen = Referral.objects.received_by(other_team.principal).get()
        assert (seen.status, seen.district.gss_code) == (Status.SUBMITTED, made.THURROCK)
        assert (seen.received_at, seen.due_on, seen.passed_on_by) == (
            before.received_at,
            before.due_on,
            coordinator.agency,
        )
    with police.scope():
        assert [m.body for m in Message.objects.visible_to(police.principal)] == ["She has moved."]


def test_out_of_the_partnership_it_ends_here_and_the_sender_is_told(referral, coordinator, police):
    with coordinator.scope():
        services.redirect_referral(referral, by=coordinator.principal, district="", note="Ask Kent.", at=AT)
    assert now_is(referral).status == Status.REDIRECTED
    text = police.client.get(f"/referrals/{referral.reference}/").content.decode()
    assert "Ask Kent." in text


@pytest.mark.parametrize("status", ["accepted", "withdrawn"])
def test_what_is_decided_goes_nowhere(status, referral, coordinator, other_team):
    case = factories.case(coordinator.agency)
    with as_owner():
        Referral.objects.filter(pk=referral.pk).update(status=status, case=case)
    for district in ("", made.THURROCK):
        with coordinator.scope(), pytest.raises(InvalidTransition):
            services.redirect_referral(referral, by=coordinator.principal, district=district, note="x", at=AT)


def test_redirecting_needs_words_another_team_and_ones_own_referral(referral, coordinator, police, other_team):
    def redirect(person, **more):
        facts = {"district": made.THURROCK, "note": "x"} | more
        with person.scope(), pytest.raises(DomainError) as refused:
            services.redirect_referral(referral, by=person.principal, at=AT, **facts)
        return str(refused.value)

    assert "Tell the sender" in redirect(coordinator, note=" ")
    assert "another team" in redirect(coordinator, district=made.SOUTHEND)
    assert "Only the team" in redirect(police)
    assert "Only the team" in redirect(other_team)
    assert now_is(referral).status == Status.SUBMITTED


# -- sent twice --------------------------------------------------------------------------------------------------------


def test_the_same_agency_sent_it_twice(referral, coordinator, police):
    with police.scope():
        again = made.sent(police.principal, at=SENT + timedelta(minutes=5))
    with coordinator.scope():
        services.mark_duplicate(again, by=coordinator.principal, of=referral, at=AT)
    row = now_is(again)
    assert (row.status, row.duplicate_of_id) == (Status.DUPLICATE, referral.pk)
    assert row.submission == now_is(referral).submission
    assert now_is(referral).status == Status.SUBMITTED


def test_two_agencies_are_no_duplicates(referral, coordinator, idva):
    with idva.scope():
        theirs = made.sent(idva.principal)
    with coordinator.scope():
        for of in (referral, theirs):
            with pytest.raises(DomainError):
                services.mark_duplicate(theirs, by=coordinator.principal, of=of, at=AT)


# -- one case from two agencies ----------------------------------------------------------------------------------------


def test_two_agencies_refer_one_couple_on_one_day(referral, coordinator, idva):
    """Acceptance 1 of the domain notes. That such a case has one place on an agenda: tests/marac/test_agenda.py."""
    with idva.scope():
        theirs = made.sent(idva.principal, at=SENT + timedelta(hours=1))
    waiting = coordinator.client.get(f"/referrals/{theirs.reference}/acceptance/").content.decode()
    assert f'href="/referrals/{referral.reference}/acceptance/"' in waiting
    with coordinator.scope():
        by = coordinator.principal
        case = services.accept_referral(referral, by=by, at=AT)
    page = coordinator.client.get(f"/referrals/{theirs.reference}/acceptance/").content.decode()
    assert f'value="{case.reference}"' in page  # the join is proposed
    with coordinator.scope():
        services.accept_referral(theirs, by=by, at=AT, case=case)
        kept = Referral.objects.filter(case=case).order_by("received_at")
        assert [each.from_agency for each in kept] == [referral.from_agency, idva.agency]
        assert [each.is_repeat for each in kept] == [False, False]
        assert Case.objects.get().received_at == referral.received_at


# -- managed without a meeting -----------------------------------------------------------------------------------------


@pytest.fixture
def managed(referral, coordinator):
    with coordinator.scope():
        services.accept_referral(referral, by=coordinator.principal, at=AT)
        return services.manage_here(
            referral, by=coordinator.principal, on=AT.date(), complexity=["not_engaging"], note="Adviser rings.", at=AT
        )


def test_a_hub_manages_a_case_and_may_send_it_to_a_meeting_after_all(managed, coordinator):
    with coordinator.scope():
        assert Case.objects.get().heard_on == AT.date()
        back = services.send_to_meeting(managed, by=coordinator.principal, at=AT)
        assert (back.status, Case.objects.get().heard_on) == (Status.ACCEPTED, None)
        assert Case.objects.get().due_on == back.due_on


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"note": ""}, "Say what was decided"),
        ({"on": date(2026, 11, 19)}, "on or after the day of receipt"),
        ({"on": date(2026, 11, 21)}, "not in the future"),
        ({"complexity": ["unheard_of"]}, "from the list"),
    ],
)
def test_managing_needs_a_day_words_and_known_reasons(changes, message, referral, coordinator):
    facts = {"on": AT.date(), "complexity": [], "note": "x"} | changes
    with coordinator.scope():
        services.accept_referral(referral, by=coordinator.principal, at=AT)
        with pytest.raises(DomainError, match=message):
            services.manage_here(referral, by=coordinator.principal, at=AT, **facts)


@pytest.mark.parametrize("anchor", [0, 1])
def test_a_managed_case_starts_the_months_like_a_hearing(anchor, managed, coordinator, police):
    factories.policy(Policy.Key.REPEAT_ANCHOR, anchor, starts_on=date(2026, 1, 1))
    later = datetime(2027, 3, 1, 9, tzinfo=UTC)
    payload = made.submission(incidents__0__occurred_at="2027-02-28T22:00:00+00:00")
    with police.scope():
        again = made.sent(police.principal, at=later, payload=payload)
    with coordinator.scope():
        services.accept_referral(again, by=coordinator.principal, at=later, case=managed.case)
        row = Referral.objects.get(pk=again.pk)
    assert (row.is_repeat, row.repeat_event_on) == (True, date(2027, 2, 28))
    assert row.repeat_since == (managed.managed_on if anchor else managed.received_on)


# -- a person overrules ------------------------------------------------------------------------------------------------


def test_a_repeat_is_overruled_with_a_reason_that_is_kept(referral, coordinator):
    with coordinator.scope():
        case = services.accept_referral(referral, by=coordinator.principal, at=AT)
    client, where = coordinator.client, f"/referrals/{referral.reference}/repeat/"
    assert "Say why" in client.post(where, {"is_repeat": "yes", "reason": ""}).content.decode()
    assert client.post(where, {"is_repeat": "yes", "reason": "Heard in May under another name."}).status_code == 302
    with coordinator.scope():
        row = Referral.objects.get(pk=referral.pk)
        assert (row.is_repeat, row.repeat_overruled) == (True, "Heard in May under another name.")
        assert Case.objects.get(pk=case.pk).is_repeat
    assert "Heard in May under another name." in client.get(f"/referrals/{referral.reference}/").content.decode()


def test_only_the_team_overrules_and_only_what_is_accepted(referral, coordinator, police):
    for person, message in ((police, "Only the team"), (coordinator, "Accept the referral first")):
        with person.scope(), pytest.raises(DomainError, match=message):
            services.overrule_repeat(referral, by=person.principal, is_repeat=True, reason="x")


def test_reversed_roles_are_found_and_make_no_repeat(referral, coordinator, police):
    """R10: whoever was at risk is said to cause harm now."""
    sent = made.submission()
    payload = made.submission(
        victim__names=sent["perpetrators"][0]["names"], perpetrators__0__names=sent["victim"]["names"]
    )
    with coordinator.scope():
        case = services.accept_referral(referral, by=coordinator.principal, at=AT)
    with police.scope():
        counter = made.sent(police.principal, at=SENT + timedelta(days=40), payload=payload)
    with coordinator.scope():
        assert not services.finding_of(counter, case).is_repeat


def test_a_judgement_is_never_refused_as_not_evidenced(coordinator, police, team):
    payload = made.submission("referral-gp-judgement")
    with police.scope():
        judged = made.sent(police.principal, payload=payload)
    refuse = {"refusal": "not_evidenced", "note": "Only 9."}
    with coordinator.scope(), pytest.raises(DomainError, match="grounds by themselves"):
        services.decline_referral(judged, by=coordinator.principal, at=AT, **refuse)
    assert now_is(judged).status == Status.SUBMITTED
