"""One case at one meeting: minutes, heard, adjourned. And the actions agreed there."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CaseAgency
from common.dates import add_working_days
from common.errors import Conflict, DomainError, InvalidTransition
from marac import services
from marac.models import Action, Hearing
from referrals.models import Referral
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(forum):
    return marac.meeting(forum, on=timezone.localdate(), status="published")


@pytest.fixture
def hearing(meeting):
    return marac.hearing(meeting, marac.waiting(meeting.forum, days_ago=9))


def hear(person, hearing, **more):
    facts = {
        "risks": "Bail ends on the 8th",
        "outcome": "Locks first",
        "victim_update_agency": person.agency,
        "no_action_reason": "Everything is in place",
        "update_method": "call",
        "adviser_line": "In touch every week",
        "flag": "flag",
        "at": timezone.now(),
    }
    with person.scope():
        return services.hear_case(hearing, by=person.principal, **(facts | more))


def add(person, hearing, owner, text="Change the locks", **more):
    with person.scope():
        return services.add_action(hearing, by=person.principal, text=text, owner_agency=owner, **more)


def sees(person, case):
    with person.scope():
        return Case.objects.visible_to(person.principal).filter(pk=case.pk).exists()


# -- heard -----------------------------------------------------------------------------------------------------------


def test_a_heard_case_stops_its_clock_on_the_day_of_the_meeting(hearing, coordinator):
    found = hear(coordinator, hearing)
    with coordinator.scope():
        case, referral = Case.objects.get(pk=hearing.case_id), Referral.objects.get(pk=hearing.referral_id)
    assert (found.status, found.heard_by) == ("heard", coordinator.user)
    assert (case.heard_on, referral.first_heard_on, referral.status) == (*[hearing.meeting.held_on] * 2, "heard")


def test_minutes_typed_the_next_day_count_for_the_day_of_the_meeting(forum, coordinator):
    yesterday = timezone.localdate() - timedelta(days=1)
    hearing = marac.hearing(marac.meeting(forum, on=yesterday, status="held"))
    hear(coordinator, hearing)
    with coordinator.scope():
        assert Case.objects.get(pk=hearing.case_id).heard_on == yesterday


def test_nothing_is_heard_before_its_day(forum, coordinator):
    with pytest.raises(DomainError, match="not been held"):
        hear(coordinator, marac.hearing(marac.meeting(forum, status="published")))


def test_without_the_agency_that_updates_the_person_it_is_refused(hearing, coordinator):
    with pytest.raises(services.NobodyUpdatesTheVictim, match="which agency will update"):
        hear(coordinator, hearing, victim_update_agency=None)
    with coordinator.scope():
        assert Hearing.objects.get(pk=hearing.pk).status == "listed"
        assert Case.objects.get(pk=hearing.case_id).heard_on is None


def test_without_an_action_and_without_a_reason_it_is_refused(hearing, coordinator):
    with pytest.raises(services.NothingAgreed):
        hear(coordinator, hearing, no_action_reason="  ")


def test_an_action_is_enough_and_then_no_reason_is_kept(hearing, coordinator, constabulary):
    add(coordinator, hearing, constabulary)
    assert hear(coordinator, hearing, no_action_reason="Left over from a draft").no_action_reason == ""


def test_the_update_is_due_working_days_after_the_meeting(hearing, coordinator):
    found = hear(coordinator, hearing)
    assert found.victim_update_due_on == add_working_days(found.meeting.held_on, 2, frozenset())


def test_an_areas_own_policy_sets_the_days(hearing, coordinator):
    factories.policy("victim_update_days", 1, area=hearing.meeting.forum.area)
    found = hear(coordinator, hearing)
    assert found.victim_update_due_on == add_working_days(found.meeting.held_on, 1, frozenset())


def test_whoever_has_something_to_do_may_read_the_case(hearing, coordinator):
    """A school that is no member of the forum takes an action; a health team tells the person."""
    from tests.conftest import Person

    school, team = (Person(factories.member(factories.agency())) for _ in range(2))
    add(coordinator, hearing, school.agency)
    assert not sees(school, hearing.case)
    hear(coordinator, hearing, victim_update_agency=team.agency)
    assert sees(school, hearing.case)
    assert sees(team, hearing.case)
    with coordinator.scope():
        shared = CaseAgency.objects.filter(case=hearing.case, agency__in=[school.agency, team.agency])
        assert {(row.level, *row.sources) for row in shared} == {(10, "action")}


def test_a_sealed_case_is_heard_by_whom_it_names_and_shared_with_nobody(meeting, coordinator, constabulary):
    hearing = marac.hearing(meeting, marac.waiting(meeting.forum, sealed=True))
    factories.named(hearing.case, coordinator.user)
    add(coordinator, hearing, constabulary)
    assert hear(coordinator, hearing).status == "heard"
    with as_owner():
        assert not CaseAgency.objects.filter(case=hearing.case, agency=constabulary).exists()


def test_every_referral_of_the_case_that_waited_is_heard_with_it(hearing, coordinator):
    twin = marac.waiting(hearing.meeting.forum, case=hearing.case, days_ago=3)
    other = marac.waiting(hearing.meeting.forum)
    hear(coordinator, hearing)
    with coordinator.scope():
        assert Referral.objects.get(pk=twin.pk).first_heard_on == hearing.meeting.held_on
        assert Referral.objects.get(pk=other.pk).status == "accepted"


def test_a_referral_that_came_after_the_meeting_waits_for_its_own(forum, coordinator):
    meeting = marac.meeting(forum, on=timezone.localdate() - timedelta(days=2), status="held")
    hearing = marac.hearing(meeting, marac.waiting(forum, days_ago=9))
    later = marac.waiting(forum, case=hearing.case, days_ago=1)
    hear(coordinator, hearing)
    with coordinator.scope():
        assert Referral.objects.get(pk=later.pk).status == "accepted"


def test_heard_is_heard_once(hearing, coordinator):
    hear(coordinator, hearing)
    with pytest.raises(DomainError, match="closed: heard"):
        hear(coordinator, hearing)
    with coordinator.scope(), pytest.raises(InvalidTransition):
        services.adjourn_hearing(hearing, by=coordinator.principal, deferral="time")


def test_an_agenda_that_is_not_published_hears_nothing(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum, on=timezone.localdate()))
    with pytest.raises(DomainError, match="Publish the agenda"):
        hear(coordinator, hearing)


def test_the_chair_hears_too(hearing, meeting_chair):
    assert hear(meeting_chair, hearing).heard_by == meeting_chair.user


def test_a_member_agency_and_the_excluded_hear_nothing(hearing, representative, constabulary, excluded):
    with as_owner():
        CaseAgency.objects.create(
            case=hearing.case, agency=constabulary, level=10, sources=["meeting"], starts_at=hearing.case.received_at
        )
    factories.exclusion(hearing.case, excluded.user)
    for person in (representative, excluded):
        with pytest.raises(Conflict, match="cannot change"):
            hear(person, hearing)


def test_a_hearing_that_cannot_be_recorded_did_not_happen(hearing, coordinator):
    """Break the audit and nothing is left of the hearing, its clock or its referral."""
    from django.db import ProgrammingError, connection

    def grant(words):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"{words} linnet_app")

    grant("REVOKE INSERT ON audit_event FROM")
    try:
        with pytest.raises(ProgrammingError):
            hear(coordinator, hearing)
    finally:
        grant("GRANT INSERT ON audit_event TO")
    with coordinator.scope():
        assert Hearing.objects.get(pk=hearing.pk).status == "listed"
        assert Case.objects.get(pk=hearing.case_id).heard_on is None


# -- adjourned -------------------------------------------------------------------------------------------------------


def test_adjourning_puts_the_referral_back_and_does_not_touch_the_clock(hearing, coordinator):
    with coordinator.scope():
        before = Case.objects.values("received_at", "target_days", "due_on", "heard_on").get(pk=hearing.case_id)
        found = services.adjourn_hearing(
            hearing, by=coordinator.principal, deferral="key_agency_absent", note=" Children’s social care "
        )
        after = Case.objects.values("received_at", "target_days", "due_on", "heard_on").get(pk=hearing.case_id)
        referral = Referral.objects.get(pk=hearing.referral_id)
    assert (found.status, found.deferral_note) == ("adjourned", "Children’s social care")
    assert before == after
    assert (referral.status, referral.first_heard_on, referral.due_on) == ("accepted", None, before["due_on"])


def test_adjourned_and_listed_again_it_is_heard_late_if_it_is_late(forum, coordinator):
    """Put off on day 14 because an agency was absent, heard on day 15: late, with the reason on record."""
    today = timezone.localdate()
    first = marac.meeting(forum, on=today - timedelta(days=1), status="published")
    hearing = marac.hearing(first, marac.waiting(forum, days_ago=15))
    with coordinator.scope():
        services.adjourn_hearing(hearing, by=coordinator.principal, deferral="key_agency_absent")
        second = services.list_referral(
            marac.meeting(forum, on=today), by=coordinator.principal, referral=hearing.referral, at=timezone.now()
        )
        services.publish_meeting(second.meeting, by=coordinator.principal, at=timezone.now())
    hear(coordinator, second)
    with coordinator.scope():
        referral = Referral.objects.get(pk=hearing.referral_id)
    assert (referral.first_heard_on - referral.received_on).days == 15
    assert referral.first_heard_on > referral.due_on


def test_adjourning_needs_a_reason(hearing, coordinator):
    with coordinator.scope(), pytest.raises(DomainError, match="Select why"):
        services.adjourn_hearing(hearing, by=coordinator.principal, deferral="")


def test_a_draft_agenda_adjourns_nothing(forum, coordinator):
    hearing = marac.hearing(marac.meeting(forum))
    with coordinator.scope(), pytest.raises(DomainError, match="not published yet"):
        services.adjourn_hearing(hearing, by=coordinator.principal, deferral="time")


# -- minutes ---------------------------------------------------------------------------------------------------------


def save(person, hearing, version=0, **more):
    facts = {"risks": "", "outcome": "", "version": version}
    with person.scope():
        return services.save_minutes(hearing, by=person.principal, **(facts | more))


def test_minutes_are_kept_unfinished(hearing, coordinator):
    found = save(coordinator, hearing, risks="  Bail ends ", no_action_reason="None needed")
    assert (found.risks, found.no_action_reason, found.status, found.version) == (
        "Bail ends",
        "None needed",
        "listed",
        1,
    )


def test_of_two_people_typing_neither_overwrites_the_other(hearing, coordinator, meeting_chair):
    save(coordinator, hearing, risks="Mine")
    with pytest.raises(Conflict, match="Somebody else saved"):
        save(meeting_chair, hearing, risks="Theirs")
    save(meeting_chair, hearing, version=1, risks="Both")
    with coordinator.scope():
        assert Hearing.objects.get(pk=hearing.pk).risks == "Both"


def test_closed_minutes_stay_as_they_are(hearing, coordinator):
    hear(coordinator, hearing)
    with pytest.raises(DomainError, match="closed: heard"):
        save(coordinator, hearing, version=1)


# -- actions ---------------------------------------------------------------------------------------------------------


def test_an_action_is_due_five_working_days_after_the_meeting(hearing, coordinator, constabulary):
    action = add(coordinator, hearing, constabulary, text=" Change the locks ", owner_name=" K. Osei ")
    assert action.due_on == add_working_days(hearing.meeting.held_on, 5, frozenset())
    assert (action.text, action.owner_name, action.status) == ("Change the locks", "K. Osei", "open")


def test_bank_holidays_are_no_working_days(forum, coordinator, constabulary):
    from agencies.models import BankHoliday

    with as_owner():
        BankHoliday.objects.create(on=date(2026, 12, 25), name="Christmas Day")
        BankHoliday.objects.create(on=date(2026, 12, 28), name="Boxing Day (substitute day)")
    hearing = marac.hearing(marac.meeting(forum, on=date(2026, 12, 23), status="published"))
    assert add(coordinator, hearing, constabulary).due_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("words", "facts"), [("what the agency will do", {"text": " "}), ("on or after", {"due_on": date(2020, 1, 1)})]
)
def test_an_action_says_what_and_is_not_due_before_it_was_agreed(words, facts, hearing, coordinator, constabulary):
    with pytest.raises(DomainError, match=words):
        add(coordinator, hearing, constabulary, **facts)


def test_an_action_is_removed_while_its_hearing_is_open(hearing, coordinator, constabulary):
    action = add(coordinator, hearing, constabulary)
    with coordinator.scope():
        services.remove_action(action, by=coordinator.principal)
        assert not Action.objects.exists()
    kept = add(coordinator, hearing, constabulary)
    hear(coordinator, hearing)
    with coordinator.scope(), pytest.raises(DomainError, match="closed"):
        services.remove_action(kept, by=coordinator.principal)
    with pytest.raises(DomainError, match="closed"):
        add(coordinator, hearing, constabulary)


def complete(person, action, status="done", result="Done on Friday"):
    with person.scope():
        return services.complete_action(action, by=person.principal, status=status, result=result, at=timezone.now())


@pytest.mark.parametrize("status", ["done", "not_possible", "not_done"])
def test_the_owner_says_how_it_ended(status, hearing, coordinator, police):
    action = add(coordinator, hearing, police.agency)
    hear(coordinator, hearing)
    found = complete(police, action, status, " Fitted ")
    assert (found.status, found.result, found.ended_by) == (status, "Fitted", police.user)
    with pytest.raises(InvalidTransition):
        complete(police, action, "done")


def test_an_action_ends_with_words(hearing, coordinator, police):
    action = add(coordinator, hearing, police.agency)
    hear(coordinator, hearing)
    with pytest.raises(DomainError, match="Enter what was done"):
        complete(police, action, result=" ")
    with pytest.raises(InvalidTransition):
        complete(police, action, status="open")


def test_an_action_is_not_owed_before_its_hearing_is_closed(hearing, coordinator, police):
    with as_owner():
        CaseAgency.objects.create(
            case=hearing.case, agency=police.agency, level=10, sources=["meeting"], starts_at=hearing.case.received_at
        )
    action = add(coordinator, hearing, police.agency)
    with police.scope():
        assert not Action.objects.owned_by(police.principal).exists()
    with pytest.raises(DomainError, match="not finished"):
        complete(police, action)
    hear(coordinator, hearing)
    with police.scope():
        assert Action.objects.owned_by(police.principal).get() == action


def test_who_may_complete_an_action(hearing, coordinator, meeting_chair, police, idva, excluded, outsider):
    action = add(coordinator, hearing, police.agency)
    hear(coordinator, hearing, victim_update_agency=idva.agency)
    factories.exclusion(hearing.case, excluded.user)
    may = {police: 1, coordinator: 1, meeting_chair: 1, idva: 0, excluded: 0, outsider: 0}
    for person, count in may.items():
        with person.scope():
            assert Action.objects.completable_by(person.principal).filter(pk=action.pk).count() == count
    with pytest.raises(Conflict):  # the second lock: a member that does not own it
        complete(idva, action)
