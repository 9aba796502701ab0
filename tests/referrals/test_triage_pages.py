"""The worklist and the page of one referral, as a coordinating team uses them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import AgencyType
from audit.models import Event
from cases.models import Case, Involvement, NamedAccess
from cases.services import seal_case
from common.errors import InvalidTransition
from referrals import services
from referrals.models import Message, Referral
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def title_of(response):
    return response.content.decode().split("<title>")[1].split("</title>")[0]


def page(person, path, **query):
    response = person.client.get(path, query)
    assert response.status_code == 200, path
    assert_title_ok(title_of(response))
    return response.content.decode()


def waiting(team, sender, *, days=1, name="Wanted Person", **more):
    return factories.referral(
        from_agency=sender, to_agency=team, received_at=NOW - timedelta(days=days), victim_name=name, **more
    )


# -- the worklist -----------------------------------------------------------------------------------------------------


def test_the_list_is_grouped_by_the_clock_with_full_counts(team, constabulary, coordinator):
    for days, name in ((20, "A"), (15, "B"), (14, "C"), (11, "D"), (7, "E"), (0, "F")):
        waiting(team, constabulary, days=days, name=f"Person {name}")
    text = page(coordinator, "/referrals/")
    headings = ["Late (2)", "Due today (1)", "Due in 3 days (1)", "Due in 4 to 7 days (1)", "Due later (1)"]
    places = [text.index(f">{heading}</th>") for heading in headings]
    assert places == sorted(places)
    assert "Referrals to triage (6)" in text
    assert "2 late, 1 due today, 1 due in 3 days, 1 due in 4 to 7 days, 1 later." in text
    assert text.index("Person A") < text.index("Person B") < text.index("Person F")


def test_only_what_is_not_yet_decided_is_listed(team, constabulary, coordinator):
    case = factories.case(team)
    waiting(team, constabulary, name="Being checked", status="screening")
    waiting(team, constabulary, name="Asked about", status="returned")
    waiting(team, constabulary, name="Accepted", status="accepted", case=case)
    waiting(team, constabulary, name="Declined", status="not_met", refusal="identity")
    waiting(team, constabulary, name="Taken back", status="withdrawn")
    waiting(factories.agency("Another team", type="coordination"), constabulary, name="Elsewhere")
    text = page(coordinator, "/referrals/")
    assert "Being checked" in text
    assert "Asked about" in text
    assert not [name for name in ("Accepted<", "Declined", "Taken back", "Elsewhere") if name in text]


def test_filters_are_or_inside_a_group_and_and_between_groups(team, constabulary, coordinator):
    surgery = factories.agency("Surgery", type=AgencyType.PRIMARY_CARE)
    charity = factories.agency("Charity", type=AgencyType.OTHER)
    waiting(team, constabulary, days=20, name="Late police", criteria=["visible_high_risk"])
    waiting(team, surgery, days=20, name="Late health", criteria=["repeat"])
    waiting(team, surgery, days=1, name="Later health", criteria=["repeat", "visible_high_risk"])
    waiting(team, charity, days=14, name="Due charity", criteria=["professional_judgement"])
    people = ("Late police", "Late health", "Later health", "Due charity")

    def shown(**query):
        text = page(coordinator, "/referrals/", **query)
        return [name for name in people if name in text], text

    assert shown(clock="late")[0] == ["Late police", "Late health"]
    assert shown(clock=["late", "today"])[0] == ["Late police", "Late health", "Due charity"]
    assert shown(source="health", ground="visible_high_risk")[0] == ["Later health"]
    assert shown(source=["police", "other"])[0] == ["Late police", "Due charity"]
    found, text = shown(ground="repeat", clock="week")
    assert (found, "0 referrals match your filters." in text) == ([], True)
    assert "Referrals to triage (0)" in text
    assert shown(clock="canary", ground="' OR 1=1", source="x")[0] == list(people)


def test_a_filter_in_use_can_be_taken_off(team, constabulary, coordinator):
    waiting(team, constabulary)
    text = page(coordinator, "/referrals/", clock=["late", "later"], ground="repeat")
    assert 'href="?clock=later&amp;ground=repeat"' in text
    assert 'href="?clock=late&amp;clock=later"' in text


def test_pages_follow_each_other_by_key_and_miss_nobody(team, constabulary, coordinator):
    for number in range(60):
        waiting(team, constabulary, days=number % 20, name=f"Person-{number:02}")
    seen, address = [], "/referrals/?source=police"
    while address:
        text = coordinator.client.get(address).content.decode()
        seen += [f"Person-{n:02}" for n in range(60) if f">Person-{n:02}<" in text]
        assert ("Late (15)" in text) == ("days late" in text)
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
        address = f"/referrals/{address}" if address else ""
    assert sorted(seen) == [f"Person-{n:02}" for n in range(60)]


@pytest.mark.parametrize("after", ["x", "~", "2026-13-01~", "2026-11-01~canary", "\0"])
def test_a_page_key_that_is_none_leads_to_the_first_page(after, team, constabulary, coordinator):
    waiting(team, constabulary)
    assert "Wanted Person" in page(coordinator, "/referrals/", after=after)


def queries(person, path):
    client = person.client
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_list_asks_as_often_for_one_row_as_for_twenty(team, constabulary, coordinator):
    waiting(team, constabulary)
    one = queries(coordinator, "/referrals/")
    for _ in range(19):
        waiting(team, constabulary, status="screening", status_by=coordinator.user)
    assert queries(coordinator, "/referrals/") == one


def test_the_list_reads_its_own_index(team, constabulary, coordinator):
    for days in range(5):
        waiting(team, constabulary, days=days)
    with coordinator.scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = Referral.objects.received_by(coordinator.principal).awaiting_triage().due_page(None, 25)
        assert "referral_triage" in found.explain()


def test_whoever_lists_is_recorded(team, constabulary, coordinator):
    one = waiting(team, constabulary)
    page(coordinator, "/referrals/")
    with as_owner():
        assert Event.objects.get(kind="referrals to triage listed").subjects == [one.reference]


# -- one referral -----------------------------------------------------------------------------------------------------


def test_the_page_says_what_decides_and_keeps_back_where_they_live(referral, coordinator):
    text = page(coordinator, f"/referrals/{referral.reference}/")
    for words in (
        "Asha Testcase", "Also Asha Sample-Lee", "born 12 Apr 1990 (36)", "Locks changed before Friday",
        "Not safe to talk to: Mother-in-law", "16 of 24 yes", "Ever strangled, choked or tried to drown?",
        "Strangulation or suffocation, crime, 42/181233/26", "Bail conditions set", "Public task",
        "Former partner", "Example Primary", "Telephone, safe with limits", "Letter: not safe", "PC 4821 Example",
        "Potential escalation", "Referred to children’s social care", "18 November 2026",
    ):  # fmt: skip
        assert words.lower() in text.lower(), words
    for kept in ("14 Example Road", "SS1 1ZZ", "960002", "library", "Flat 2, 9 Sample Street"):
        assert kept not in text, kept
    assert text.index("Locks changed") < text.index("Third call in five months")


def test_addresses_and_numbers_are_shown_for_a_reason_that_is_recorded(referral, coordinator):
    path = f"/referrals/{referral.reference}/contact/"
    assert "14 Example Road" not in page(coordinator, path)
    refused = coordinator.client.post(path, {"reason": "curious"}).content.decode()
    assert "14 Example Road" not in refused
    assert title_of(coordinator.client.post(path, {"reason": ""})).startswith("Error: Addresses")
    shown = coordinator.client.post(path, {"reason": "safety"}).content.decode()
    assert all(words in shown for words in ("14 Example Road", "01632 960002", "library", "9 Sample Street"))
    with as_owner():
        events = Event.objects.filter(kind="referral contacts revealed")
        assert [(event.detail, event.user_id) for event in events] == [("safety", coordinator.user.pk)]


def test_a_referral_whose_submission_was_disposed_of_still_opens(team, constabulary, coordinator):
    old = waiting(team, constabulary, submission={})
    for path in ("", "contact/", "acceptance/"):
        page(coordinator, f"/referrals/{old.reference}/{path}")


def test_a_channel_that_nobody_spoke_of_is_not_safe(team, police, coordinator):
    with police.scope():
        referral = made.sent(police.principal, payload=made.submission("referral-gp-judgement"))
    text = page(coordinator, f"/referrals/{referral.reference}/")
    assert "Telephone, text message, e-mail, letter: not asked, so treated as not safe" in text
    assert "Nothing has been ruled out" not in text


def test_warnings_and_missing_wishes_are_said(team, police, coordinator):
    payload = made.submission(
        victim__dates_of_birth=["2012-01-01"],
        victim_view={"aware_of_referral": "no_unsafe", "agrees": "agrees"},
        perpetrators__0__works_for_partner_agency="yes",
        victim__contacts=None,
    )
    with police.scope():
        referral = made.sent(police.principal, payload=payload)
    text = page(coordinator, f"/referrals/{referral.reference}/")
    assert "The person at risk is under 16" in text
    assert "works for a partner agency" in text
    assert "does not know about this referral" in text
    assert "Not recorded. Ask the sender" in text
    assert "Treat every way of getting in touch as not safe" in text


def test_a_member_agency_of_the_case_reads_it_without_addresses_questions_or_the_senders_number(
    referral, coordinator, idva
):
    with coordinator.scope():
        services.return_referral(referral, by=coordinator.principal, question="Which canary school?", at=NOW)
        case = services.accept_referral(referral, by=coordinator.principal, at=NOW)
    assert idva.client.get(f"/referrals/{referral.reference}/").status_code == 404
    with as_owner():
        case.agencies.create(agency=idva.agency, level=10, sources=["meeting"], starts_at=NOW)
    text = page(idva, f"/referrals/{referral.reference}/")
    assert "Third call in five months" in text
    for kept in ("14 Example Road", "960002", "960001", "Which canary school?", "Accept", "Show addresses"):
        assert kept not in text, kept
    assert idva.client.get(f"/referrals/{referral.reference}/contact/").status_code == 403


# -- what is done about it --------------------------------------------------------------------------------------------


def test_checking_asking_and_declining(referral, coordinator, police):
    address = f"/referrals/{referral.reference}/"
    client = coordinator.client
    assert client.post(f"{address}screening/").headers["Location"] == address
    assert "You are checking this referral." in client.get(address).content.decode()
    assert "Write what you need to know" in client.post(f"{address}question/", {"question": ""}).content.decode()
    assert client.post(f"{address}question/", {"question": "Which school?"}).status_code == 302
    assert "Which school?" in client.get(address).content.decode()
    refused = client.post(f"{address}decision/", {"refusal": "", "note": "Kept words"}).content.decode()
    assert "Select why it is not accepted" in refused
    assert "Kept words" in refused
    done = client.post(f"{address}decision/", {"refusal": "other_area", "note": "She lives in Kent."})
    assert done.headers["Location"] == "/referrals/"
    assert "Not accepted: another area. She lives in Kent." in client.get(address).content.decode()
    with police.scope():
        assert Referral.objects.get().refusal == "other_area"
        assert Message.objects.count() == 1


def test_of_two_who_decide_the_second_sees_why_and_keeps_what_was_typed(referral, coordinator):
    address = f"/referrals/{referral.reference}/decision/"
    with coordinator.scope():
        services.accept_referral(referral, by=coordinator.principal, at=NOW)
    again = coordinator.client.post(address, {"refusal": "identity", "note": "Kept words"}).content.decode()
    assert "This is waiting to be listed, so it cannot become not accepted" in again
    assert "Kept words" in again


def accept(person, referral, **answers):
    answers = {"target": "new", "restrict": "no"} | answers
    return person.client.post(f"/referrals/{referral.reference}/acceptance/", answers)


def test_accepting_opens_a_case_and_leads_there(referral, coordinator):
    client = coordinator.client
    answer = client.post(f"/referrals/{referral.reference}/acceptance/", {"target": "new", "restrict": "no"})
    with coordinator.scope():
        case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.reference}/meetings/"
    text = client.get(answer.headers["Location"]).content.decode()
    assert "Accepted. It waits to be listed" in text
    assert "Asha Testcase" in text


@pytest.fixture
def known(referral, coordinator):
    """A case about the same person, which the team leads."""
    with coordinator.scope():
        return services.accept_referral(referral, by=coordinator.principal, at=NOW)


def second(police, **changes):
    with police.scope():
        return made.sent(police.principal, payload=made.submission(**changes), at=NOW)


MISTYPED = [{"given": "ASHA", "family": "TESTCASE"}]


@pytest.mark.parametrize(
    ("names", "born", "found"),
    [
        (MISTYPED, [], True),
        ([{"given": "Asha", "family": "Sample-Lee"}], [], True),  # a former name
        ([{"given": "Ascha", "family": "Sampel"}], ["1990-12-04"], True),  # by ear, and the date turned round
        ([{"given": "Asha", "family": "Else"}], ["1990-04-12"], True),  # a new last name
        ([{"given": "Somebody", "family": "Else"}], ["1990-04-12"], False),  # many share a birthday
        ([{"given": "Asha", "family": ""}], [], False),
    ],
)
def test_cases_of_people_who_are_much_alike_are_proposed(names, born, found, known, police, coordinator):
    referral = second(police, victim__names=names, victim__dates_of_birth=born)
    text = page(coordinator, f"/referrals/{referral.reference}/acceptance/")
    assert (known.spoken_reference in text) is found
    assert ("None: your team leads no case" in text) is not found


def test_whoever_accepts_is_told_whether_joining_makes_it_a_repeat_and_of_whom(known, police, coordinator):
    referral = second(police)
    text = page(coordinator, f"/referrals/{referral.reference}/acceptance/")
    assert "A repeat: the months count from 20 Nov 2026; further incident on 22 Nov 2026, which is assumed." in text
    other = second(police, perpetrators__0__names=[{"given": "Quite", "family": "Another"}])
    text = page(coordinator, f"/referrals/{other.reference}/acceptance/")
    assert "Harmed by somebody else: open a new case, and link the two." in text


def test_joining_the_case_that_was_found(known, police, coordinator):
    referral = second(police, victim__names=MISTYPED)
    answer = accept(coordinator, referral, target=known.reference)
    assert answer.headers["Location"] == f"/cases/{known.reference}/meetings/"
    with coordinator.scope():
        assert Case.objects.count() == 1
        assert Referral.objects.filter(case=known).count() == 2


@pytest.mark.parametrize("form", [str, str.lower, lambda r: f"{r[:4]} {r[4:8]} {r[8:]}"])
def test_joining_a_case_by_the_reference_somebody_read_out(form, known, police, coordinator):
    referral = second(police, victim__names=[{"given": "New", "family": "Name"}], victim__dates_of_birth=[])
    answer = accept(coordinator, referral, target="other", reference=form(known.reference))
    assert answer.headers["Location"] == f"/cases/{known.reference}/meetings/"


def test_a_case_that_the_team_does_not_lead_cannot_be_joined_by_its_reference(referral, coordinator, constabulary):
    elsewhere = factories.case(constabulary)
    absent = "0000000000"
    answers = [
        accept(coordinator, referral, target="other", reference=each).content.decode()
        for each in (elsewhere.reference, absent)
    ]
    assert all("Your team leads no case with this reference" in text for text in answers)
    assert "Check each letter" in accept(coordinator, referral, target="other", reference="K7F3").content.decode()


def test_a_sealed_case_is_not_proposed_to_whoever_is_not_named(known, police, coordinator, meeting_team):
    colleague = Person(factories.member(meeting_team, "marac_coordinator"))
    factories.named(known, coordinator.user)
    with coordinator.scope():
        seal_case(known, by=coordinator.principal, at=NOW)
    referral = second(police, victim__names=MISTYPED)
    path = f"/referrals/{referral.reference}/acceptance/"
    assert known.spoken_reference not in page(colleague, path)
    assert known.spoken_reference in page(coordinator, path)


def test_the_other_side_of_a_case_is_pointed_out_and_cannot_be_joined(known, police, coordinator):
    """Roles reversed: a possible counter-allegation, never the same case (domain notes, R10)."""
    referral = second(
        police, victim__names=[{"given": "Ravi", "family": "Testcase"}], victim__dates_of_birth=["1988-09-30"]
    )
    text = page(coordinator, f"/referrals/{referral.reference}/acceptance/")
    assert "It may be a counter-allegation" in text
    assert f'value="{known.reference}"' not in text
    assert accept(coordinator, referral, target=known.reference).status_code == 200
    with coordinator.scope():
        assert Referral.objects.get(pk=referral.pk).case is None


def test_restricting_a_case_names_people_and_closes_it_to_others(referral, coordinator, idva, meeting_team, advocates):
    with as_owner():
        advocates.areas.add(referral.district.meeting_area)
    colleague = Person(factories.member(meeting_team, "marac_coordinator"))
    stranger = factories.member(factories.agency("Far away", type="idva"), "idva")
    refused = accept(coordinator, referral, restrict="yes").content.decode()
    assert "Say why only named people may see the case" in refused
    assert idva.user.get_full_name() in refused
    assert stranger.user.get_full_name() not in refused
    answer = accept(coordinator, referral, restrict="yes", reason="Works for a partner", named=[idva.user.pk])
    assert answer.status_code == 302
    case_path = answer.headers["Location"]
    assert [person.client.get(case_path).status_code for person in (coordinator, idva, colleague)] == [200, 200, 404]
    with as_owner():
        assert {row.user_id for row in NamedAccess.objects.all()} == {coordinator.user.pk, idva.user.pk}


def test_somebody_of_another_agency_cannot_be_named(referral, coordinator, outsider, meeting_team):
    factories.member(meeting_team, "marac_coordinator")
    answer = accept(coordinator, referral, restrict="yes", reason="x", named=[outsider.user.pk])
    assert answer.status_code == 200
    with coordinator.scope():
        assert Referral.objects.get().status == "submitted"
        assert not Involvement.objects.exists()


def test_a_referral_is_not_accepted_twice(known, referral, coordinator):
    text = accept(coordinator, referral).content.decode()
    assert "so it cannot become waiting to be listed" in text
    with coordinator.scope(), pytest.raises(InvalidTransition):
        services.accept_referral(referral, by=coordinator.principal, at=NOW)
    assert "Open the case" in page(coordinator, f"/referrals/{referral.reference}/")
