"""A referral that several agencies make together: what is said of them, where it stands, and that it opens nothing."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from agencies.models import AgencyType
from cases.models import Case
from config.practice.together import KINDS, as_sent, kinds_with
from referrals import rules, services
from referrals.codes import MOST_TOGETHER
from referrals.forms.reasons import Together
from referrals.models import Draft, Referral
from referrals.presenters.receipt import receipt_html
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import referrals as made
from tests.referrals import typed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)
SETTING = rules.Setting(today=date(2026, 11, 21), threshold=14, has_team=True, own_kind="police")
SURGERY = {"kind": "primary_care", "agency": "Creek Road Surgery"}
CHILDREN = {"kind": "childrens_sc"}
WORDS = "GP practice – Creek Road Surgery; Children&#x27;s social care"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def together(team, police):
    """Made by the police with a surgery that is named and children's social care."""
    with police.scope():
        return made.sent(police.principal, payload=made.submission(referred_with=[SURGERY, CHILDREN]))


@pytest.fixture
def named(db):
    """Somebody who works for the agency that is named."""
    return Person(factories.member(factories.agency("Creek Road Surgery", type="primary_care")))


def page(person, path):
    answer = person.client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


# -- the rule ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "paths"),
    [
        ([], []),
        (["primary_care"], []),
        (["primary_care", "idva", "childrens_sc"], []),
        (["primary_care", "idva", "childrens_sc", "education"], ["referred_with"]),
        (["police"], ["referred_with[0].kind"]),
        (["idva", "police"], ["referred_with[1].kind"]),
        (["idva", "idva"], ["referred_with[1].kind"]),
        (["idva", "education", "idva"], ["referred_with[2].kind"]),
        (["police", "police"], ["referred_with[0].kind", "referred_with[1].kind"]),
    ],
)
def test_each_kind_stands_once_and_the_senders_own_never(kinds, paths):
    sent = made.submission(referred_with=[{"kind": kind} for kind in kinds])
    assert [path for path, _ in rules.check(sent, SETTING, parts=("together",))] == paths
    assert [path for path, _ in rules.check(sent, SETTING)] == paths


def test_another_sender_may_name_the_police():
    sent = made.submission(referred_with=[{"kind": "police"}])
    assert rules.check(sent, rules.Setting(SETTING.today, 14, has_team=True, own_kind="primary_care")) == []


def test_no_agency_has_more_partners_than_a_referral_is_divided_by():
    assert MOST_TOGETHER == 3
    assert Together.max_num == MOST_TOGETHER
    assert all(len(code) <= 30 for code in AgencyType.values)


@pytest.mark.parametrize("sender", sorted(KINDS))
def test_in_the_practice_county_one_in_eight_is_made_together_and_each_is_by_the_rules(sender):
    setting = rules.Setting(SETTING.today, 14, has_team=True, own_kind=KINDS[sender])
    found = [kinds_with(sender, number) for number in range(1600)]
    for kinds in found:
        assert rules.check(made.submission(referred_with=as_sent(kinds)), setting, parts=("together",)) == []
    assert 160 <= sum(map(bool, found)) <= 240
    assert len({kind for kinds in found for kind in kinds}) >= 8
    assert found == [kinds_with(sender, number) for number in range(1600)]


# -- coming in ---------------------------------------------------------------------------------------------------------


def test_the_kinds_are_kept_beside_what_was_sent(together):
    with as_owner():
        row = Referral.objects.get(pk=together.pk)
    assert row.referred_with == ["primary_care", "childrens_sc"]
    assert row.submission["referred_with"] == [SURGERY, CHILDREN]
    assert row.made_with == ["GP practice – Creek Road Surgery", "Children's social care"]


def test_a_referral_made_alone_names_nobody(referral):
    assert (referral.referred_with, referral.made_with) == ([], [])


def test_the_service_refuses_what_the_rule_refuses_and_stores_nothing(team, police):
    payload = made.submission(referred_with=[CHILDREN, {"kind": "police"}])
    with police.scope(), pytest.raises(services.BrokenRules) as refused:
        made.sent(police.principal, payload=payload)
    assert [path for path, _ in refused.value.problems] == ["referred_with[1].kind"]
    with as_owner():
        assert not Referral.objects.exists()


def test_a_question_and_its_answer_change_nothing_of_who_made_it(together, coordinator, police):
    with coordinator.scope():
        services.return_referral(together, by=coordinator.principal, question="Which surgery?", at=NOW)
    with police.scope():
        services.answer_questions(together, by=police.principal, answer="Creek Road.", at=NOW)
    with as_owner():
        assert Referral.objects.get(pk=together.pk).referred_with == ["primary_care", "childrens_sc"]


def test_another_team_receives_it_with_those_who_made_it(together, coordinator):
    other = factories.agency("Thurrock meeting team", type="coordination")
    made.take_referrals(other, codes=(made.THURROCK,))
    with coordinator.scope():
        services.redirect_referral(
            together, by=coordinator.principal, district=made.THURROCK, note="She lives in Thurrock.", at=NOW
        )
    with as_owner():
        row = Referral.objects.get(pk=together.pk)
    assert (row.to_agency, row.referred_with) == (other, ["primary_care", "childrens_sc"])


# -- the form ----------------------------------------------------------------------------------------------------------


def rows(*found, start=""):
    """What a browser sends of these rows."""
    prefix = f"{start}referred_with"
    answers = {f"{prefix}-TOTAL_FORMS": str(len(found)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, (kind, agency) in enumerate(found):
        answers |= {f"{prefix}-{number}-kind": kind, f"{prefix}-{number}-agency": agency}
    return answers


def problems(text):
    return re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a></li>', text)


@pytest.fixture
def draft(team, police):
    return police.client.post("/referrals/new/").headers["Location"]


OWN = "Leave out your own kind of agency: it makes the referral already"
WRONG = [
    ([("police", "")], [("id_referred_with-0-kind", OWN)]),
    ([("idva", "One"), ("idva", "Two")], [("id_referred_with-1-kind", "Name each kind of agency once")]),
    ([("", "Creek Road Surgery")], [("id_referred_with-0-kind", "Select what kind of agency it is")]),
    ([("", ""), ("idva", ""), ("police", "")], [("id_referred_with-2-kind", OWN)]),
]


@pytest.mark.parametrize(("found", "expected"), WRONG)
def test_the_form_says_beside_the_answer_what_to_mend_and_keeps_it(draft, police, found, expected):
    answers = {name: value for name, value in typed.YOU.items() if not name.startswith("referred_with")}
    answer = police.client.post(f"{draft}you/", answers | rows(*found) | {"save": "on"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert problems(text) == expected
    assert all(f'value="{agency}"' in text for _, agency in found if agency)


def test_the_long_page_says_the_same(team, police):
    where = police.client.post("/referrals/new/", {"layout": "long"}).headers["Location"]
    answers = {"you-name": "Sam", **rows(("police", ""), start="you-"), "save": "on", "version": "0"}
    assert ("id_you-referred_with-0-kind", OWN) in problems(police.client.post(where, answers).content.decode())


def test_a_fourth_agency_cannot_be_added(draft, police):
    three = rows(("idva", ""), ("education", ""), ("primary_care", ""))
    text = page(police, f"{draft}you/")
    assert "They get no access by it and are told nothing." in text
    assert "Add an agency" in text
    police.client.post(f"{draft}you/", three | {"referred_with-add": "1"})
    text = page(police, f"{draft}you/")
    assert "Agency 3" in text
    assert "Agency 4" not in text
    assert "Add another agency" not in text


def test_a_draft_from_before_the_question_is_as_complete_as_it_was(team, police):
    old = {name: value for name, value in typed.stored("you").items() if not name.startswith("referred_with")}
    kept = {slug: typed.stored(slug) for slug in typed.ALL} | {"you": old}
    found = made.draft(police.agency, police.user, **kept)
    assert "You have completed 8 of 8 sections." in page(police, f"/referrals/drafts/{found.pk}/")
    police.client.post(f"/referrals/drafts/{found.pk}/check/")
    with as_owner():
        sent = Referral.objects.get()
    assert (sent.referred_with, "referred_with" in sent.submission) == ([], False)


def test_it_is_among_the_answers_to_check_and_in_what_is_sent(team, police):
    kept = {slug: typed.stored(slug) for slug in typed.ALL}
    kept["you"] |= {name: [value] for name, value in rows(("primary_care", "Creek Road Surgery"), ("idva", "")).items()}
    found = made.draft(police.agency, police.user, **kept)
    text = page(police, f"/referrals/drafts/{found.pk}/check/")
    for words in ("Agency 1: what kind of agency is it?", "GP practice", "Creek Road Surgery", "Agency 2: what kind"):
        assert words in text
    assert police.client.post(f"/referrals/drafts/{found.pk}/check/").status_code == 302
    with as_owner():
        sent = Referral.objects.get()
        assert Draft.objects.get().typed == {}
    assert sent.submission["referred_with"] == [SURGERY, {"kind": "idva"}]
    assert sent.referred_with == ["primary_care", "idva"]


# -- the pages ---------------------------------------------------------------------------------------------------------


def test_the_sender_and_the_team_read_with_whom_it_was_made(together, police, coordinator):
    for person in (police, coordinator):
        text = page(person, f"/referrals/{together.reference}/")
        assert f"<dt>Made with</dt><dd>{WORDS}</dd>" in text


def test_a_page_of_one_made_alone_does_not_speak_of_it(referral, police, coordinator):
    for person in (police, coordinator):
        assert "Made with" not in page(person, f"/referrals/{referral.reference}/")


def test_the_receipt_says_how_many_and_names_none(together, referral, police):
    with police.scope():
        text, alone = (receipt_html(each, principal=police.principal) for each in (together, referral))
    assert "2 other agencies" in text
    assert "Creek Road" not in text
    assert "No other agency" in alone


# -- nobody sees more by it --------------------------------------------------------------------------------------------


PLACES = ("/", "/referrals/", "/referrals/sent/", "/referrals/drafts/", "/cases/")


def seen(person):
    """What somebody is shown in the places they have, without what is new on every page."""
    pages = {place: person.client.get(place) for place in PLACES}
    volatile = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"')
    return {place: (answer.status_code, volatile.sub("", answer.content.decode())) for place, answer in pages.items()}


def test_being_named_opens_nothing_and_changes_no_list(team, police, coordinator, named):
    before = seen(named)
    with police.scope():
        sent = made.sent(police.principal, payload=made.submission(referred_with=[SURGERY]))
    missing = named.client.get("/referrals/AAAAAAAAAA/")
    for more in ("", "documents/", "receipt/", "submitted/", "answer/", "withdraw/"):
        assert named.client.get(f"/referrals/{sent.reference}/{more}").status_code == 404, more
    hidden = named.client.get(f"/referrals/{sent.reference}/")
    assert hidden.content.replace(sent.reference.encode(), b"") == missing.content.replace(b"AAAAAAAAAA", b"")
    with coordinator.scope():
        case = services.accept_referral(sent, by=coordinator.principal, at=NOW)
    assert named.client.get(f"/referrals/{sent.reference}/").status_code == 404
    assert named.client.get(f"/cases/{case.reference}/").status_code == 404
    with named.scope():
        assert (Referral.objects.count(), Case.objects.count()) == (0, 0)  # the second lock, without the first
    assert seen(named) == before
