"""The receipt: proof that it was sent, that names nobody."""

import copy
from io import BytesIO

import pikepdf
import pytest

from documents import pressing
from referrals.presenters.receipt import initials, receipt_html

pytestmark = pytest.mark.django_db


def words_of(found, key=""):
    """Every word of a submission that is no code, date or number."""
    if isinstance(found, dict):
        return {word for name, value in found.items() for word in words_of(value, name)}
    if isinstance(found, list):
        return {word for value in found for word in words_of(value, key)}
    named = {"given", "family", "lines", "town", "postcode", "value", "gp", "school", "wants", "afraid_of", "reasons"}
    return {found} if key in named and isinstance(found, str) and found else set()


@pytest.fixture
def page(referral, police):
    with police.scope():
        return receipt_html(referral, principal=police.principal)


def test_it_says_what_was_sent_when_to_whom_and_by_when_it_is_heard(page, referral):
    for said in (referral.spoken_reference, "Friday 20 November 2026, 9:30am", "Friday 4 December 2026"):
        assert said in page
    assert referral.to_agency.name in page
    assert referral.from_agency.name in page


def test_it_holds_no_name_address_or_number_and_nothing_that_was_written(page, referral):
    words = words_of(copy.deepcopy(referral.submission))
    assert len(words) > 8  # there is something to find
    assert not [word for word in words if word in page]


def test_the_sender_saves_it_as_a_pdf_that_can_be_read_aloud(police, referral):
    for path in (f"/referrals/{referral.reference}/", f"/referrals/{referral.reference}/submitted/"):
        assert f"/referrals/{referral.reference}/receipt/" in police.client.get(path).content.decode()
    answer = police.client.get(f"/referrals/{referral.reference}/receipt/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{referral.reference.lower()}.pdf"'
    with pikepdf.open(BytesIO(answer.content)) as opened:
        assert len(opened.pages) == 1
        assert str(opened.Root.Lang) == "en-GB"
        assert opened.Root.MarkInfo.Marked


def test_nobody_else_gets_it(coordinator, outsider, referral):
    for person in (coordinator, outsider):
        assert person.client.get(f"/referrals/{referral.reference}/receipt/").status_code == 404


def test_where_it_cannot_be_made_the_sender_is_told_that_the_referral_was_received(police, referral, monkeypatch):
    monkeypatch.setattr(pressing, "SECONDS", 0.01)
    answer = police.client.get(f"/referrals/{referral.reference}/receipt/", follow=True)
    assert "Your referral was received. Try again in a minute." in answer.content.decode()


def test_initials():
    assert initials("Sorrel Ann Mistry") == "S. A. M."
    assert initials("") == ""
