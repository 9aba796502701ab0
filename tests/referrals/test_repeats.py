"""The twelve months of a repeat, at their edges. R1 to R11 are the examples of the domain notes, section 1.2."""

from datetime import date

import pytest

from referrals import escalation, rules
from referrals.presenters.matches import joining_words
from referrals.repeats import (
    Anchor,
    Behaviour,
    Earlier,
    Event,
    Finding,
    People,
    Rule,
    find,
    months_after,
    people_between,
)

D = date.fromisoformat
NATIONAL = Rule()
TODAY = D("2025-03-20")


def said(earlier, received, *events, rule=NATIONAL, **more):
    found = [Event(D(each)) if isinstance(each, str) else each for each in events]
    before = [Earlier(D(each)) if isinstance(each, str) else each for each in earlier]
    return find(before, received_on=D(received), events=found, rule=rule, **more)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 3, 10), 12, date(2025, 3, 10)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 11, 15), 1, date(2024, 12, 15)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(day, months) == expected


def test_r1_the_anniversary_itself_is_within():
    assert said(["2024-03-10"], "2025-03-10", "2025-03-10").is_repeat


def test_r2_the_day_after_is_a_new_referral():
    assert not said(["2024-03-10"], "2025-03-11", "2025-03-11").is_repeat


def test_r3_somebody_else_causing_harm_is_a_new_case():
    assert not said(["2024-03-10"], "2024-05-10", "2024-05-09", people=People.OTHERS).is_repeat


def test_r4_the_incident_governs_and_both_dates_are_shown():
    found = said(["2024-03-10"], "2025-03-20", "2025-03-01")
    assert found == Finding(True, since=D("2024-03-10"), event_on=D("2025-03-01"))


def test_r5_a_repeat_needs_no_score_and_no_judgement():
    sent = {
        "criteria": ["repeat"],
        "reasons": "Again.",
        "immediate_actions": "Rang her.",
        "risk_assessment": {"tool": "safelives_ric24", "assessed_on": "2025-03-01", "stated_score": 6},
    }
    assert rules.check(sent, rules.Setting(TODAY, 14, has_team=True), parts=("reasons", "escalation", "score")) == []


def test_r6_what_was_declined_or_withdrawn_started_no_months():
    """Such referrals are no accepted ones, so nothing came before."""
    assert said([], "2025-03-01", "2025-03-01") == Finding(False)


def test_r7_the_last_referral_is_the_anchor():
    found = said(["2023-09-10", "2024-09-01"], "2025-08-21", "2025-08-20")
    assert (found.is_repeat, found.since) == (True, D("2024-09-01"))


def test_r8_from_29_to_28_february():
    assert said(["2024-02-29"], "2025-02-28", "2025-02-28").is_repeat
    assert not said(["2024-02-29"], "2025-03-01", "2025-03-01").is_repeat


def test_r9_a_meeting_in_another_area_is_a_transfer_and_no_repeat():
    found = said([], "2025-03-20", "2025-03-19", elsewhere=[D("2024-06-01")])
    assert (found.is_repeat, found.is_transfer_in) == (False, True)
    assert not said([], "2025-06-02", "2025-06-01", elsewhere=[D("2024-06-01")]).is_transfer_in
    both = said(["2024-09-01"], "2025-03-20", "2025-03-19", elsewhere=[D("2024-06-01")])
    assert (both.is_repeat, both.is_transfer_in) == (True, False)


def test_r10_reversed_roles_are_no_repeat():
    assert not said(["2024-03-10"], "2024-05-10", "2024-05-09", people=People.REVERSED).is_repeat


def test_r11_what_is_no_crime_counts_unless_the_area_counts_crimes_only():
    card = Event(D("2024-12-01"), is_crime=False)
    assert said(["2024-03-10"], "2024-12-02", card).is_repeat
    criminal = Rule(behaviour=Behaviour.CRIMINAL_ONLY)
    assert not said(["2024-03-10"], "2024-12-02", card, rule=criminal).is_repeat
    assert said(["2024-03-10"], "2024-12-02", card, "2024-12-01", rule=criminal).is_repeat


def test_an_area_may_count_from_the_last_hearing():
    """Derbyshire tells its partners which cases are twelve months from the last meeting."""
    heard = Rule(anchor=Anchor.LAST_HEARD_DATE)
    earlier = [Earlier(D("2024-03-01"), D("2024-03-14"))]
    assert said(earlier, "2025-03-14", "2025-03-10", rule=heard).is_repeat
    assert not said(earlier, "2025-03-14", "2025-03-10").is_repeat
    assert said([Earlier(D("2024-03-01"))], "2024-06-01", "2024-05-30", rule=heard) == Finding(False)


def test_one_person_causing_harm_in_common_is_the_same_case():
    assert said(["2024-03-10"], "2024-05-10", "2024-05-09", people=People.SOME).is_repeat


@pytest.mark.parametrize(
    ("example", "events", "identified", "expected"),
    [
        ("nothing dated: the receipt stands for it", [], None, ("2025-03-10", True, True)),
        ("when it came to light stands before that", [], "2025-01-05", ("2025-01-05", False, True)),
        ("what was known before came to light earlier", [], "2024-03-01", ("2025-03-10", True, True)),
        ("old incidents alone: the receipt is assumed", ["2024-02-01"], None, ("2025-03-10", True, True)),
        ("the first further incident counts", ["2025-02-01", "2024-06-01"], None, ("2024-06-01", False, True)),
    ],
)
def test_the_further_incident(example, events, identified, expected):
    found = said(["2024-03-10"], "2025-03-10", *events, identified_on=D(identified) if identified else None)
    assert (found.event_on.isoformat(), found.is_date_assumed, found.is_repeat) == expected, example


def test_two_agencies_on_one_day_make_no_repeat():
    assert said(["2024-03-10"], "2024-03-10", "2024-03-09") == Finding(False)


def test_a_later_referral_is_no_earlier_one():
    assert said(["2024-05-01"], "2024-03-10") == Finding(False)


def test_months_are_the_areas_own():
    assert said(["2024-06-01"], "2025-01-01").is_repeat
    assert not said(["2024-06-01"], "2025-01-01", rule=Rule(months=6)).is_repeat


@pytest.mark.parametrize(
    ("sent", "known", "expected"),
    [
        (["a"], ["a"], People.SAME),
        (["a", "b"], ["b", "a"], People.SAME),
        (["a", "b"], ["a"], People.SOME),
        (["a"], ["a", "b"], People.SOME),
        (["a"], ["b"], People.OTHERS),
        ([""], ["b"], People.NOT_KNOWN),
        (["a"], [""], People.NOT_KNOWN),
        ([], ["a"], People.NOT_KNOWN),
    ],
)
def test_people_between(sent, known, expected):
    def keys(names):
        return [frozenset({name} - {""}) for name in names]

    assert people_between(keys(sent), keys(known)) is expected


# -- escalation --------------------------------------------------------------------------------------------------------


def test_escalation_counts_the_rolling_months_that_end_on_the_day_of_receipt():
    days = [D("2024-03-19"), D("2024-03-20"), D("2024-09-01"), D("2024-09-01"), D("2025-03-20"), D("2025-03-21")]
    found = escalation.counted(days, received_on=D("2025-03-20"), months=12)
    assert found == [D("2024-03-20"), D("2024-09-01"), D("2024-09-01"), D("2025-03-20")]


def escalating(count, *grounds):
    moments = [f"2025-0{month}-01T10:00:00+00:00" for month in range(1, 1 + count)]
    return {
        "criteria": ["potential_escalation", *grounds],
        "incidents": [{"occurred_at": moment, "kind": "crime"} for moment in moments],
    }


@pytest.mark.parametrize(("needed", "count", "stands"), [(3, 2, False), (3, 3, True), (5, 3, False), (1, 1, True)])
def test_escalation_alone_needs_as_many_as_the_area_asks_for(needed, count, stands):
    setting = rules.Setting(TODAY, 14, has_team=True, escalation=needed)
    problems = rules.check(escalating(count), setting, parts=("escalation",))
    assert (problems == []) is stands
    if problems:
        assert problems[0].message.startswith(f"List at least {needed} incidents of the last 12 months")


def test_escalation_beside_another_ground_is_shown_with_what_was_counted():
    setting = rules.Setting(TODAY, 14, has_team=True, escalation=3)
    sent = escalating(2, "professional_judgement")
    assert rules.check(sent, setting, parts=("escalation",)) == []
    (warning,) = rules.warnings(sent, setting)
    assert "2 dated incidents in the 12 months before receipt; this area asks for 3" in warning


def test_a_boyfriend_of_fifteen_is_recorded_and_warned_of():
    """Acceptance 15 of the domain notes: a girl of sixteen and a boy of fifteen."""
    sent = {"victim": {"age_estimate": 16}, "perpetrators": [{"age_estimate": 15}]}
    (warning,) = rules.warnings(sent, rules.Setting(TODAY, 14, has_team=True))
    assert "Consider the children’s route" in warning


@pytest.mark.parametrize(
    ("finding", "people", "said"),
    [
        (Finding(False), People.SAME, "Not a repeat: no earlier referral of this case counts."),
        (Finding(False, D("2024-03-10")), People.SAME, "Not a repeat: the months count from 10 Mar 2024."),
        (
            Finding(True, D("2024-03-10"), D("2025-03-10")),
            People.SOME,
            "A repeat: the months count from 10 Mar 2024; further incident on 10 Mar 2025. Only some of the people "
            "causing harm are the same: make sure that it is the same case.",
        ),
    ],
)
def test_what_joining_a_case_means_in_words(finding, people, said):
    assert joining_words(finding, people) == said
