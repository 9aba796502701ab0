"""The generated pages are what the code says."""

import pytest

from agencies.roles import GRANTS, SENTENCES, Permission, Role, permissions_page


def test_the_permissions_page_is_up_to_date(settings):
    """After a change of roles: `make manage CMD="write_pages"`."""
    assert (settings.BASE_DIR / "docs" / "permissions.md").read_text() == permissions_page()


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_sentence_and_its_grants(role):
    assert SENTENCES[role]
    assert role in GRANTS


@pytest.mark.parametrize(
    "role", [Role.BOARD_MEMBER, Role.ANALYST, Role.AGENCY_ADMINISTRATOR, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR]
)
def test_roles_about_figures_and_accounts_open_no_case(role):
    about_people = {Permission.CASE_VIEW, Permission.CONTACT_VIEW, Permission.REFERRAL_TRIAGE, Permission.MEETING_VIEW}
    assert not GRANTS[role] & about_people
