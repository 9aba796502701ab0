"""The rules of a submission, without a database: what refuses one, and what only asks for a second look."""

from datetime import date

import pytest

from referrals import rules
from tests.factories.referrals import submission

SETTING = rules.Setting(today=date(2026, 11, 21), threshold=14, has_team=True)
ANSWERS = submission()["risk_assessment"]["answers"]


def paths(sent, **setting):
    return [problem.path for problem in rules.check(sent, SETTING if not setting else SETTING.__class__(**setting))]


def judged(**changes):
    """The surgery's referral: a judgement, not a score."""
    return submission("referral-gp-judgement", **changes)


@pytest.mark.parametrize("name", ["referral-police", "referral-gp-judgement"])
def test_the_samples_keep_every_rule(name):
    assert rules.check(submission(name), SETTING) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"referrer__name": "  "}, "referrer.name"),
        ({"criteria": []}, "criteria"),
        ({"reasons": " \n"}, "reasons"),
        ({"reasons": "High risk."}, "reasons"),
        ({"immediate_actions": ""}, "immediate_actions"),
        ({"criteria": ["professional_judgement", "potential_escalation"]}, "incidents"),
        ({"criteria": ["visible_high_risk"]}, "criteria"),
        ({"victim__names": [{"given": "", "family": " "}]}, "victim.names"),
        ({"victim__names": []}, "victim.names"),
        ({"victim__dates_of_birth": ["2026-11-22"]}, "victim.dates_of_birth[0]"),
        ({"victim__dates_of_birth": ["1990-01-01", "1899-12-31"]}, "victim.dates_of_birth[1]"),
        ({"victim__address": {"postcode": "SS1 1ZZ"}}, "victim.address"),
        ({"victim__address": None}, "victim.address"),
        ({"perpetrators": []}, "perpetrators"),
        ({"perpetrators": [{"names": [], "works_for_partner_agency": "no"}]}, "perpetrators[0].names"),
        ({"perpetrators__0__works_for_partner_agency": None}, "perpetrators[0].works_for_partner_agency"),
        ({"perpetrators__0__dates_of_birth": ["2030-01-01"]}, "perpetrators[0].dates_of_birth[0]"),
        ({"children": [{"dates_of_birth": ["2027-01-01"]}]}, "children[0].dates_of_birth[0]"),
        ({"risk_assessment__assessed_on": "2026-11-22"}, "risk_assessment.assessed_on"),
        ({"risk_assessment__stated_score": 25}, "risk_assessment.stated_score"),
        ({"risk_assessment__stated_score": None}, "risk_assessment.answers"),
        ({"risk_assessment__answers": {"CHILDREN_HURT": "yes"}}, "risk_assessment.answers"),
        ({"risk_assessment__tool": "dara", "risk_assessment__answers": {"FEARS": "yes"}}, "risk_assessment.answers"),
        ({"victim_view__agrees": None}, "victim_view.agrees"),
        ({"victim_view__aware_of_referral": None}, "victim_view.aware_of_referral"),
        ({"sharing__lawful_basis": None}, "sharing.lawful_basis"),
        ({"sharing__reason": " "}, "sharing.reason"),
        ({"sharing__decided_by": None}, "sharing.decided_by"),
        ({"sharing__proportionality": None}, "sharing.proportionality"),
        ({"safeguarding": {"children_referral_made_on": "2027-01-01"}}, "safeguarding.children_referral_made_on"),
        ({"incident_reported_at": "2026-11-23T00:00:00+00:00"}, "incident_reported_at"),
        ({"incidents": [{"occurred_at": "2026-12-01T00:00:00Z", "kind": "crime"}]}, "incidents[0].occurred_at"),
    ],
)
def test_each_rule_names_what_to_mend_and_nothing_else(changes, path):
    assert paths(judged(**changes)) == [path]


def test_a_district_that_no_team_covers_is_refused():
    assert paths(judged(), today=SETTING.today, threshold=14, has_team=False) == ["district"]


def test_messages_never_quote_what_was_sent():
    canary = "Canary-7f3a"
    sent = submission(
        referrer={"name": canary},
        reasons=canary,
        criteria=["professional_judgement"],
        victim={"names": [], "gp": canary},
        perpetrators=[{"names": [], "whereabouts": canary}],
        sharing={"reason": canary},
        victim_view={"agrees": "disagrees", "wants": canary},
        immediate_actions="",
    )
    problems = rules.check(sent, SETTING)
    assert len(problems) > 5
    assert not any(canary in problem.path + problem.message for problem in problems)


# -- visible high risk is a count, and a count alone ------------------------------------------------------------------


def scored(yes, **changes):
    answers = {code: "yes" if place < yes else "no" for place, code in enumerate(ANSWERS)}
    return submission(risk_assessment__answers=answers, **changes)


def test_a_score_at_the_threshold_sets_visible_high_risk_though_nobody_claimed_it():
    assert rules.grounds(scored(14, criteria=[]), 14) == ["visible_high_risk"]
    assert paths(scored(14, criteria=[])) == []


def test_judgement_cannot_clear_a_score():
    assert rules.grounds(scored(20, criteria=["professional_judgement"]), 14) == [
        "visible_high_risk",
        "professional_judgement",
    ]


def test_thirteen_yes_without_another_ground_is_no_referral():
    assert paths(scored(13, criteria=[])) == ["criteria"]
    assert paths(scored(13, criteria=["visible_high_risk"])) == ["criteria"]
    assert paths(scored(13, criteria=["professional_judgement"])) == []


def test_an_area_may_set_another_threshold():
    assert paths(scored(10, criteria=["visible_high_risk"]), today=SETTING.today, threshold=10, has_team=True) == []


def test_a_repeat_needs_neither_a_score_nor_a_judgement():
    assert paths(scored(6, criteria=["repeat"], reasons="He came back.")) == []


def test_a_tool_that_is_not_counted_never_makes_visible_high_risk():
    tool = {"tool": "dara", "assessed_on": "2026-11-19", "stated_score": 20}
    assert paths(judged(risk_assessment=tool, criteria=["visible_high_risk"])) == ["criteria"]


def test_unknown_answers_are_not_yes_and_are_pointed_out():
    sent = judged(risk_assessment__answers=dict.fromkeys(ANSWERS, "dont_know"))
    assert rules.grounds(sent, 14) == ["professional_judgement"]
    assert rules.check(sent, SETTING) == []
    assert any("24 items" in warning for warning in rules.warnings(sent, SETTING))


# -- what is unlikely is pointed out, and nobody is refused for it ----------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"victim__dates_of_birth": ["2010-11-22"]}, "person at risk is under 16"),
        ({"victim__age_estimate": 15}, "person at risk is under 16"),
        ({"perpetrators__0__dates_of_birth": ["2012-01-01"]}, "causing harm is under 16"),
        ({"perpetrators__0__relationship_to_victim": "not_connected"}, "not partners or relatives"),
        ({"children": [{"age_estimate": 3}]}, "children’s social care is stated"),
    ],
)
def test_what_asks_for_a_second_look(changes, words):
    sent = judged(**changes)
    assert rules.check(sent, SETTING) == []
    assert any(words in warning for warning in rules.warnings(sent, SETTING))


def test_on_the_sixteenth_birthday_nobody_is_under_16():
    assert rules.warnings(judged(victim__dates_of_birth=["2010-11-21"]), SETTING) == []


def test_the_samples_raise_no_warning():
    assert [rules.warnings(submission(name), SETTING) for name in ("referral-police", "referral-gp-judgement")] == [
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([{"given": "Asha", "family": "Old", "kind": "former"}, {"given": " Asha ", "family": "New"}], "Asha New"),
        ([{"given": "", "family": "Only"}], "Only"),
        ([{"given": "", "family": ""}], ""),
        ([{"given": "A", "kind": "alias"}], "A"),
    ],
)
def test_the_name_to_call_somebody_by(names, expected):
    assert rules.current_name({"names": names}) == expected
