"""How a referral comes in: what is stored, where it goes, when it is due, and that it is stored once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction

from agencies.models import Area, Policy
from agencies.principal import principal_scope
from audit.models import Event
from common.errors import DomainError
from referrals import services
from referrals.models import Draft, IdempotencyKey, Referral
from tests import factories
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db


def submit(person, payload=None, *, at=made.SENT_AT):
    with person.scope():
        return made.sent(person.principal, payload=payload, at=at)


def test_what_lists_show_comes_from_the_submission(team, police):
    referral = submit(police)
    assert (referral.from_agency, referral.to_agency) == (police.agency, team)
    assert referral.district.gss_code == made.SOUTHEND
    assert (referral.victim_name, referral.child_count) == ("Asha Testcase", 1)
    assert (referral.yes_count, referral.score_of, referral.is_high_risk) == (16, 24, True)
    assert referral.asks_about_partner_staff is False
    assert (referral.sent_by_id, referral.sent_with_id) == (police.user.pk, None)
    assert referral.submission == factories.sample("referral-police")


def test_a_judgement_below_the_count_is_high_risk_and_unknown_staff_is_asked_about(team, police):
    referral = submit(police, made.submission("referral-gp-judgement"))
    assert (referral.yes_count, referral.is_high_risk, referral.asks_about_partner_staff) == (9, True, True)
    assert referral.scheme == "iris"
    assert referral.criteria == ["professional_judgement"]


def test_the_clock_starts_on_the_london_date_of_receipt(team, police):
    late_in_summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July in London
    payload = made.submission("referral-gp-judgement", risk_assessment__assessed_on="2026-06-01")
    referral = submit(police, payload, at=late_in_summer)
    assert (referral.received_on, referral.due_on) == (date(2026, 7, 1), date(2026, 7, 15))


def test_each_area_sets_its_own_clock_and_threshold(team, police):
    essex = Area.objects.get(kind=Area.Kind.MARAC, name="Essex")
    factories.policy(Policy.Key.HEARING_TARGET_DAYS, 10, area=essex)
    factories.policy(Policy.Key.HIGH_RISK_TICKS, 9, area=essex)
    judged = made.submission("referral-gp-judgement", criteria=["visible_high_risk"])
    assert submit(police, judged).target_days == 10
    judged["district"] = made.SOUTHEND
    with pytest.raises(services.BrokenRules):
        submit(police, judged)


def test_an_assessment_is_judged_by_the_threshold_of_its_day(team, police):
    """T7 of the domain notes: the threshold was raised on 22 March; earlier assessments keep the lower one."""
    essex = Area.objects.get(kind=Area.Kind.MARAC, name="Essex")
    factories.policy(Policy.Key.HIGH_RISK_TICKS, 9, area=essex)
    factories.policy(Policy.Key.HIGH_RISK_TICKS, 14, area=essex, starts_on=date(2026, 3, 22))
    for day, expected in (("2026-03-21", True), ("2026-03-22", False), ("1999-01-01", False)):
        payload = made.submission("referral-gp-judgement", risk_assessment__assessed_on=day)
        assert ("visible_high_risk" in submit(police, payload).criteria) is expected, day


@pytest.mark.parametrize("district", [made.THURROCK, "E99999999", "", None])
def test_a_district_without_a_team_stores_nothing(team, police, district):
    with pytest.raises(services.BrokenRules) as refused:
        submit(police, made.submission(district=district))
    assert [problem.path for problem in refused.value.problems] == ["district"]
    with as_owner():
        assert not Referral.objects.exists()


def test_a_team_that_has_ended_takes_no_referral(team, police):
    with as_owner():
        type(team).objects.filter(pk=team.pk).update(active_to=date(2026, 11, 1))
    with pytest.raises(services.BrokenRules):
        submit(police)


def test_nobody_sends_in_another_agencys_name(team, police, idva):
    with idva.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        made.sent(police.principal)


def test_a_colleague_who_may_not_send_stores_nothing(team, administrator):
    with administrator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        made.sent(administrator.principal)


def test_sending_is_an_event(team, police):
    referral = submit(police)
    with as_owner():
        event = Event.objects.get(kind="referral sent")
    assert (event.user_id, event.agency_id, event.subjects) == (police.user.pk, police.agency.pk, [str(referral.pk)])


# -- once, and only once ----------------------------------------------------------------------------------------------


def once(person, key="k1", **changes):
    with person.scope():
        return services.submit_once(made.submission(**changes), by=person.principal, key=key, at=made.SENT_AT)


def test_the_same_request_again_gets_the_same_answer(team, police):
    first, again = once(police), once(police)
    assert first[1] is False
    assert again == (first[0], True)
    with as_owner():
        assert Referral.objects.count() == IdempotencyKey.objects.count() == 1


def test_the_order_of_the_fields_makes_no_other_request(team, police):
    first = once(police)[0]
    with police.scope():
        payload = dict(reversed(made.submission().items()))
        again = services.submit_once(payload, by=police.principal, key="k1", at=made.SENT_AT + timedelta(hours=1))
    assert again == (first, True)


def test_a_key_with_another_body_is_refused(team, police):
    once(police)
    with pytest.raises(services.OtherBody):
        once(police, reasons="Something else happened, and it is worse than before.")


def test_two_agencies_may_use_the_same_key(team, police, idva):
    assert once(police)[0]["reference"] != once(idva)[0]["reference"]


def test_a_refused_submission_uses_up_no_key(team, police):
    with pytest.raises(services.BrokenRules), police.scope():
        services.submit_once(made.submission(district=""), by=police.principal, key="k1", at=made.SENT_AT)
    assert once(police)[1] is False


def test_the_kept_answer_names_nobody(team, police):
    answer = once(police)[0]
    with as_owner():
        assert IdempotencyKey.objects.get().answer == answer
    assert set(answer) == {"reference", "reference_spoken", "status", "status_label", "received_at", "hear_by"}
    assert answer["hear_by"] == "2026-12-04"
    assert (answer["status"], answer["status_label"]) == ("submitted", "New")


# -- drafts -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(police):
    with police.scope():
        return services.start_draft(by=police.principal, at=made.SENT_AT)


def test_a_draft_keeps_what_was_typed_right_or_wrong(draft, police):
    typed = {"given": ["Zoë"], "born-day": ["31\0"], "tick": ["a", "b"]}
    with police.scope():
        services.save_section(draft, by=police.principal, section="person", typed=typed, at=made.SENT_AT)
        services.save_section(draft, by=police.principal, section="you", typed={"name": ["x"]}, at=made.SENT_AT)
        draft.refresh_from_db()
    assert draft.typed == {"person": {"given": ["Zoë"], "born-day": ["31"], "tick": ["a", "b"]}, "you": {"name": ["x"]}}


def test_a_draft_is_sent_once_and_then_holds_nothing(draft, team, police):
    with police.scope():
        services.save_section(draft, by=police.principal, section="you", typed={"name": ["x"]}, at=made.SENT_AT)
        sent = [
            services.send_draft(draft, by=police.principal, payload=made.submission(), at=made.SENT_AT)
            for _ in range(2)
        ]
        draft.refresh_from_db()
        assert sent[0] == sent[1] == draft.referral
        assert (draft.typed, draft.sent_at) == ({}, made.SENT_AT)
        with pytest.raises(DomainError, match="has been sent"):
            services.save_section(draft, by=police.principal, section="you", typed={}, at=made.SENT_AT)
        with pytest.raises(DomainError, match="has been sent"):
            services.delete_draft(draft, by=police.principal)


def test_a_draft_is_seen_and_deleted_by_its_writer_alone(draft, police, constabulary):
    colleague = factories.principal(factories.member(constabulary))
    with principal_scope(colleague):
        assert not Draft.objects.exists()
    with police.scope():
        services.delete_draft(draft, by=police.principal)
        assert not Draft.objects.exists()
