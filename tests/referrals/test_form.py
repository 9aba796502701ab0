"""The form in eight sections: nothing typed is lost, what is missing is said, and what is sent is what was typed."""

import json
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from referrals import rules, services
from referrals.api.serializers import SubmissionSerializer
from referrals.forms.sections import ORDER
from referrals.models import Draft, Referral
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import referrals as made
from tests.referrals import typed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browser(team, police):
    return police.client


@pytest.fixture
def address(browser):
    """The address of a draft that was just started."""
    answer = browser.post("/referrals/new/")
    assert re.fullmatch(r"/referrals/drafts/[0-9a-f-]{36}/", answer.headers["Location"])
    return answer.headers["Location"]


def shown(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, path
    text = answer.content.decode()
    assert_title_ok(text.split("<title>")[1].split("</title>")[0])
    return text


def post(browser, address, section, answers=None, *, save="on"):
    return browser.post(f"{address}{section}/", {**(answers or {}), "save": save})


def fill(browser, address, **changes):
    """Type everything, section by section; ``changes`` replace a section's answers."""
    for section in ORDER:
        answer = post(browser, address, section, changes.get(section, typed.ALL[section]))
        assert answer.status_code == 302, (section, errors(answer))


def errors(answer):
    return re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a></li>', answer.content.decode())


def draft_at(address):
    with as_owner():
        return Draft.objects.get(pk=address.split("/")[3])


# -- the whole way ----------------------------------------------------------------------------------------------------


def test_from_the_first_page_to_the_reference(browser, address, police):
    assert "You have completed 0 of 8 sections." in shown(browser, address)
    fill(browser, address)
    assert "You have completed 8 of 8 sections." in shown(browser, address)
    text = shown(browser, f"{address}check/")
    for words in (
        "O&#x27;Example-Núñez",
        "12 April 1990",
        "Castle Point",
        "Spanish",
        "Common assault",
        "Ricky<br>Ravi",
    ):
        assert words in text, words
    answer = browser.post(f"{address}check/")
    with police.scope():
        referral = Referral.objects.get()
    assert answer.headers["Location"] == f"/referrals/{referral.reference}/submitted/"
    sent = shown(browser, answer.headers["Location"])
    assert referral.spoken_reference in sent
    assert "Sunday 6 December 2026" in sent
    assert (referral.route, referral.sent_by, referral.victim_name) == ("web", police.user, "Zoë O'Example-Núñez")
    assert draft_at(address).typed == {}


VICTIM = {
    "names": [
        {"given": "Zoë", "family": "O'Example-Núñez", "kind": "current"},
        {"given": "Zoe", "family": "Nunez", "kind": "spelling"},
    ],
    "dates_of_birth": ["1990-04-12", "1991-04-12", "1990-12-04"],
    "sex": "female",
    "first_language": "es",
    "ethnicity": "not_asked",
    "interpreter_needed": True,
    "address": {"kind": "with_others", "protected": True, "unknown": True},
    "housing": "council_rent",
    "landlord": "The council",
    "occupation": "Cleaner",
    "employer": "Example Laundry",
    "religion": "christian",
    "mental_health": "Anxious, sleeps badly",
    "substances": "None known",
    "safe_person": {"name": "Her sister", "phone": "01632 960011", "knows": "All of it"},
    "contacts": [
        {
            "channel": "phone",
            "safe": "safe_with_limits",
            "value": "01632 960010",
            "may_leave_message": False,
            "withheld_number": True,
            "times": "Tuesday mornings",
            "code_word": "library",
        },
        {"channel": "text", "safe": "not_safe", "value": "01632 960010"},
        {"channel": "email", "safe": "unknown"},
        {"channel": "letter", "safe": "not_safe"},
        {"channel": "in_person", "safe": "safe", "times": "At the surgery, Tuesdays"},
    ],
}


def test_what_is_sent_is_what_was_typed(browser, address, police):
    fill(browser, address)
    browser.post(f"{address}check/")
    with police.scope():
        sent = Referral.objects.get().submission
    asked = {"consulted": "yes", "consulted_with": "Practice safeguarding lead"}
    assert sent["referrer"] == {"name": "Dr Example", "role": "GP", "email": "dr@surgery.example", **asked}
    assert sent["referred_with"] == [{"kind": "childrens_sc", "agency": "Example Children’s Team"}]
    assert sent["investigation"] == {"officer": "PC Example", "force": "Kent Police", "reference": "42/1"}
    assert sent["previous_referral"] == {"known": "yes", "on": "2025-06-01"}
    assert sent["heard_elsewhere"] == [{"area": "Kent", "on": "2026-03-05"}]
    assert sent["incident_reported_at"] == "2026-11-18T12:00:00+00:00"
    assert sent["district"] == made.CASTLE_POINT
    assert sent["incidents"] == [
        {
            "occurred_at": "2026-11-17T22:10:00+00:00",
            "kind": "crime",
            "category": "common_assault",
            "reported_to_police": True,
            "summary": "Pushed against a wall.",
        }
    ]
    assert sent["victim"] == VICTIM
    known, unknown = sent["perpetrators"]
    assert [name["family"] for name in known["names"]] == ["Testcase", "Ricky", "Test"]
    assert known["address"] == {"lines": ["9 Sample Street"], "town": "Southend-on-Sea", "postcode": "SS2 2ZZ"}
    assert (known["custody"], known["conditions_until"]) == ("on_bail", "2026-12-24")
    assert sent["children"][1]["address"] == {"lines": ["3 Sample Street"]}
    nan = {"names": [{"given": "Nan"}], "relationship_to_victim": "parent", "risk": "Lives in the same home"}
    assert sent["others_at_risk"] == [nan]
    assert sent["sharing"]["privacy_reason"] == "He reads her post."
    assert unknown == {"unknown": True, "works_for_partner_agency": "unknown"}
    assert [child.get("age_estimate") for child in sent["children"]] == [None, 2]
    assert sent["risk_assessment"]["answers"]["POLICE_HISTORY"] == "dont_know"
    assert len(sent["risk_assessment"]["answers"]) == 24
    assert sent["sharing"]["lawful_basis"] == "vital_interests"
    assert sent["safeguarding"] == {"children_referral_made_on": "2026-11-18"}


def test_the_form_makes_a_body_that_the_api_would_take(browser, address, police):
    """One contract: whatever the form can say, a partner's system could have said."""
    fill(browser, address)
    browser.post(f"{address}check/")
    with police.scope():
        sent = json.loads(json.dumps(Referral.objects.get().submission))
    SubmissionSerializer(data=sent).is_valid(raise_exception=True)
    assert rules.check(sent, rules.Setting(NOW.date(), 14, has_team=True)) == []


def test_a_double_press_sends_one_referral(browser, address, police):
    fill(browser, address)
    first, second = browser.post(f"{address}check/"), browser.post(f"{address}check/")
    assert first.headers["Location"] == second.headers["Location"]
    with police.scope():
        assert Referral.objects.count() == 1
    assert browser.get(f"{address}check/").headers["Location"] == first.headers["Location"]
    assert browser.get(address).status_code == 404


def test_it_becomes_a_case_like_any_other(browser, address, coordinator):
    fill(browser, address)
    browser.post(f"{address}check/")
    with coordinator.scope():
        case = services.accept_referral(Referral.objects.get(), by=coordinator.principal, at=NOW)
        people = [str(each.person) for each in case.involvements.order_by("pk").select_related("person")]
    assert people == ["Zoë O'Example-Núñez", "Ravi Testcase", "Name not known", "Mina Testcase", "Tej", "Nan"]


# -- what was typed is never lost -------------------------------------------------------------------------------------


def test_a_saved_draft_comes_back_as_it_was_typed_and_without_errors(browser, address):
    wrong = {
        "given": "Zoë",
        "born-day": "31",
        "born-month": "feb",
        "born-year": "90",
        "age": "old",
        "postcode": "nowhere",
    }
    answer = post(browser, address, "person", wrong, save="draft")
    assert answer.headers["Location"] == address
    text = shown(browser, f"{address}person/")
    assert all(f'value="{each}"' in text for each in ("Zoë", "31", "feb", "90", "old", "nowhere"))
    assert "There is a problem" not in text.split("<aside")[0]
    assert "There is a problem" in shown(browser, address)
    checked = shown(browser, f"{address}person/?check=yes")
    assert "Year must include 4 numbers" in checked
    assert draft_at(address).typed["person"]["born-year"] == ["90"]


def test_a_section_with_errors_is_saved_too(browser, address):
    answer = post(browser, address, "contact", typed.CONTACT | {"email": "no address", "letter": ""})
    assert answer.status_code == 200
    assert errors(answer) == [
        ("id_email", "Enter an e-mail address in the correct format, like name@example.org"),
        ("id_letter", "Select whether it is safe to send a letter"),
    ]
    assert "<title>Error: Safe contact (section 4 of 8)" in answer.content.decode()
    assert draft_at(address).typed["contact"]["email"] == ["no address"]


def test_what_was_only_left_out_is_incomplete_and_not_a_problem(browser, address):
    post(browser, address, "contact", {"phone": "01632 960010"}, save="draft")
    text = shown(browser, address)
    assert "There is a problem" not in text
    assert "Incomplete" in text


def test_autosave_keeps_what_save_draft_would_keep(browser, address):
    answer = browser.post(f"{address}reasons/saved/", {"reasons": "Half a sente\0nce", "csrfmiddlewaretoken": "x"})
    assert (answer.status_code, answer.json()) == (200, {"saved_at": "9:14am", "version": 1})
    assert draft_at(address).typed == {"reasons": {"reasons": ["Half a sentence"]}}
    assert "Half a sentence" in shown(browser, f"{address}reasons/")


def test_a_draft_waits_for_its_writer(browser, address, police):
    post(browser, address, "person", {"given": "Zoë", "family": "Test"}, save="draft")
    text = shown(police.client, "/referrals/drafts/")
    assert "Drafts (1)" in text
    assert "Zoë Test" in text


def test_the_writers_own_details_need_not_be_typed(browser, address, police):
    text = shown(browser, f"{address}you/")
    assert f'value="{police.user.get_full_name()}"' in text
    assert f'value="{police.user.email}"' in text


# -- groups, without JavaScript ---------------------------------------------------------------------------------------


def group(number, **answers):
    return {f"perpetrators-{number}-{name}": value for name, value in answers.items()}


def counted(total):
    return {"perpetrators-TOTAL_FORMS": str(total), "perpetrators-INITIAL_FORMS": "0"}


def test_adding_and_removing_people_keeps_the_rest(browser, address):
    one = counted(1) | group(0, given="First", works_for_partner_agency="no")
    answer = browser.post(f"{address}harm/", one | {"perpetrators-add": "1"})
    assert answer.headers["Location"] == f"{address}harm/#perpetrators"
    text = shown(browser, f"{address}harm/")
    assert text.count("</legend>") > 2
    assert "Person causing harm 2" in text
    three = (
        counted(3) | group(0, given="First") | group(1, given="Middle") | group(2, given="Third", whereabouts="here")
    )
    browser.post(f"{address}harm/", three | {"perpetrators-remove": "1"})
    text = shown(browser, f"{address}harm/")
    assert 'value="First"' in text
    assert 'value="Third"' in text
    assert "Middle" not in text
    kept = draft_at(address).typed["harm"]
    assert kept["perpetrators-TOTAL_FORMS"] == ["2"]
    assert kept["perpetrators-1-whereabouts"] == ["here"]
    assert not [key for key in kept if "remove" in key or "add" in key.split("-")]


@pytest.mark.parametrize("total", ["", "x", "-1", "10000000000", "99"])
def test_a_group_count_that_was_tampered_with_does_no_harm(browser, address, total):
    answers = {"perpetrators-TOTAL_FORMS": total, "perpetrators-INITIAL_FORMS": "0", "perpetrators-add": "1"}
    assert browser.post(f"{address}harm/", answers).status_code == 302
    shown(browser, f"{address}harm/")
    shown(browser, address)
    assert post(browser, address, "harm", answers | {"perpetrators-remove": total}).status_code == 302


def test_nobody_known_is_an_answer_and_nothing_is_not(browser, address):
    empty = counted(1) | group(0)
    assert [message for _, message in errors(post(browser, address, "harm", empty))] == [
        "Add at least one person causing harm",
        "Select whether they, or somebody close to them, work for an agency that may see this",
    ]
    some = counted(1) | group(0, sex="male")
    assert [message for _, message in errors(post(browser, address, "harm", some))] == [
        "Select whether they, or somebody close to them, work for an agency that may see this"
    ]
    nameless = some | group(0, sex="male", works_for_partner_agency="no")
    assert errors(post(browser, address, "harm", nameless)) == [
        ("id_perpetrators-0-given", "Enter at least one part of the name, or say that the person is not known")
    ]
    assert post(browser, address, "harm", nameless | group(0, nobody_knows="on")).status_code == 302


# -- the same rules as for the API ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "answers", "expected"),
    [
        ("reasons", {"criteria": []}, ("id_criteria", "Select at least one ground for the referral")),
        ("reasons", {"reasons": "High risk."}, ("id_reasons", "Explain your judgement in at least 40 characters")),
        (
            "reasons",
            {"immediate_actions": ""},
            ("id_immediate_actions", "Say what has been done already to keep people safe"),
        ),
        (
            "person",
            {"given": "", "family": "", "names-TOTAL_FORMS": "0"},
            ("id_given", "Enter at least one part of the name of the person at risk"),
        ),
        (
            "person",
            {"unknown": ""},
            ("id_line1", "Enter the address of the person at risk, or say that it is not known"),
        ),
        ("person", {"district": "E99999999"}, ("id_district", "Select the district where they live")),
        ("person", {"born-year": "2030"}, ("id_born-day", "Date of birth must be today or in the past")),
        (
            "person",
            {"postcode": "nowhere"},
            ("id_postcode", "Enter a full UK postcode, like SS1 1ZZ, or leave it blank"),
        ),
        ("children", {"has_children": ""}, ("id_has_children", "Select whether there are children")),
        ("checklist", {"FEARS": ""}, ("id_FEARS", "Answer the item that is left, or select “Don’t know”")),
        (
            "checklist",
            {"assessed_on-year": ""},
            ("id_assessed_on-year", "Date when it was filled in must include a year"),
        ),
        (
            "wishes",
            {"decided_by": ""},
            ("id_decided_by", "Say who decided to share although the person has not agreed"),
        ),
        ("wishes", {"agrees": ""}, ("id_agrees", "Select whether they agree, or why they were not asked")),
    ],
)
def test_a_rule_is_shown_beside_the_answer_it_is_about(browser, address, section, answers, expected):
    changed = {name: value for name, value in (typed.ALL[section] | answers).items() if value not in ("", [])}
    found = errors(post(browser, address, section, changed))
    assert [(target, message.replace("&#x27;", "'")) for target, message in found] == [expected]


def test_escalation_asks_for_dates(browser, address):
    answers = {key: value for key, value in typed.REASONS.items() if not key.startswith("incidents-0")}
    text = post(browser, address, "reasons", answers | {"incidents-TOTAL_FORMS": "0"}).content.decode()
    assert "List what has happened, with dates, to show that it is getting worse" in text


def test_a_ground_that_the_count_does_not_bear_out_stops_at_the_end(browser, address, police):
    fill(browser, address, reasons=typed.REASONS | {"criteria": ["visible_high_risk"]})
    text = shown(browser, f"{address}check/")
    assert "Visible high risk is a count of the checklist" in text
    assert "Send the referral" not in text
    assert browser.post(f"{address}check/").status_code == 200
    with police.scope():
        assert not Referral.objects.exists()


def test_a_score_at_the_threshold_is_visible_high_risk_by_itself(browser, address, police):
    fill(browser, address, checklist=typed.CHECKLIST | dict.fromkeys(list(typed.CHECKLIST)[5:20], "yes"))
    browser.post(f"{address}check/")
    with police.scope():
        assert Referral.objects.get().criteria[0] == "visible_high_risk"


def test_another_tool_is_stated_by_its_score(browser, address, police):
    answers = {key: value for key, value in typed.CHECKLIST.items() if not key.isupper()}
    fill(browser, address, checklist=answers | {"tool": "police_dash27", "stated_score": "12"})
    browser.post(f"{address}check/")
    with police.scope():
        sent = Referral.objects.get().submission["risk_assessment"]
    assert (sent["tool"], sent["stated_score"], "answers" in sent) == ("police_dash27", 12, False)


def test_no_tool_is_an_answer(browser, address, police):
    fill(browser, address, checklist={"tool": "none"})
    browser.post(f"{address}check/")
    with police.scope():
        assert "risk_assessment" not in Referral.objects.get().submission


def test_nothing_is_sent_before_every_section_is_complete(browser, address, police):
    post(browser, address, "you", typed.YOU)
    text = shown(browser, f"{address}check/")
    assert "Before you can send this" in text
    assert "Complete section 2: Why you are referring" in text
    assert "Complete section 1" not in text
    assert browser.post(f"{address}check/").status_code == 200
    with police.scope():
        assert not Referral.objects.exists()


# -- whose it is ------------------------------------------------------------------------------------------------------

PAGES = ("", "check/", "delete/", "you/", "checklist/")


def test_a_draft_is_its_writers_alone(browser, address, constabulary, coordinator, outsider):
    colleague = Person(factories.member(constabulary))
    absent = address[:-13] + "000000000000/"
    for person in (colleague, coordinator, outsider):
        for path in PAGES:
            there, none = person.client.get(f"{address}{path}"), person.client.get(f"{absent}{path}")
            assert (there.status_code, there.content) == (404, none.content)
        assert post(person.client, address, "you", typed.YOU).status_code == 404
        assert person.client.post(f"{address}you/saved/", typed.YOU).status_code == 404


def test_a_section_that_does_not_exist_is_not_found(browser, address):
    assert browser.get(f"{address}canary/").status_code == 404
    assert browser.post(f"{address}canary/saved/", {"x": "y"}).status_code == 404


def test_deleting_asks_first_and_leaves_nothing(browser, address):
    post(browser, address, "you", typed.YOU)
    assert "you cannot undo this" in shown(browser, f"{address}delete/")
    assert browser.post(f"{address}delete/").headers["Location"] == "/referrals/drafts/"
    with as_owner():
        assert not Draft.objects.exists()
    assert browser.get(address).status_code == 404


def test_saving_and_reading_a_draft_are_events(browser, address):
    post(browser, address, "you", typed.YOU, save="draft")
    shown(browser, f"{address}you/")
    with as_owner():
        kinds = list(Event.objects.filter(kind__startswith="draft").order_by("at", "pk").values_list("kind", "detail"))
    assert {("draft started", ""), ("draft saved", "you"), ("draft viewed", "you")} <= set(kinds)


def test_no_address_and_no_event_holds_what_was_typed(browser, address):
    canary = "Canary7f3a"
    answers = typed.PERSON | {"given": canary, "family": canary, "gp": canary}
    moved = [post(browser, address, "person", answers).headers["Location"]]
    moved.append(
        browser.post(f"{address}harm/", counted(1) | group(0, given=canary) | {"perpetrators-add": "1"}).headers[
            "Location"
        ]
    )
    assert not [where for where in moved if canary in where]
    with as_owner():
        assert not [event for event in Event.objects.all() if canary in f"{event.detail}{event.subjects}"]


def test_the_list_of_drafts_asks_as_often_for_one_as_for_twenty(team, police):
    client = police.client

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/referrals/drafts/").status_code == 200
        return len(captured)

    made.draft(police.agency, police.user)
    client.get("/referrals/drafts/")
    one = queries()
    for _ in range(19):
        made.draft(police.agency, police.user)
    assert queries() == one
