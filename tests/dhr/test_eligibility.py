"""Whom the law lets a review be about."""

import pytest

from dhr.eligibility import Basis, harmer_words, prompts, refusals


def test_t1_a_child_of_fifteen_is_no_subject_of_this_review():
    (words,) = refusals(Basis.ACT_2004, [15], new_law=False)
    assert "child safeguarding practice review" in words
    assert refusals(Basis.LOCAL, [15], new_law=False) == []


def test_t2_sixteen_killed_by_a_brother_of_seventeen_is_reviewed_with_a_child_review_in_mind():
    assert refusals(Basis.ACT_2004, [16], new_law=False) == []
    assert len(prompts(Basis.ACT_2004, "sibling", [16], [17])) == 1


def test_t3_a_suicide_with_nobody_charged_is_reviewed_and_accuses_nobody():
    assert refusals(Basis.ACT_2004, [34], new_law=False) == []
    assert harmer_words("suicide", convicted=False) == "Person alleged to have caused harm"
    assert harmer_words("homicide", convicted=False) == "Person alleged to have caused harm"
    assert harmer_words("homicide", convicted=True) == "Person who caused harm"


def test_t4_a_lodger_is_within_the_2004_act_and_a_question_under_the_new_one():
    assert refusals(Basis.ACT_2004, [40], new_law=False) == prompts(Basis.ACT_2004, "household_other", [40], [50]) == []
    assert "personally connected" in prompts(Basis.ACT_2024, "household_other", [40], [50])[0]


@pytest.mark.parametrize(("new_law", "count"), [(False, 1), (True, 0)])
def test_the_new_law_is_chosen_only_where_it_is_in_force(new_law, count):
    assert len(refusals(Basis.ACT_2024, [40], new_law=new_law)) == count


def test_one_of_two_under_sixteen_refuses_and_an_unknown_age_does_not():
    assert len(refusals(Basis.ACT_2004, [40, 15], new_law=False)) == 1
    assert refusals(Basis.ACT_2004, [None], new_law=False) == []
