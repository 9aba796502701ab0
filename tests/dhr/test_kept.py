"""Who is kept out and let in again, who leaves the panel, and what nobody may delete."""

import re
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from common.errors import DomainError
from dhr import services
from dhr.models import DeathReview, PanelMember, ReviewExclusion
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db


def do(review, step, item=""):
    at = {"reference": review.reference, "step": step}
    return reverse("review_do_item", kwargs=at | {"item": item}) if item else reverse("review_do", kwargs=at)


def page_of(person, review):
    return person.client.get(reverse("review", kwargs={"reference": review.reference})).status_code


def keep_out(runner, review, person, scope="all"):
    typed = {"user": person.user.email, "scope": scope, "reason": "A cousin of the family"}
    return runner.client.post(do(review, "keep-out"), typed)


def test_somebody_is_kept_from_a_review_and_let_in_again_and_the_record_stays(review, runner, owner):
    reviews.access(review, owner.user, owner.agency)
    assert page_of(owner, review) == 200
    assert keep_out(runner, review, owner).status_code == 302
    assert page_of(owner, review) == 404
    with owner.scope():
        assert not DeathReview.objects.exists()  # the second lock alone
    panel = runner.client.get(reverse("review_part", kwargs={"reference": review.reference, "part": "panel"}))
    assert "A cousin of the family" in panel.text
    with as_owner():
        row = ReviewExclusion.objects.get()
    assert runner.client.post(do(review, "let-in", row.pk)).status_code == 302
    assert page_of(owner, review) == 200
    with as_owner():
        row.refresh_from_db()
        assert (row.reason, row.ended_by) == ("A cousin of the family", runner.user)
    assert keep_out(runner, review, owner).status_code == 302  # and once more
    assert page_of(owner, review) == 404


def test_the_familys_part_opens_again(review, runner, owner):
    reviews.access(review, owner.user, owner.agency)
    reviews.family(review, advocate="Anna Advocate")
    keep_out(runner, review, owner, "family")
    family = reverse("review_part", kwargs={"reference": review.reference, "part": "family"})
    assert "closed to you" in owner.client.get(family).text
    with as_owner():
        row = ReviewExclusion.objects.get()
    runner.client.post(do(review, "let-in", row.pk))
    assert "Anna Advocate" in owner.client.get(family).text


def test_only_the_office_keeps_out_and_lets_in(review, runner, decider, officer, owner):
    reviews.access(review, owner.user, owner.agency)
    keep_out(runner, review, officer, "family")
    with as_owner():
        row = ReviewExclusion.objects.get()
    for person in (decider, owner):
        assert person.client.get(do(review, "keep-out")).status_code == 403
        assert person.client.post(do(review, "let-in", row.pk)).status_code == 403


def test_nobody_keeps_out_themselves_or_lets_themselves_in(review, runner):
    assert "Ask a colleague" in keep_out(runner, review, runner).text
    with as_owner():
        row = ReviewExclusion.objects.create(
            review=review, user=runner.user, scope="family", reason="x", made_by=runner.user
        )
    assert "Ask a colleague" in runner.client.post(do(review, "let-in", row.pk)).text
    with runner.scope():
        changed = ReviewExclusion.objects.filter(pk=row.pk).update(ended_at=timezone.now(), ended_by=runner.user)
    assert changed == 0  # the database says so too


def test_who_leaves_the_panel_on_the_page_is_out_at_once(review, runner, owner):
    with runner.scope():
        member = services.add_panel_member(
            review, by=runner.principal, agency=owner.agency, name="Head of safeguarding", on=date(2026, 11, 20),
            user=owner.user, is_independent=True,
        )  # fmt: skip
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        for wrong in ("19/11/2026", "24/11/2026"):
            assert "not in the future" in runner.client.post(do(review, "leave", member.pk), {"on": wrong}).text
        assert page_of(owner, review) == 200
        assert owner.client.get(do(review, "leave", member.pk)).status_code == 403
        assert runner.client.post(do(review, "leave", member.pk), {"on": "23/11/2026"}).status_code == 302
        assert page_of(owner, review) == 404
        again = runner.client.post(do(review, "leave", member.pk), {"on": "23/11/2026"})
        assert "left the panel already" in again.text
    with as_owner():
        assert PanelMember.objects.get().to_on == date(2026, 11, 23)


def test_an_exclusion_says_why(review, runner, owner):
    with runner.scope(), pytest.raises(DomainError):
        services.exclude(review, by=runner.principal, user=owner.user, scope="all", reason=" ")


# -- the hold ---------------------------------------------------------------------------------------------------------


def furnished(review, owner):
    plan = reviews.recommendation(review, owner.agency)
    event = reviews.event(review, owner.agency)
    with as_owner():
        part = plan.owners.get()
        victim = review.victims.get()
    return [("chronologyevent", event), ("recommendationowner", part), ("recommendation", plan),
            ("reviewvictim", victim), ("deathreview", review)]  # fmt: skip


def delete(table, row):
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM dhr_{table} WHERE id = %s", [row.pk])
        return cursor.rowcount


@pytest.mark.parametrize(
    "kept",
    [
        {"hold_reason": "An inquest is open"},
        {"keep_until": date(2099, 1, 1)},
        {"keep_until": date(2020, 1, 1), "state": "closed"},  # due, and yet only the disposal deletes it
    ],
)
def test_not_even_the_owner_of_the_tables_deletes_anything_of_a_review(review, owner, kept):
    rows = furnished(review, owner)
    with as_owner():
        DeathReview.objects.filter(pk=review.pk).update(**kept)
    for table, row in rows:
        with pytest.raises(IntegrityError, match="nothing of a review goes before"):
            delete(table, row)
    with as_owner():
        assert DeathReview.objects.filter(pk=review.pk).exists()


def test_everything_that_hangs_on_a_review_is_held():
    """A table that is added later has to be held, too."""
    hanging = set()
    for model in apps.get_app_config("dhr").get_models():
        names = {field.name for field in model._meta.fields}
        if model is DeathReview or names & {"review", "content_object", "recommendation"}:
            hanging.add(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'hold_of_a_review'")
        held = {re.sub(r"^public\.", "", name) for (name,) in cursor.fetchall()}
    assert held == hanging
