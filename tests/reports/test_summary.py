"""The summary says what the single pass says: after anything that people do, and after anything that breaks."""

import threading
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from agencies.models import Agency, Area
from audit.models import Event
from referrals.models import Referral
from reports import services, tasks
from reports.services import differing_quarters, refresh_summary, settle_summary
from support.models import Episode, Measurement
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import support
from tests.factories.reports import noon, referrals
from tests.reports.conftest import AS_AT, QUARTER, counted

pytestmark = pytest.mark.django_db
TODAY = AS_AT.date()


def ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def refreshed():
    """Refresh as the figures worker; what was stale, as pairs of a kind of fact and the first days of quarters."""
    with acting_as(BATCH):
        found = refresh_summary()
    return {kind: "every" if each.every else sorted(q.starts_on for q in each.quarters) for kind, each in found.items()}


def differing():
    with acting_as(BATCH):
        return differing_quarters(as_at=TODAY)


def agrees():
    """That nothing differs, although something was counted."""
    assert differing() == frozenset()
    with as_owner():
        return bool(ask("SELECT count(*) FROM figures.summary")[0][0])


def basildon():
    return Area.objects.get(name="Basildon", kind="authority")


def a_referral(**more):
    police = Agency.objects.filter(name="Force").first() or factories.agency("Force", type="police")
    row = {"district": basildon(), "from_agency": police, "received_at": noon(date(2026, 8, 3))}
    return referrals([row | more], to_agency=police)[0]


@pytest.fixture
def quiet(county):
    """The county, with nothing left to refresh."""
    refreshed()
    return county


# -- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["figures.summary", "figures.stale"])
@pytest.mark.parametrize("statement", ["SELECT * FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"])
def test_the_web_has_no_way_to_the_summary(table, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ask(statement.format(table))


@pytest.mark.parametrize("call", ["mark_days('referrals', '{2026-07-01}')", "mark_kin('{}', '{2026-07-01}')"])
def test_the_web_marks_nothing_but_by_what_it_changes(call):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ask(f"SELECT access.{call}")


def test_it_names_nobody():
    with as_owner():
        found = ask("SELECT column_name FROM information_schema.columns WHERE table_name = 'summary'")
    assert {name for (name,) in found} == {
        "counted", "quarter", "partnership_id", "area_id", "month", "due_on", "district_id", "source_type",
        "referred_with", "days", "is_in_time", "is_repeat", "is_engaged", "had_abuse", "cess", "risk", "safe", "qol",
        "number", "children",
    }  # fmt: skip


# -- what is marked ---------------------------------------------------------------------------------------------------


def test_a_new_installation_is_filled_by_whoever_counts_first(busy_county):
    assert refreshed() == {"referrals": "every", "support": "every"}
    assert refreshed() == {}
    assert agrees()


JULY, OCTOBER, APRIL = date(2026, 7, 1), date(2026, 10, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("change", "quarters"),
    [
        ({"received_at": noon(date(2026, 4, 30))}, [APRIL, JULY]),
        ({"first_heard_on": date(2026, 10, 2), "status": "heard"}, [JULY, OCTOBER]),
        ({"status": "withdrawn"}, [JULY]),
        ({"child_count": 3}, [JULY]),
        ({"is_repeat": True}, [JULY]),
        ({"target_days": 10}, [JULY]),
        ({"referred_with": ["idva"]}, [JULY]),
        ({"victim_name": "Another spelling"}, None),
        ({"external_reference": "AB/1"}, None),
    ],
)
def test_a_change_marks_the_quarter_it_leaves_and_the_one_it_comes_to(quiet, change, quarters):
    made = a_referral()
    assert refreshed() == {"referrals": [JULY]}
    with as_owner():
        Referral.objects.filter(pk=made.pk).update(**change)
    assert refreshed() == ({"referrals": quarters} if quarters else {})
    assert agrees()


def test_another_district_or_sender_and_a_deletion_are_counted_again(quiet):
    made, other = a_referral(), a_referral()
    refreshed()
    with as_owner():
        Referral.objects.filter(pk=made.pk).update(district=Area.objects.get(name="Thurrock", kind="authority"))
        Referral.objects.filter(pk=other.pk).update(from_agency=factories.agency(type="fire"))
    assert refreshed() == {"referrals": [JULY]}
    assert agrees()
    with as_owner():
        Referral.objects.all().delete()
    assert refreshed() == {"referrals": [JULY]}
    assert not agrees()


def test_a_district_that_goes_to_another_meeting_takes_all_its_quarters_along(quiet):
    a_referral()
    refreshed()
    with as_owner():
        Area.objects.filter(pk=basildon().pk).update(meeting_area=Area.objects.get(name="Thurrock", kind="marac"))
    assert refreshed() == {"referrals": "every", "support": "every"}
    with as_owner():
        Agency.objects.filter(name="Force").update(type="other")
        Agency.objects.filter(name="Force").update(name="Constabulary of the county")
    assert refreshed() == {"referrals": "every", "support": "every"}
    assert agrees()


def test_many_referrals_in_one_call_leave_one_mark_for_each_quarter(quiet):
    police = factories.agency(type="police")
    district = basildon()
    rows = [
        {"district": district, "from_agency": police, "received_at": noon(date(2026, 6, 20) + timedelta(days=n))}
        for n in range(40)
    ]
    referrals(rows, to_agency=police)
    with as_owner():
        assert sorted(ask("SELECT * FROM figures.stale")) == [("referrals", APRIL), ("referrals", JULY)]


# -- support ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def episodes(quiet):
    """Support that ended in May; opened again, it ended in August; and opened once more, it goes on."""
    area = Area.objects.get(name="Essex", kind="marac")
    service = support.service(factories.agency("Advisers", type="idva"), area=area)
    worker, district = factories.member(service.agency, "idva").user, basildon()
    facts = {
        "service": service, "agency": service.agency, "case": factories.case(district=district), "source": "police",
        "district": district, "received_at": noon(date(2026, 4, 2)), "accepted_by": worker, "next_due_on": TODAY,
        "priority": "a", "triaged_at": noon(date(2026, 4, 3)), "engaged_at": noon(date(2026, 4, 9)),
    }  # fmt: skip
    with as_owner():
        first = Episode.objects.create(stage="active", **facts)
        close(first, date(2026, 5, 5))
        second = Episode.objects.create(stage="active", reopens=first, **facts)
    refreshed()
    return first, second


def close(episode, day, **more):
    ended = {"stage": "closed", "closed_at": noon(day), "closed_by": episode.accepted_by, "reason": "completed"}
    with as_owner():
        Episode.objects.filter(pk=episode.pk).update(**(ended | more))


def measure(episode, moment, **said):
    with as_owner():
        return Measurement.objects.create(
            episode=episode, moment=moment, recorded_by=episode.accepted_by, respondent="victim",
            done_on=date(2026, 5, 5), **({"found": "some", "abuse": ["sexual"]} | said),
        )  # fmt: skip


def test_the_end_of_support_that_was_opened_again_moves_to_its_last_quarter(episodes):
    _, second = episodes
    close(second, date(2026, 8, 5))
    assert refreshed() == {"support": [APRIL, JULY]}
    assert agrees()


def test_what_is_known_of_an_early_part_marks_the_last_end(episodes):
    first, second = episodes
    close(second, date(2026, 8, 5))
    refreshed()
    measure(first, "intake")
    assert refreshed() == {"support": [APRIL, JULY]}
    with as_owner():
        found = ask("SELECT quarter, had_abuse, number FROM figures.summary WHERE counted = 'ended'")
    assert found == [(JULY, True, 1)]
    assert agrees()


def test_answers_corrections_and_undoing_an_end_are_counted_again(episodes):
    _, second = episodes
    close(second, date(2026, 8, 5))
    said = measure(second, "exit", cess="stopped", found="none", abuse=[], safe="same", qol="worse", risk="moderate")
    refreshed()
    with as_owner():
        Measurement.objects.filter(pk=said.pk).update(replaced_at=AS_AT)
    assert refreshed() == {"support": [APRIL, JULY]}
    assert agrees()
    with as_owner():
        Episode.objects.filter(pk=second.pk).update(stage="active", closed_at=None, closed_by=None, reason="")
    assert refreshed() == {"support": [APRIL, JULY]}
    assert agrees()


def test_what_an_adviser_does_on_the_way_marks_nothing(episodes):
    with as_owner():
        Episode.objects.filter(pk=episodes[1].pk).update(tries=2, next_due_on=TODAY + timedelta(days=3))
    assert refreshed() == {}


def test_half_past_midnight_in_summer_time_is_the_next_quarter(episodes):
    moment = noon(date(2026, 6, 30)) + timedelta(hours=12, minutes=30)  # 1 July in London, 30 June in Greenwich
    close(episodes[1], date(2026, 7, 1), closed_at=moment)
    assert refreshed() == {"support": [APRIL, JULY]}
    assert agrees()


# -- at the same time -------------------------------------------------------------------------------------------------


def test_a_refresh_that_dies_leaves_what_it_took(quiet):
    a_referral()
    with transaction.atomic():
        assert refreshed() == {"referrals": [JULY]}
        transaction.set_rollback(True)
    assert refreshed() == {"referrals": [JULY]}
    assert agrees()


def test_while_a_refresh_is_open_referrals_come_in_and_nobody_refreshes_beside_it(transactional_db):
    factories.partnership()
    a_referral()
    found = []

    def beside():
        try:
            with acting_as(BATCH):
                found.append(refresh_summary(waits=False))
            a_referral(received_at=noon(date(2026, 5, 1)))
        finally:
            connection.close()

    with acting_as(BATCH), transaction.atomic():
        assert refresh_summary()
        runner = threading.Thread(target=beside)
        runner.start()
        runner.join(20)
        assert not runner.is_alive()
    assert found == [{}]
    assert refreshed() == {"referrals": [APRIL]}
    assert agrees()


# -- an edition -------------------------------------------------------------------------------------------------------


def test_an_edition_prints_what_came_in_a_moment_ago(mid_october, busy_county, analyst):
    refreshed()
    a_referral(first_heard_on=date(2026, 8, 9))
    with analyst.scope():
        report = services.request_report(busy_county, by=analyst.principal, quarter=QUARTER, at=AS_AT)
    tiles = {tile["id"]: tile["value"] for tile in counted(report).snapshot["tiles"]}
    assert (tiles["referrals"], tiles["heard"]) == (81, 81)
    assert refreshed() == {}


def moving(referral):
    """Between the marks that a refresh takes and its counting, the hearing of a referral goes to July, once."""
    moves = [referral.pk]

    def meanwhile(execute, statement, *rest):
        if "WITH received AS" in str(statement) and moves:
            with as_owner():
                Referral.objects.filter(pk=moves.pop()).update(first_heard_on=date(2026, 7, 9))
        return execute(statement, *rest)

    return meanwhile


def test_a_case_that_moves_while_it_is_counted_stands_in_one_quarter(busy_county):
    """One refresh has it twice, where it was and where it is; another takes it away where it was."""
    moved = a_referral(received_at=noon(date(2026, 6, 1)), first_heard_on=date(2026, 6, 9))
    refreshed()
    a_referral()  # marks the quarter that it will come to

    def heard():
        with as_owner():
            return ask("SELECT quarter, sum(number) FROM figures.summary WHERE counted = 'heard' GROUP BY 1 ORDER BY 1")

    before = dict(heard())
    with acting_as(BATCH), connection.execute_wrapper(moving(moved)):
        refresh_summary()
    assert dict(heard())[APRIL] == before[APRIL]  # where it was
    assert dict(heard())[QUARTER.starts_on] == before[QUARTER.starts_on] + 1  # and where it is
    with acting_as(BATCH):
        settle_summary()
    assert dict(heard()).get(APRIL, 0) == before[APRIL] - 1
    assert agrees()


def test_an_edition_is_not_counted_while_cases_move(busy_county):
    """As above, in one go: what moved meanwhile is taken up before anything is read."""
    moved = a_referral(received_at=noon(date(2026, 6, 1)), first_heard_on=date(2026, 6, 9))
    refreshed()
    a_referral()
    with acting_as(BATCH), connection.execute_wrapper(moving(moved)):
        settle_summary()
    assert refreshed() == {}
    assert agrees()


# -- every night ------------------------------------------------------------------------------------------------------

BREAKS = [
    "UPDATE figures.summary SET number = number + 1 WHERE ctid IN (SELECT min(ctid) FROM figures.summary WHERE {})",
    "DELETE FROM figures.summary WHERE ctid IN (SELECT min(ctid) FROM figures.summary WHERE {})",
    "INSERT INTO figures.summary SELECT * FROM figures.summary WHERE {} LIMIT 1",
]


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("row", ["counted = 'received'", "counted = 'heard'", "counted = 'waiting'"])
def test_a_row_broken_by_hand_is_found_and_mended(busy_county, caplog, how, row):
    a_referral()
    refreshed()
    with as_owner():
        ask(how.format(row))
    assert QUARTER in differing()
    with acting_as(BATCH):
        tasks.check_summary()
        assert [each.levelname for each in caplog.records if each.name == "linnet.reports"] == ["ERROR"]
        tasks.check_summary()
    assert agrees()
    with as_owner():
        event = Event.objects.get(kind="figures mended")
    assert "2026-07-01" in event.detail.split()
    assert len([each for each in caplog.records if each.name == "linnet.reports"]) == 1


def test_the_command_says_which_quarters_differ_and_mends_them_when_told(busy_county, capsys):
    refreshed()
    with as_owner():
        ask("UPDATE figures.summary SET children = children + 1 WHERE counted = 'received' AND month = '2026-08-01'")
    with acting_as(BATCH):
        with pytest.raises(CommandError, match="1 quarters differ"):
            call_command("check_summary")
        assert capsys.readouterr().out == "July to September 2026 (quarter 2 of 2026/27)\n"
        call_command("check_summary", "--mend")
        assert capsys.readouterr().out.endswith("1 quarters were counted again.\n")
        call_command("check_summary")
        assert capsys.readouterr().out == "Every quarter agrees.\n"


def test_an_installation_without_referrals_agrees(county):
    assert differing() == frozenset()
