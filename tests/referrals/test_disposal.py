"""What nobody needs any more goes at night: by the database's clock, and nothing else goes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from referrals.models import Draft, IdempotencyKey, Referral, ReferralDocument
from referrals.services.disposal import DRAFT_DAYS, KEY_DAYS
from referrals.tasks import dispose
from tests import factories
from tests.api.conftest import force, team  # noqa: F401  (fixtures)
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
MOMENT = timedelta(minutes=1)


def ago(days):
    return timezone.now() - timedelta(days=days)


def saved(draft, at):
    with as_owner():
        Draft.objects.filter(pk=draft.pk).update(saved_at=at)
    return draft


def test_a_draft_goes_after_fourteen_days_with_its_documents(police, team):  # noqa: F811
    old = saved(made.draft(police.agency, police.user), ago(DRAFT_DAYS) - MOMENT)
    kept = saved(made.draft(police.agency, police.user), ago(DRAFT_DAYS) + MOMENT)
    sent = factories.referral(from_agency=police.agency, to_agency=team)
    for owner in ({"draft": old}, {"draft": kept}, {"referral": sent}):
        made.document(**owner)
    dispose()
    with as_owner():
        assert list(Draft.objects.all()) == [kept]
        owners = set(ReferralDocument.objects.values_list("draft_id", "referral_id"))
        assert owners == {(kept.pk, None), (None, sent.pk)}
        assert Event.objects.get(kind="drafts disposed").detail == "1"


def test_an_idempotency_key_goes_after_ninety_days_and_its_referral_stays(force):  # noqa: F811
    for key in ("old", "kept"):
        force.post(made.submission(), key=key)
    with as_owner():
        IdempotencyKey.objects.filter(key="old").update(created_at=ago(KEY_DAYS) - MOMENT)
        IdempotencyKey.objects.filter(key="kept").update(created_at=ago(KEY_DAYS) + MOMENT)
    dispose()
    with as_owner():
        assert [row.key for row in IdempotencyKey.objects.all()] == ["kept"]
        assert Referral.objects.count() == 2


def test_a_second_night_finds_nothing_and_says_nothing(police):
    saved(made.draft(police.agency, police.user), ago(DRAFT_DAYS + 1))
    dispose()
    dispose()
    with as_owner():
        assert Event.objects.filter(kind__endswith="disposed").count() == 1
