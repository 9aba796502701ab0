"""What has to be said before a case is closed, one line that becomes an action, and the months of a flag."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.dates import months_after
from common.forms.times import near_day
from marac import services
from marac.closing import Draft, missing
from marac.flags import Flagged, coming_off
from marac.models import Hearing
from marac.parsing import Line, Owner, read_line
from tests import factories
from tests.database import as_owner
from tests.factories import marac

# -- the rule ---------------------------------------------------------------------------------------------------------

WHOLE = Draft(
    has_update_agency=True, update_method="call", has_actions=True, adviser_line="In touch", has_children=True,
    child_line="The school knows", flag="flag",
)  # fmt: skip


def test_nothing_is_missing_of_a_whole_draft():
    assert missing(WHOLE) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"has_update_agency": False}, "victim_update_agency"),
        ({"update_method": ""}, "update_method"),
        ({"has_actions": False}, "no_action_reason"),
        ({"has_actions": False, "no_action_reason": "  "}, "no_action_reason"),
        ({"adviser_line": " "}, "adviser_line"),
        ({"child_line": ""}, "child_line"),
        ({"flag": ""}, "flag"),
    ],
)
def test_each_thing_is_missing_by_itself(change, field):
    assert [each.field for each in missing(Draft(**vars(WHOLE) | change))] == [field]


def test_a_reason_stands_for_an_action_and_without_children_no_line_is_asked():
    assert missing(Draft(**vars(WHOLE) | {"has_actions": False, "no_action_reason": "All is in place"})) == []
    assert missing(Draft(**vars(WHOLE) | {"has_children": False, "child_line": ""})) == []


# -- the service ------------------------------------------------------------------------------------------------------


@pytest.fixture
def hearing(forum):
    return marac.hearing(marac.meeting(forum, on=timezone.localdate(), status="published"))


def hear(person, hearing, **changes):
    typed = {
        "victim_update_agency": person.agency, "update_method": "call", "no_action_reason": "All is in place",
        "adviser_line": "In touch", "child_line": "", "flag": "flag",
    } | changes  # fmt: skip
    with person.scope():
        return services.hear_case(hearing, by=person.principal, at=timezone.now(), **typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"victim_update_agency": None}, services.NobodyUpdatesTheVictim, "which agency will update"),
        ({"no_action_reason": ""}, services.NothingAgreed, "Add an action"),
        ({"update_method": ""}, services.NoSafeWay, "told safely"),
        ({"adviser_line": ""}, services.NoAdviserLine, "what the adviser does"),
        ({"flag": ""}, services.NoFlagInstruction, "flag their records"),
    ],
)
def test_a_case_is_not_closed_without_it(change, error, words, hearing, coordinator):
    with pytest.raises(error, match=words):
        hear(coordinator, hearing, **change)
    with as_owner():
        assert Hearing.objects.get(pk=hearing.pk).status == "listed"


@pytest.mark.django_db
def test_with_children_it_is_not_closed_without_a_line_on_them(hearing, coordinator):
    factories.person(hearing.case, name="Maja Nowak", role="child")
    with pytest.raises(services.NoChildLine, match="for the children"):
        hear(coordinator, hearing)
    assert hear(coordinator, hearing, child_line="The school knows").status == "heard"


@pytest.mark.django_db
def test_flags_last_twelve_months_from_the_referral(hearing, coordinator):
    heard = hear(coordinator, hearing)
    assert heard.flag_until == months_after(timezone.localdate() - timedelta(days=1), 12)
    other = marac.hearing(hearing.meeting)
    assert hear(coordinator, other, flag="no_flag").flag_until is None


# -- one line ---------------------------------------------------------------------------------------------------------

OWNERS = (
    Owner(1, "Estuary Homes", "Housing association"),
    Owner(2, "Essex Children’s Social Care", "Children's social care"),
    Owner(3, "Essex Adult Social Care", "Adult social care"),
    Owner(4, "Essex Police", "Police"),
)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("housing: change locks at the flat by fri 4 dec", Line("Change locks at the flat", 1, date(2026, 12, 4))),
        ("police: visit by fri", Line("Visit", 4, date(2026, 11, 27))),
        ("child: tell the school", Line("Tell the school", 2)),
        ("estuary homes: check the alarm on 4 dec", Line("Check the alarm", 1, date(2026, 12, 4))),
        ("social care: visit the home", Line("Visit the home")),  # two are called so: nobody is guessed
        ("essex: visit", Line("Visit")),
        ("visit the home by tomorrow", Line("Visit the home", None, date(2026, 11, 24))),
        ("note: ring first", Line("Note: ring first")),  # nobody is called "note"
        ("housing: put a chain on by the door", Line("Put a chain on by the door", 1)),  # no day
        ("housing:", Line("Housing:")),
        ("", Line("")),
    ],
)
def test_one_line_is_read(typed, read):
    assert read_line(typed, owners=OWNERS, read_day=lambda text: near_day(text, today=MONDAY)) == read


@pytest.mark.django_db
def test_a_line_adds_an_action_with_one_enter_and_asks_for_what_it_does_not_say(hearing, coordinator, constabulary):
    marac.signed(coordinator)
    address, client = reverse("hearing", kwargs={"hearing_id": hearing.pk}), coordinator.client
    typed = {"do": "save", "version": 0, "risks": "", "outcome": "", "action-line": "constab: visit by fri"}
    client.post(address, typed)
    with as_owner():
        (action,) = hearing.actions.all()
        assert (action.text, action.owner_agency, action.due_on) == ("Visit", constabulary, date(2026, 11, 27))
    body = client.post(address, typed | {"version": 1, "action-line": "nobody: ring her"}).content.decode()
    assert "Select the agency that will do it" in body
    assert 'value="Nobody: ring her"' in body


@pytest.mark.django_db
def test_a_place_on_the_agenda_is_counted_as_its_reader_counts(hearing, coordinator, excluded):
    second = marac.hearing(hearing.meeting)
    factories.exclusion(hearing.case, excluded.user)
    first_place = reverse("meeting_run", kwargs={"meeting_id": hearing.meeting_id, "number": 1})
    assert coordinator.client.get(first_place).url == reverse("hearing", kwargs={"hearing_id": hearing.pk})
    assert excluded.client.get(first_place).url == reverse("hearing", kwargs={"hearing_id": second.pk})
    beyond = reverse("meeting_run", kwargs={"meeting_id": hearing.meeting_id, "number": 2})
    assert excluded.client.get(beyond).status_code == 404


@pytest.mark.django_db
def test_the_share_view_leaves_out_what_has_a_limit_and_how_to_reach_her(hearing, coordinator, representative):
    asked = marac.research(hearing, representative.agency)
    with representative.scope():
        people = services.people_to_check(asked)
        facts = {"text": "Said aloud", "limited_text": "Kept", "restriction": "not_minutes"}
        said = services.Finding(people[0], "known_open", **facts)
        services.answer_research(
            asked, by=representative.principal, version=0, answer=services.Answer("x", [said]), at=timezone.now()
        )
    marac.signed(coordinator)
    address = reverse("hearing", kwargs={"hearing_id": hearing.pk})
    whole, shared = (coordinator.client.get(address + query).content.decode() for query in ("", "?view=shared"))
    assert "Said aloud" in whole
    assert "Kept" in whole
    assert "No way to get in touch is known to be safe" in whole
    assert "Said aloud" in shared
    assert "Kept" not in shared
    assert "No way to get in touch" not in shared


# -- flags ------------------------------------------------------------------------------------------------------------


def test_a_repeat_inside_the_month_takes_a_case_off_the_list():
    """Acceptance line 12."""
    flags = [
        Flagged("a", date(2025, 2, 28)), Flagged("b", date(2025, 2, 3)), Flagged("b", date(2026, 2, 1)),
        Flagged("c", date(2025, 3, 1)),
    ]  # fmt: skip
    assert [each.key for each in coming_off(flags, year=2025, month=2)] == ["a"]
    assert [each.key for each in coming_off(flags, year=2026, month=2)] == ["b"]


@pytest.mark.django_db
def test_the_list_of_a_month_forgets_who_was_referred_again(forum, coordinator):
    meeting = marac.meeting(forum, on=date(2025, 12, 4), status="held")
    until = {"flag": "flag", "flag_until": date(2026, 12, 10)}
    marac.heard(meeting, marac.waiting(forum, victim="Zofia Wójcik", days_ago=358), **until)
    again = marac.heard(meeting, marac.waiting(forum, victim="Lan Nguyễn", days_ago=358), **until)
    hidden = marac.heard(meeting, marac.waiting(forum, victim="Hidden Person", days_ago=358), **until)
    factories.exclusion(hidden.case, coordinator.user)
    marac.waiting(forum, case=again.case, days_ago=2)  # a repeat that waits to be heard
    address = reverse("forum_flags", kwargs={"forum_id": forum.pk})
    page = coordinator.client.get(address + "?month=2026-12-01").content.decode()
    assert "Zofia Wójcik" in page
    assert "Lan Nguyễn" not in page
    assert "Hidden Person" not in page
    assert "No flag comes off" in coordinator.client.get(address + "?month=2026-11-01").content.decode()
