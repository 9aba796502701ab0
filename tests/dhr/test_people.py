"""Who died and who is on the other side, told on a page until the data return is complete; and linked processes."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from dhr.models import DeathReview, ReviewLink, ReviewPerpetrator, ReviewVictim
from dhr.selectors import return_gaps
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db


def do(review, step, item=""):
    at = {"reference": review.reference, "step": step}
    return reverse("review_do_item", kwargs=at | {"item": item}) if item else reverse("review_do", kwargs=at)


def part(person, review, name):
    return person.client.get(reverse("review_part", kwargs={"reference": review.reference, "part": name}))


def test_what_the_return_misses_of_a_second_person_is_told_on_a_page(review, runner):
    with as_owner():
        second = ReviewVictim.objects.create(review=review, age=61)
        assert return_gaps(review) == ["Victim 2: sex", "Victim 2: ethnicity"]
    assert "Missing: Victim 2: sex, Victim 2: ethnicity" in part(runner, review, "people").text
    form = runner.client.get(do(review, "died-more", second.pk))
    assert 'value="61"' in form.text  # what is known stands already
    typed = {
        "age": "61", "sex": "male", "ethnicity": "not_recorded", "pregnant": "no", "previously_targeted": "yes",
        "children_count": "0", "vulnerabilities": ["alcohol", "carer"], "disability": "not_known", "pseudonym": "Wren",
    }  # fmt: skip
    assert runner.client.post(do(review, "died-more", second.pk), typed).status_code == 302
    with as_owner():
        second.refresh_from_db()
        assert (second.vulnerabilities, second.children_count) == (["alcohol", "carer"], 0)
        assert return_gaps(review) == []
    rows = returned(runner, review)
    assert rows[2]["targeted before"] == "Yes"
    assert (rows[2]["children"], rows[2]["vulnerabilities"], rows[2]["age"]) == ("0", "alcohol; carer", "61")
    assert "Wren" not in str(rows)


def returned(person, review):
    answer = person.client.get(reverse("review_return", kwargs={"reference": review.reference}))
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_other_side_is_told_with_what_the_courts_found(review, runner):
    typed = {"age": "39", "sex": "male", "ethnicity": "other", "relationship": "partner", "outcome": "convicted",
             "sentence": "Life, at least 21 years", "prior_abuse": "yes", "prior_offences": "no"}  # fmt: skip
    assert "alleged to have caused harm" in part(runner, review, "people").text
    assert runner.client.post(do(review, "other"), typed).status_code == 302
    page = part(runner, review, "people")
    assert "Person who caused harm (1)" in page.text
    assert "Life, at least 21 years" in page.text
    row = returned(runner, review)[-1]
    assert (row["unit"], row["outcome"], row["abuse before"], row["died too"]) == (
        "other person",
        "Convicted",
        "Yes",
        "no",
    )
    with as_owner():
        assert ReviewPerpetrator.objects.get().sentence == "Life, at least 21 years"


def test_t1_nobody_under_sixteen_is_added_and_what_was_typed_stays(review, runner):
    page = runner.client.post(do(review, "died"), {"age": "15", "pseudonym": "Linden"})
    assert "child safeguarding practice review" in page.text
    assert 'value="Linden"' in page.text
    with as_owner():
        assert review.victims.count() == 1


def test_who_may_tell_of_people_and_who_may_not(review, runner, decider, officer, owner):
    reviews.access(review, owner.user, owner.agency)
    for person in (decider, officer, owner):
        assert person.client.get(do(review, "died")).status_code == 403
        assert part(person, review, "people").status_code == 200
    with as_owner():
        DeathReview.objects.filter(pk=review.pk).update(state="closed")
    assert "This review is over" in runner.client.post(do(review, "died"), {"age": "40"}).text


def test_a_person_of_another_review_is_not_there(review, runner, office):
    other = reviews.review(office, runner.user, code_name="Foxglove")
    with as_owner():
        theirs = other.victims.get()
    assert runner.client.get(do(review, "died-more", theirs.pk)).status_code == 404


# -- linked processes, and partnerships that take part ----------------------------------------------------------------


def test_two_reviews_are_linked_and_each_shows_the_other_to_whoever_sees_both(review, runner, decider, office):
    other = reviews.review(office, runner.user, code_name="Foxglove")
    page = runner.client.post(do(review, "link"), {"kind": "review"})
    assert "Choose the other review" in page.text
    assert runner.client.post(do(review, "link"), {"kind": "review", "other": other.pk}).status_code == 302
    assert "Foxglove" in part(runner, review, "history").text
    assert "Harebell" in part(runner, other, "history").text.split("Other processes")[1]
    shown = part(decider, review, "history").text  # of this partnership, not of the other
    assert "Another death review" in shown
    assert "Foxglove" not in shown


def test_a_review_that_the_reader_is_kept_from_is_not_offered(review, runner, office):
    other = reviews.review(office, runner.user, code_name="Foxglove")
    assert "Foxglove" in runner.client.get(do(review, "link")).text
    with as_owner():
        other.exclusions.create(user=runner.user, scope="all", reason="x", made_by=runner.user)
    assert "Foxglove" not in runner.client.get(do(review, "link")).text
    assert runner.client.post(do(review, "link"), {"kind": "review", "other": other.pk}).status_code == 200
    with as_owner():
        assert not ReviewLink.objects.exists()


def test_an_inquest_is_noted_with_who_leads_it(review, runner):
    assert runner.client.post(do(review, "link"), {"kind": "inquest", "where": "Coroner, 12/25"}).status_code == 302
    assert "Inquest: Coroner, 12/25" in part(runner, review, "history").text


def test_t7_another_partnership_takes_part_and_stays_when_the_form_is_saved_again(review, runner, area):
    southend = reviews.csp("Southend")
    typed = {"csp": area.pk, "participants": [southend.pk], "residence_clear": "on"}
    assert runner.client.post(do(review, "responsible"), typed).status_code == 302
    with as_owner():
        review.refresh_from_db()
        assert (review.responsible_csp, review.participants) == (area, [southend.pk])
    form = runner.client.get(do(review, "responsible"))
    assert form.context["form"].initial["participants"] == [southend.pk]
    assert review.notified_on == date(2025, 1, 31)
