"""The agency administrator looks after their own agency's people and keys, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agencies import services
from agencies.keys import parse_key
from agencies.models import ApiKey, Invitation, Membership, Policy, User
from agencies.roles import Role
from common.errors import DomainError
from tests import factories
from tests.database import as_owner

pytestmark = pytest.mark.django_db
COLLEAGUE = {"first_name": "Zoë", "last_name": "O’Neill", "email": "zoe@example.org", "role": Role.PRACTITIONER}


@pytest.fixture
def invited(administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert administrator.client.post(reverse("user_invite"), COLLEAGUE).status_code == 200
    return re.search(r"https?://testserver(/join/\S+)", mail.outbox[0].body)[1]


def test_an_invitation_goes_to_the_colleague_alone_and_says_nothing(administrator, invited):
    message = mail.outbox[0]
    assert message.to == ["zoe@example.org"]
    assert message.subject == "Your Linnet account"
    assert not re.search("O’Neill|Constabulary|abuse|victim", message.body)


def test_the_invited_choose_a_password_and_are_members(client, invited, constabulary):
    assert client.get(invited).status_code == 200
    answer = client.post(invited, {"password": "three random words", "again": "three random words"})
    assert answer.url == reverse("account_login")
    member = Membership.objects.get(user__email="zoe@example.org")
    assert (member.agency, member.role) == (constabulary, Role.PRACTITIONER)
    assert member.user.check_password("three random words")
    assert client.get(invited).status_code == 404  # the link works once


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), ("password1234", "password1234"), ("three random words", "other words")]
)
def test_a_weak_or_mistyped_password_makes_no_account(client, invited, password, again):
    answer = client.post(invited, {"password": password, "again": again})
    assert answer.status_code == 200
    assert b"govuk-error-summary" in answer.content
    assert not User.objects.filter(email="zoe@example.org").exists()


def test_an_invitation_ends_after_seven_days_and_when_withdrawn(client, administrator, invited):
    with as_owner():
        Invitation.objects.update(expires_at=timezone.now())
    assert client.get(invited).status_code == 404
    with as_owner():
        Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    invitation = Invitation.objects.get()
    administrator.client.post(reverse("invitation_withdraw", kwargs={"invitation_id": invitation.pk}))
    assert client.get(invited).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.MARAC_COORDINATOR, Role.BOARD_MEMBER, Role.AGENCY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR]
)
def test_an_agency_does_not_give_the_partnerships_roles(administrator, role):
    answer = administrator.client.post(reverse("user_invite"), COLLEAGUE | {"role": role})
    assert b"govuk-error-summary" in answer.content
    with administrator.scope(), pytest.raises(DomainError):
        services.invite_user(
            administrator.agency.pk, by=administrator.principal, at=timezone.now(), **COLLEAGUE | {"role": role}
        )
    assert not Invitation.objects.exists()


def test_a_suspended_colleague_sees_nothing_at_the_next_click(administrator, police, shared_case):
    browser, address = police.client, reverse("case", kwargs={"reference": shared_case.reference})
    assert browser.get(address).status_code == 200
    administrator.client.post(reverse("user_suspend", kwargs={"membership_id": police.membership.pk}))
    assert browser.get(address).status_code == 404
    administrator.client.post(reverse("user_restore", kwargs={"membership_id": police.membership.pk}))
    assert browser.get(address).status_code == 200


def test_nobody_suspends_themselves(administrator):
    address = reverse("user_suspend", kwargs={"membership_id": administrator.membership.pk})
    assert "cannot suspend yourself" in administrator.client.post(address, follow=True).content.decode()
    assert Membership.objects.live().filter(pk=administrator.membership.pk).exists()


@pytest.mark.parametrize("name", ["user_suspend", "user_restore", "user_review"])
def test_another_agencys_people_are_not_there(administrator, idva, name):
    address = reverse(name, kwargs={"membership_id": idva.membership.pk})
    assert administrator.client.post(address).status_code == 404
    assert idva.user.email not in administrator.client.get(reverse("organisation")).content.decode()


def test_a_review_is_recorded(administrator, police):
    administrator.client.post(reverse("user_review", kwargs={"membership_id": police.membership.pk}))
    police.membership.refresh_from_db()
    assert police.membership.reviewed_by == administrator.user


def test_a_key_is_shown_once_and_kept_as_a_hash(administrator, constabulary):
    typed = {"label": "Case system", "scope": "referral:submit", "days": "90"}
    page = administrator.client.post(reverse("key_new"), typed).content.decode()
    text = re.search(r"linnet_[a-z0-9]{8}_[A-Za-z0-9_-]{43}", page)[0]
    key = ApiKey.objects.get()
    assert parse_key(text) == (key.identifier, key.secret_sha256)
    assert key.agency == constabulary
    assert text not in administrator.client.get(reverse("organisation")).content.decode()


@pytest.mark.parametrize("days", [0, 366])
def test_a_key_lasts_at_most_a_year(administrator, constabulary, days):
    with administrator.scope(), pytest.raises(DomainError):
        services.make_key(constabulary, by=administrator.principal, label="x", at=timezone.now(), days=days)


def test_the_list_of_people_costs_the_same_for_one_and_for_twenty(administrator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = administrator.client
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(reverse("organisation"))
    for _ in range(20):
        factories.member(administrator.agency)
    with django_assert_num_queries(len(few)):
        browser.get(reverse("organisation"))


# -- policy -----------------------------------------------------------------------------------------------------------


def test_policy_is_the_newest_row_of_the_area_then_of_its_parents_then_the_nations():
    from datetime import date

    board = factories.area("Partnership", kind="partnership")
    southend = factories.area("Southend", parent=board)
    key = Policy.Key.HEARING_TARGET_DAYS
    factories.policy(key, 14)
    factories.policy(key, 12, area=board, starts_on=date(2025, 4, 1))
    factories.policy(key, 10, area=southend, starts_on=date(2026, 4, 1))
    on = {
        day: services.policy_on(day, key, area=southend)
        for day in (date(2025, 3, 31), date(2025, 4, 1), date(2026, 4, 1))
    }
    assert list(on.values()) == [14, 12, 10]
    assert services.policy_on(date(2026, 4, 1), key, area=None) == 14
    with pytest.raises(services.NoPolicy):
        services.policy_on(date(1999, 1, 1), key, area=southend)
