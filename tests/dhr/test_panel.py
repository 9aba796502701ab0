"""Chair, panel, reports, chronology, letters, anonymity, the fund and reminders as services."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from common.errors import Conflict, DomainError, InvalidTransition
from dhr import services
from dhr.models import ChronologyEvent, DeathReview, FundShare, LearningEvent, ReviewChair, ReviewReminder
from dhr.services import Appointment, NotIndependent, NotYours
from dhr.sheets import Line
from tests import factories
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def again(row):
    with as_owner():
        row.refresh_from_db()
    return row


# -- chair and panel --------------------------------------------------------------------------------------------------


def appoint(person, review, **more):
    facts = {"name": "Dr Ó Conaire", "appointed_on": TODAY, "independence_declared_on": TODAY}
    with person.scope():
        return services.appoint_chair(review, by=person.principal, said=Appointment(**(facts | more)))


def test_t10_a_chair_whom_an_agency_of_the_review_employed_is_warned_of(review, runner, decider, owner):
    reviews.contribution(review, owner.agency)
    worked = {"employed_by": owner.agency, "employed_until": date(2021, 11, 24)}
    with pytest.raises(NotIndependent, match="5 years"):
        appoint(runner, review, **worked)
    with pytest.raises(NotIndependent):  # the reason alone is not enough: the partnership gives it
        appoint(runner, review, **worked, override_reason="Nobody else")
    made = appoint(decider, review, **worked, override_reason="Nobody else knows the field")
    assert made.override_by_id == decider.user.pk


@pytest.mark.parametrize("until", [date(2021, 11, 22), date(2010, 1, 1)])
def test_t10_more_than_five_years_ago_is_no_conflict(review, runner, owner, until):
    reviews.contribution(review, owner.agency)
    appoint(runner, review, employed_by=owner.agency, employed_until=until)


def test_an_agency_without_a_part_in_the_review_is_no_conflict(review, runner):
    appoint(runner, review, employed_by=factories.agency(), employed_until=TODAY)


def test_the_chair_sees_the_review_until_another_is_appointed(review, runner, chair):
    appoint(runner, review, user=chair.user)
    with chair.scope():
        assert DeathReview.objects.visible_to(chair.principal).get() == review
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        appoint(runner, review, name="Dr Next", appointed_on=TODAY)
        with chair.scope():
            assert not DeathReview.objects.exists()
    with as_owner():
        assert ReviewChair.objects.filter(review=review, ended_on=None).get().name == "Dr Next"


def add_member(person, review, agency, **more):
    facts = {"agency": agency, "name": "Head of safeguarding", "on": TODAY, "is_independent": True}
    with person.scope():
        return services.add_panel_member(review, by=person.principal, **(facts | more))


def test_somebody_with_a_part_in_the_case_does_not_sit_on_the_panel(review, runner, owner):
    with pytest.raises(DomainError):
        add_member(runner, review, owner.agency, is_independent=False)


def test_a_member_connected_with_the_other_side_is_walled_from_the_family(review, runner, owner):
    reviews.family(review)
    add_member(runner, review, owner.agency, user=owner.user, is_connected=True)
    with owner.scope():
        assert DeathReview.objects.visible_to(owner.principal).exists()
        assert not review.family.model.objects.visible_to(owner.principal).exists()
        assert not review.family.model.objects.exists()  # the second lock alone


def test_who_leaves_the_panel_sees_the_review_no_longer(review, runner, owner):
    member = add_member(runner, review, owner.agency, user=owner.user)
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        with runner.scope():
            services.end_panel_member(member, by=runner.principal, on=TODAY)
        with owner.scope():
            assert not DeathReview.objects.exists()


def test_a_new_version_of_the_terms_says_what_changed(review, runner):
    facts = {"period_from": date(2020, 1, 1), "period_to": date(2025, 1, 1), "key_lines": "What was known?"}
    with runner.scope():
        services.write_terms(review, by=runner.principal, **facts)
        with pytest.raises(DomainError):
            services.write_terms(review, by=runner.principal, **facts)
        made = services.write_terms(review, by=runner.principal, **facts, reason_for_change="A longer period")
    assert made.version == 2


# -- reports and chronology -------------------------------------------------------------------------------------------


def test_a_report_is_due_eight_weeks_later_and_every_extension_is_kept(review, runner, owner):
    with runner.scope():
        (made,) = services.commission_reports(
            review, by=runner.principal, agencies=[owner.agency], kind="imr", on=TODAY
        )
        assert made.due_on == TODAY + timedelta(weeks=8)
        later = made.due_on + timedelta(days=14)
        services.extend_contribution(
            made, by=runner.principal, new_due_on=later, reason="The author fell ill", approved_by="The chair"
        )
    found = again(made)
    assert (found.original_due_on, found.due_on) == (TODAY + timedelta(weeks=8), later)


def test_a_report_is_accepted_only_from_an_independent_author(review, runner, owner):
    made = reviews.contribution(review, owner.agency)
    with runner.scope():
        with pytest.raises(InvalidTransition):
            services.move_contribution(made, by=runner.principal, to="accepted", on=TODAY)
        services.move_contribution(made, by=runner.principal, to="received", on=TODAY, author="The line manager")
        with pytest.raises(DomainError, match="no part"):
            services.move_contribution(made, by=runner.principal, to="accepted", on=TODAY)
        services.move_contribution(made, by=runner.principal, to="accepted", on=TODAY, author_independent=True)
    assert again(made).accepted_on == TODAY


def test_a_panel_member_hands_in_the_own_agencys_report_and_no_other(review, runner, owner, checker):
    mine, theirs = reviews.contribution(review, owner.agency), reviews.contribution(review, checker.agency)
    add_member(runner, review, owner.agency, user=owner.user)
    with owner.scope():
        services.move_contribution(mine, by=owner.principal, to="received", on=TODAY)
        with pytest.raises((NotYours, Conflict)):
            services.move_contribution(theirs, by=owner.principal, to="received", on=TODAY)
        with pytest.raises((NotYours, Conflict)):
            services.move_contribution(mine, by=owner.principal, to="waived", on=TODAY, note="No time")


LINE = Line(date(2024, 5, 1), "day", "", "victim", "Record 1", "Seen in clinic", "", "", good_practice=False)


def test_an_agency_adds_its_own_events_and_the_same_sheet_again_adds_nothing(review, runner, owner, checker):
    add_member(runner, review, owner.agency, user=owner.user)
    with owner.scope():
        added = services.add_events(review, by=owner.principal, agency=owner.agency, lines=[LINE, LINE])
        again_added = services.add_events(review, by=owner.principal, agency=owner.agency, lines=[LINE])
        with pytest.raises(NotYours):
            services.add_events(review, by=owner.principal, agency=checker.agency, lines=[LINE])
    assert (added, again_added) == (1, 0)
    with as_owner():
        assert ChronologyEvent.objects.get().agency == owner.agency


def test_an_empty_chronology_is_not_merged(review, runner):
    with runner.scope(), pytest.raises(DomainError):
        services.merge_chronology(review, by=runner.principal, on=TODAY)


# -- papers and letters -----------------------------------------------------------------------------------------------


def test_t11_the_second_check_is_another_persons(review, runner, decider):
    paper = reviews.paper(
        review, "overview", runner.user, runner.agency, marking="public", anonymised_by=runner.user, anonymised_on=TODAY
    )
    with runner.scope(), pytest.raises(DomainError, match="yourself"):
        services.check_anonymity(paper, by=runner.principal, on=TODAY)
    with decider.scope():
        services.check_anonymity(paper, by=decider.principal, on=TODAY)
    assert again(paper).second_check_by_id == decider.user.pk


def test_a_letter_that_asks_for_changes_names_them(review, runner):
    with as_owner():
        DeathReview.objects.filter(pk=review.pk).update(state="with_home_office")
        review.submissions.create(submitted_on=date(2026, 10, 1))
    facts = {"letter_on": TODAY, "outcome": "changes"}
    with runner.scope():
        with pytest.raises(DomainError):
            services.record_letter(review, by=runner.principal, **facts)
        services.record_letter(review, by=runner.principal, **facts, areas=["Economic abuse", "The adviser"])
    with as_owner():
        assert [area.number for area in review.areas.order_by("number")] == [1, 2]


# -- the fund ---------------------------------------------------------------------------------------------------------


def test_the_fund_of_a_year_is_incomplete_until_every_allocation_is_known(runner):
    reviews.policies()
    names = ("Colchester", "Maldon")
    for name in names:
        reviews.csp(name)
    with runner.scope():
        year = services.open_year(date(2026, 4, 1), by=runner.principal)
        first, second = FundShare.objects.filter(year=year).order_by("csp__name")
        services.set_share(first, by=runner.principal, allocation=Decimal("10000.04"))
        assert services.fund_of(year).total is None
        services.set_share(second, by=runner.principal, allocation=Decimal("10000.05"))
        services.add_cost(year, by=runner.principal, kind="chair", amount=Decimal("9500.00"), on=TODAY)
        fund = services.fund_of(year)
    assert (fund.total, fund.remaining) == (Decimal("37400.01"), Decimal("27900.01"))


def test_a_cost_belongs_to_its_financial_year(runner):
    reviews.policies()
    with runner.scope():
        year = services.open_year(date(2026, 4, 1), by=runner.principal)
        with pytest.raises(DomainError):
            services.add_cost(year, by=runner.principal, kind="chair", amount=Decimal(1), on=date(2026, 3, 31))
        with pytest.raises(DomainError):
            services.open_year(date(2026, 5, 1), by=runner.principal)


def test_a_change_of_the_percentage_holds_from_its_year_on(runner):
    reviews.policies()
    factories.policy("fund_percent", 15, starts_on=date(2027, 4, 1))
    reviews.csp()
    with runner.scope():
        for first, total in ((date(2026, 4, 1), Decimal("47000.00")), (date(2027, 4, 1), Decimal("50000.00"))):
            year = services.open_year(first, by=runner.principal)
            services.set_share(year.shares.get(), by=runner.principal, allocation=Decimal(100000))
            assert services.fund_of(year).total == total


def test_more_people_cannot_answer_than_came(runner):
    facts = {"kind": "seminar", "title": "Ask", "on": TODAY, "attendance": {"1": 10, "2": 5}}
    with runner.scope():
        with pytest.raises(DomainError):
            services.add_learning_event(by=runner.principal, **facts, answers=16)
        made = services.add_learning_event(by=runner.principal, **facts, answers=12, score=Decimal("4.4"))
        assert LearningEvent.objects.visible_to(runner.principal).get() == made
    assert made.audience == 15


def test_nobody_outside_the_office_sees_its_money(runner, decider):
    reviews.policies()
    with runner.scope():
        services.open_year(date(2026, 4, 1), by=runner.principal)
    with decider.scope():
        assert not FundShare.objects.exists()


# -- reminders --------------------------------------------------------------------------------------------------------


def test_a_reminder_is_sent_once_and_not_too_early(review, runner):
    facts = {"kind": "decision", "today": TODAY}
    with runner.scope():
        early = services.remind(review, by=runner.principal, due_on=TODAY + timedelta(days=8), **facts)
        first = services.remind(review, by=runner.principal, due_on=TODAY + timedelta(days=7), **facts)
        again_said = services.remind(review, by=runner.principal, due_on=TODAY + timedelta(days=7), **facts)
    assert (early, first, again_said) == (False, True, False)
    with as_owner():
        assert ReviewReminder.objects.count() == 1


def test_the_morning_letter_counts_dates_names_nobody_and_comes_once(review, runner, mailoutbox):
    from dhr.tasks import remind_member

    assert remind_member(runner.membership) == 1  # the decision, long overdue
    (letter,) = mailoutbox
    assert "Harebell" not in letter.subject + letter.body
    assert "review" not in letter.subject.lower()
    assert remind_member(runner.membership) == 0
    assert len(mailoutbox) == 1
