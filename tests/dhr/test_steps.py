"""A review's steps as services: who may take them, what they leave behind, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from common.errors import Conflict, DomainError, InvalidTransition
from dhr import services
from dhr.models import DeathReview, ReviewChange, ReviewDecision, ReviewPause, ReviewPerpetrator, ReviewVictim
from dhr.services import Notification, NotInScope, NotReady, NotYours
from dhr.states import State
from tests import factories
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LONG = "The core group found no abuse, violence or neglect by anybody known to her."


def again(row):
    with as_owner():
        row.refresh_from_db()
    return row


def move(person, review, to, **more):
    with person.scope():
        services.take_step(review, by=person.principal, to=to, today=TODAY, **more)
    return again(review)


def told(person, review, **facts):
    with person.scope():
        services.record_facts(review, by=person.principal, today=TODAY, **facts)
    return again(review)


def notification(area, **more):
    facts = {
        "code_name": "Harebell", "csp": area, "notifier": factories.agency(type="police"),
        "died_on": date(2026, 10, 30), "known_on": date(2026, 10, 31), "notified_on": date(2026, 11, 2),
        "death_type": "homicide", "relationship": "partner", "victims": [{"age": 34, "sex": "female"}],
    }  # fmt: skip
    return Notification(**(facts | more))


def notify(person, said):
    with person.scope():
        return services.notify_review(said, by=person.principal, today=TODAY)


# -- notification -----------------------------------------------------------------------------------------------------


def test_t5_the_decision_is_due_a_calendar_month_after_the_death_was_known(runner, area, safety):
    reviews.policies()
    made = again(notify(runner, notification(area, died_on=date(2025, 1, 30), known_on=date(2025, 1, 31),
                                             notified_on=date(2025, 2, 1))))  # fmt: skip
    assert made.decision_due_on == date(2025, 2, 28)
    assert made.partnership == safety
    assert made.state == State.NOTIFIED


def test_the_limit_is_the_policy_of_the_day_the_death_was_known(runner, area):
    reviews.policies()
    factories.policy("review_decide_months", 2, starts_on=date(2026, 11, 1), area=area)
    before = again(notify(runner, notification(area)))
    after = again(notify(runner, notification(area, known_on=date(2026, 11, 1))))
    assert before.decision_due_on == date(2026, 11, 30)
    assert after.decision_due_on == date(2027, 1, 1)


def test_t1_fifteen_is_refused_and_leaves_nothing(runner, area):
    reviews.policies()
    with pytest.raises(NotInScope, match="child safeguarding"):
        notify(runner, notification(area, victims=[{"age": 15}]))
    with as_owner():
        assert not DeathReview.objects.exists()


def test_t3_a_suicide_has_nobody_on_the_other_side(runner, area):
    reviews.policies()
    made = notify(runner, notification(area, death_type="suicide", others=[]))
    with as_owner():
        assert not ReviewPerpetrator.objects.filter(review=made).exists()


def test_t13_two_victims_of_one_incident_are_one_review(runner, area):
    reviews.policies()
    made = notify(runner, notification(area, victims=[{"age": 34}, {"age": 61}], others=[{"age": 36}]))
    with as_owner():
        assert ReviewVictim.objects.filter(review=made).count() == 2
        assert DeathReview.objects.count() == 1


def test_t7_the_partnership_is_where_the_person_lived_and_the_other_takes_part(runner, area):
    reviews.policies()
    southend = reviews.csp("Southend")
    made = again(notify(runner, notification(area, participants=[southend])))
    assert made.responsible_csp.name == "Colchester"
    assert made.participants == [southend.pk]


@pytest.mark.parametrize(
    "wrong",
    [
        {"died_on": date(2026, 11, 1)},
        {"notified_on": date(2026, 10, 30)},
        {"notified_on": TODAY + timedelta(days=1)},
        {"case_reference": "K7F3-9QD2-T0"},
    ],
)
def test_a_notification_out_of_order_is_refused(runner, area, wrong):
    reviews.policies()
    with pytest.raises(DomainError):
        notify(runner, notification(area, **wrong))


def test_only_the_coordinator_takes_notifications(decider, area):
    reviews.policies()
    with pytest.raises(DomainError):
        notify(decider, notification(area))


# -- scoping and decision ---------------------------------------------------------------------------------------------


def scoped(review, runner):
    """Bring a review to the partnership's decision."""
    police = factories.agency("Constabulary of scoping", type="police")
    with runner.scope():
        (asked,) = services.ask_agencies(review, by=runner.principal, agencies=[police], on=TODAY)
        services.record_return(asked, by=runner.principal, on=TODAY, known_to="both")
    move(runner, review, State.SCOPING)
    return move(runner, review, State.AWAITING_DECISION)


def decide(person, review, choice="review", **more):
    facts = {
        "rationale": LONG, "decided_on": TODAY, "scale": "full" if choice == "review" else "",
        "criteria": ["aged_16", "violence"], "route": "" if choice == "review" else "none",
    }  # fmt: skip
    with person.scope():
        services.decide_review(review, by=person.principal, choice=choice, today=TODAY, **(facts | more))
    return again(review)


def test_agencies_have_ten_working_days_and_are_asked_once(review, runner):
    police = factories.agency(type="police")
    with runner.scope():
        (made,) = services.ask_agencies(review, by=runner.principal, agencies=[police], on=date(2026, 11, 23))
        assert services.ask_agencies(review, by=runner.principal, agencies=[police], on=TODAY) == []
    assert made.due_on == date(2026, 12, 7)
    assert again(review).acknowledged_on == TODAY


def test_the_police_return_is_never_waived(review, runner):
    with runner.scope():
        (made,) = services.ask_agencies(
            review, by=runner.principal, agencies=[factories.agency(type="police")], on=TODAY
        )
        with pytest.raises(DomainError, match="police"):
            services.record_return(made, by=runner.principal, on=TODAY, waived_reason="Not needed")


def test_scoping_does_not_end_before_the_police_have_answered(review, runner):
    move(runner, review, State.SCOPING)
    with pytest.raises(NotReady) as refused:
        move(runner, review, State.AWAITING_DECISION)
    assert len(refused.value.missing) == 2


def test_t5_a_late_decision_is_kept_and_three_days_late(review, runner, decider):
    scoped(review, runner)
    found = decide(decider, review, decided_on=date(2025, 3, 3))
    assert found.state == State.COMMISSIONED
    assert (found.decided_on - found.decision_due_on).days == 3


@pytest.mark.parametrize("who", ["runner", "officer"])
def test_only_the_partnerships_chair_decides(request, review, runner, who):
    scoped(review, runner)
    with pytest.raises((NotYours, Conflict)):
        decide(request.getfixturevalue(who), review)
    assert again(review).state == State.AWAITING_DECISION


def test_the_chair_of_another_partnership_cannot_even_find_it(review, runner):
    scoped(review, runner)
    other = reviews.csp_agency(reviews.csp("Maldon"))
    from agencies.roles import Role
    from tests.conftest import Person

    stranger = Person(factories.member(other, Role.SAFETY_CHAIR))
    with pytest.raises(Conflict):
        decide(stranger, review)


def test_a_decision_against_a_review_is_challenged_and_superseded_and_kept(review, runner, decider):
    scoped(review, runner)
    decide(decider, review, "no_review")
    with pytest.raises(NotReady):
        move(runner, review, State.CLOSED)
    with pytest.raises(NotReady):
        move(decider, review, State.AWAITING_DECISION)
    move(decider, review, State.AWAITING_DECISION, reason="The Home Office asks for a review.")
    decide(decider, review)
    with as_owner():
        first, second = ReviewDecision.objects.order_by("pk")
    assert (first.choice, first.superseded_by_id, second.is_current) == ("no_review", second.pk, True)


def test_a_refused_decision_changes_nothing(review, runner, decider):
    scoped(review, runner)
    with pytest.raises(NotReady):
        decide(decider, review, "no_review", rationale="Too short.")
    with as_owner():
        assert not ReviewDecision.objects.exists()
    assert again(review).decided_on is None


def test_a_smaller_scale_asks_how_the_duty_is_met(review, runner, decider):
    scoped(review, runner)
    with pytest.raises(NotReady, match="Home Office"):
        decide(decider, review, scale="lighter")
    assert decide(decider, review, scale="lighter", statutory_note="Agreed on 3 March.").scale == "lighter"


def test_t6_it_closes_once_everybody_was_told(review, runner, decider):
    scoped(review, runner)
    decide(decider, review, "no_review")
    told(runner, review, home_office_told_on=TODAY, home_office_replied_on=TODAY)
    with pytest.raises(NotReady, match="family"):
        move(runner, review, State.CLOSED)
    told(runner, review, family_not_told="none_traced")
    found = move(runner, review, State.CLOSED)
    assert (found.closed_on, found.keep_until) == (TODAY, date(2036, 11, 23))


def test_t8_somebody_from_elsewhere_is_transferred_and_leaves_the_partnership(review, runner, officer):
    found = move(runner, review, State.TRANSFERRED, reason="Suffolk community safety partnership")
    assert (found.transferred_to, found.transferred_on) == ("Suffolk community safety partnership", TODAY)
    assert found.keep_until == date(2036, 11, 23)  # what is over is not kept for ever
    with officer.scope():
        assert not DeathReview.objects.visible_to(officer.principal).exists()
    with runner.scope():
        assert not DeathReview.objects.visible_to(runner.principal).open().exists()


@pytest.mark.parametrize("to", [State.IN_PROGRESS, State.PUBLISHED, State.CLOSED])
def test_a_notified_review_jumps_nowhere(review, runner, to):
    with pytest.raises(InvalidTransition):
        move(runner, review, to)


# -- pauses -----------------------------------------------------------------------------------------------------------


def test_a_pause_is_kept_with_its_reason_and_ends_where_it_began(review, runner, decider):
    scoped(review, runner)
    decide(decider, review, decided_on=date(2025, 3, 1))
    facts = {"reason": "criminal_proceedings", "approved_by": "The chair", "today": TODAY}
    with runner.scope():
        services.pause_review(review, by=runner.principal, on=date(2025, 4, 1), **facts)
    assert again(review).state == State.PAUSED
    with runner.scope(), pytest.raises(InvalidTransition):
        services.pause_review(review, by=runner.principal, on=TODAY, **facts)
    with runner.scope():
        services.resume_review(review, by=runner.principal, on=date(2025, 10, 1), today=TODAY)
    assert again(review).state == State.COMMISSIONED
    with as_owner():
        pause = ReviewPause.objects.get()
    assert (pause.starts_on, pause.ends_on, pause.from_state) == (date(2025, 4, 1), date(2025, 10, 1), "commissioned")


def test_a_pause_needs_somebody_who_approved_it(review, runner, decider):
    scoped(review, runner)
    decide(decider, review)
    with runner.scope(), pytest.raises(NotReady):
        services.pause_review(review, by=runner.principal, reason="coroner", approved_by=" ", on=TODAY, today=TODAY)


def test_another_date_is_agreed_by_the_partnership_with_a_reason(review, runner, decider):
    scoped(review, runner)
    decide(decider, review)
    later = TODAY + timedelta(days=300)
    with decider.scope():
        with pytest.raises(DomainError):
            services.agree_date(review, by=decider.principal, complete_by=later, reason=" ")
        services.agree_date(review, by=decider.principal, complete_by=later, reason="Two agencies are late.")
    assert again(review).complete_by == later


# -- what is written down ---------------------------------------------------------------------------------------------


def test_every_step_is_kept_and_audited(review, runner):
    move(runner, review, State.SCOPING)
    with as_owner():
        (change,) = ReviewChange.objects.all()
        assert Event.objects.filter(kind="review moved", subjects=[str(review.pk)]).exists()
    assert (change.from_state, change.to_state, change.by) == ("notified", "scoping", runner.user)


def test_what_the_partnership_records_the_coordinator_does_not(review, runner, decider):
    with pytest.raises(DomainError, match="partnership"):
        told(runner, review, withheld_reason="Children")
    assert told(decider, review, withheld_reason="Two children").withheld_reason == "Two children"


def test_nobody_was_told_in_the_future(review, runner):
    with pytest.raises(DomainError, match="past"):
        told(runner, review, home_office_told_on=timezone.localdate() + timedelta(days=1))
