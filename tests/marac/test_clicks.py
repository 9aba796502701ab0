"""How many presses the daily work of meetings takes (ux design, 1.11), by the links and buttons that a page shows.

Counted elsewhere: publishing, "nothing known", hearing by Enter (tests/journeys/test_daily_meeting.py), an action
done (tests/marac/test_afterwards.py).
"""

from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone

from marac.models import Action, Hearing, ResearchRequest
from tests import factories
from tests.database import as_owner
from tests.factories import marac
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """The links and forms of a page, with what stands in the forms already."""

    def __init__(self, html: str):
        super().__init__()
        self.links, self.forms, self._label = {}, [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "a":
            self._label = ["link", facts.get("href", ""), ""]
        elif tag == "form":
            self.forms.append({"action": facts.get("action", ""), "data": {}, "buttons": {}})
        elif tag == "button" and self.forms:
            self._label = ["button", (facts.get("name"), facts.get("value")), ""]
        elif tag == "input" and self.forms and facts.get("name"):
            self._field(facts)

    def _field(self, facts):
        kind = facts.get("type", "text")
        if kind not in ("radio", "checkbox") or "checked" in facts:
            self.forms[-1]["data"][facts["name"]] = facts.get("value") or ""

    def handle_data(self, data):
        if self._label:
            self._label[2] += data

    def handle_endtag(self, tag):
        if self._label and tag in ("a", "button"):
            kind, what, words = self._label
            if kind == "link":
                self.links[" ".join(words.split())] = what
            else:
                self.forms[-1]["buttons"][" ".join(words.split())] = what
            self._label = None


class Hand:
    """Somebody at a page, who presses what is on it and nothing else."""

    def __init__(self, person, address):
        self.client, self.presses, self.screens = person.client, 0, set()
        self._show(self.client.get(address, follow=True), address)

    def _show(self, response, address):
        assert response.status_code == 200
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else address
        self.text, self.page = response.text, Forms(response.text)
        self.screens.add(self.address.split("?")[0])

    def link(self, words):
        self.presses += 1
        address = urljoin(self.address, self.page.links[words])
        self._show(self.client.get(address, follow=True), address)

    def button(self, words, **typed):
        """Press a button; ``typed`` is what was typed or chosen before, which is counted by who calls."""
        self.presses += 1
        form = next(each for each in self.page.forms if any(b.startswith(words) for b in each["buttons"]))
        name, value = next(what for label, what in form["buttons"].items() if label.startswith(words))
        pressed = {name: value or ""} if name else {}
        address = urljoin(self.address, form["action"])
        self._show(self.client.post(address, form["data"] | typed | pressed, follow=True), address)


@pytest.fixture
def sent(forum, police, meeting_team):
    """A clean referral that has just come in, and the forum's next agenda."""
    marac.meeting(forum, on=timezone.localdate() + timedelta(days=3))
    made.take_referrals(meeting_team)
    return factories.referral(
        from_agency=police.agency, to_agency=meeting_team, district=factories.authority(meeting_area=forum.area.name),
        submission=made.submission(), victim_name="Asha Testcase",
    )  # fmt: skip


def test_a_clean_referral_is_accepted_and_listed_in_three_presses(sent, coordinator):
    hand = Hand(coordinator, reverse("referral", args=[sent.reference]))
    hand.link("Accept")
    hand.button("Accept")
    hand.button("List for Thursday 26 November")
    assert hand.presses == 3
    assert "Added to the agenda." in hand.text
    with as_owner():
        assert Hearing.objects.get(referral=sent).status == "listed"


def test_where_another_waits_nothing_is_chosen_beforehand(sent, coordinator, police, meeting_team):
    factories.referral(from_agency=police.agency, to_agency=meeting_team, district=sent.district,
                       submission=made.submission(), victim_name="Asha Testcase")  # fmt: skip
    hand = Hand(coordinator, reverse("referral_accept", args=[sent.reference]))
    assert not any({"target", "restrict"} & set(form["data"]) for form in hand.page.forms)


def test_who_does_not_run_the_meetings_finds_no_such_button(forum, coordinator, representative, excluded):
    referral = marac.waiting(forum)
    meeting = marac.meeting(forum)
    marac.research(marac.heard(marac.meeting(forum, on=date(2026, 11, 2), status="held")), representative.agency)
    page = coordinator.client.get(reverse("case_meetings", args=[referral.case.reference])).text
    assert reverse("agenda_add", args=[meeting.pk, referral.reference]) in page
    factories.exclusion(referral.case, excluded.user)
    for person in (representative, excluded):
        assert person.client.get(reverse("case_meetings", args=[referral.case.reference])).status_code == 404


def test_a_case_with_a_place_is_not_offered_another_and_a_late_one_is_said_so(forum, coordinator):
    listed = marac.hearing(marac.meeting(forum))
    late = marac.waiting(forum, days_ago=13)
    assert "List for" not in coordinator.client.get(reverse("case_meetings", args=[listed.case.reference])).text
    assert "after its last day" in coordinator.client.get(reverse("case_meetings", args=[late.case.reference])).text


def test_an_overdue_action_is_escalated_in_two_presses(forum, coordinator, constabulary):
    marac.action(marac.heard(marac.meeting(forum, on=date(2026, 11, 12), status="held")), constabulary, in_days=-3)
    hand = Hand(coordinator, reverse("meetings"))
    hand.link("What agencies owe")
    hand.button("Escalate")
    assert hand.presses == 2
    with as_owner():
        assert Action.objects.get().escalated_at is not None


def test_those_who_owe_an_answer_are_reminded_in_one_choice_and_two_presses(forum, coordinator, constabulary):
    meeting = marac.meeting(forum, status="published")
    marac.research(marac.hearing(meeting), constabulary)
    hand = Hand(coordinator, reverse("meeting", args=[meeting.pk]))
    hand.link("Answers of the agencies")
    hand.button("Send reminder", agency=str(constabulary.pk))
    assert hand.presses == 2
    with as_owner():
        assert ResearchRequest.objects.get().reminders == 1


def test_the_minutes_are_read_and_saved_in_three_presses_by_an_agency(forum, representative, meeting_chair):
    held = marac.meeting(forum, on=date(2026, 11, 19), status="held")
    marac.research(marac.heard(held), representative.agency)
    marac.signed(representative)
    marac.signed(meeting_chair)
    chair = Hand(meeting_chair, reverse("meeting", args=[held.pk]))
    chair.link("Minutes")
    chair.button("Approve the minutes")
    assert chair.presses == 2
    reader = Hand(representative, reverse("meetings_past"))
    reader.link("Thursday 19 November 2026")
    reader.link("Minutes")
    assert reader.presses == 2
    saved = representative.client.get(urljoin(reader.address, reader.page.links["PDF, with your name on it"]))
    assert saved["Content-Type"] == "application/pdf"
