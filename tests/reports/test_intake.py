"""Cases that advisers took on: engaged or not, how soon somebody tried, and small numbers of them hidden."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection

from agencies.models import Area
from reports import services
from reports.counts import Taken
from reports.figures import ENGAGED
from reports.frozen import Frozen, as_json, from_json
from reports.indicators import Measure
from reports.intake import count_taken
from reports.selectors import geography_of
from support.models import Episode
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import reports as made
from tests.factories import support
from tests.reports import worlds
from tests.reports.conftest import AS_AT, QUARTER, counted
from tests.reports.worlds import ESSEX, QUARTERS, SOUTHEND, WHOLE, snapshot_of

MONTH = date(2026, 8, 1)


def taken(area, *, engaged, others, days=(2,), untried=0, month=MONTH):
    """So many engaged, so many not, tried after these days in turn, and so many that nobody has tried to reach."""
    found: Counter[Taken] = Counter()
    for n in range(engaged + others):
        found[Taken(month, area.id, n < engaged, days[n % len(days)])] += 1
    found[Taken(month, area.id, False, None)] += untried
    return found


def last(snapshot):
    return snapshot["tables"]["engagement"]["rows"][-1][1:]


def world(*parts):
    counts = worlds.county()
    for part in parts:
        counts.taken += part
    return counts


def test_engagement_is_out_of_those_taken_on_and_the_middle_day_of_those_tried():
    counts = world(taken(SOUTHEND, engaged=60, others=20, days=(1, 2, 9, 9), untried=7))
    assert last(snapshot_of(counts, SOUTHEND)) == [87, 60, 69, 80, 5.5]
    assert "Engaged with an adviser" in {each["name"] for each in snapshot_of(counts)["definitions"]}


def test_quarters_before_the_records_of_it_are_noughts_and_none_is_taken_for_another():
    rows = snapshot_of(world(taken(SOUTHEND, engaged=60, others=20)), SOUTHEND)["tables"]["engagement"]["rows"]
    assert [row[1:] for row in rows[:-1]] == [[0, 0, "[z]", 0, "[z]"]] * 4


def test_a_few_who_were_not_engaged_are_hidden_with_the_share_and_cannot_be_worked_out():
    counts = world(taken(SOUTHEND, engaged=60, others=2), taken(ESSEX, engaged=70, others=30))
    area, whole, other = (last(snapshot_of(counts, place)) for place in (SOUTHEND, WHOLE, ESSEX))
    assert area[2] == "[c]"
    assert "[c]" in area[:2]
    for column in range(2):  # the areas and their partnership side by side
        figures = [area[column], other[column], whole[column]]
        assert sum(isinstance(figure, str) for figure in figures) != 1


def test_few_people_have_no_share_and_no_middle_day():
    row = last(snapshot_of(world(taken(SOUTHEND, engaged=9, others=0)), SOUTHEND))
    assert row == [9, 9, "[c]", 9, "[c]"]


def test_an_edition_without_anybody_taken_on_says_nothing_of_it():
    assert "engagement" not in snapshot_of(worlds.county())["tables"]


def test_a_quarter_that_was_frozen_before_it_was_counted_has_no_figure():
    stored = as_json(Frozen({}, {}, True, frozenset({Measure.RECEIVED})))
    del stored["contact"]
    early = from_json(stored)
    figures = worlds.edition(world(taken(SOUTHEND, engaged=60, others=20))).figures
    figures._of[QUARTER] = early
    assert figures.percent(ENGAGED, QUARTER, SOUTHEND) == "[x]"
    assert figures.contact_days(QUARTER, SOUTHEND) == "[x]"


def test_the_middle_day_survives_freezing():
    figures = worlds.edition(world(taken(SOUTHEND, engaged=60, others=20, days=(3, 4)))).figures
    again = from_json(as_json(figures._of[QUARTER]))
    assert again.contact[SOUTHEND.id] == 3.5


@pytest.fixture
def episodes(county):
    """Twenty taken on in Southend in the quarter, twelve of them engaged, tried two days after they were received."""
    southend = Area.objects.get(kind="marac", name="Southend")
    district = Area.objects.get(kind="authority", meeting_area=southend)
    service = support.service(factories.agency("Advisers", type="idva"), area=southend)
    with as_owner():
        worker = factories.member(service.agency, "idva").user
        at = made.noon(date(2026, 8, 5))
        facts = {
            "service": service, "agency": service.agency, "case": factories.case(district=district), "source": "police",
            "district": district, "stage": "closed", "received_at": at, "accepted_by": worker, "closed_at": at,
            "closed_by": worker, "next_due_on": at.date(), "priority": "a", "triaged_at": at, "reason": "completed",
            "first_tried_at": at + timedelta(days=2),
        }  # fmt: skip
        rows = [
            Episode(accepted_at=at + timedelta(days=1), engaged_at=at if n < 12 else None, **facts) for n in range(20)
        ]
        rows.append(Episode(accepted_at=at, **facts | {"reason": "duplicate"}))
        rows.append(Episode(accepted_at=at, **facts | {"triaged_at": None, "priority": "", "reason": "inappropriate"}))
        rows.append(Episode(accepted_at=at - timedelta(days=90), **facts))
        Episode.objects.bulk_create(rows)
        Episode.objects.create(accepted_at=at, reopens=rows[0], **facts)
    return southend


@pytest.mark.django_db
def test_the_worker_counts_what_was_accepted_in_one_statement_and_reads_no_key(episodes, django_assert_num_queries):
    geography = geography_of(episodes)
    with acting_as(BATCH), django_assert_num_queries(1):
        found = count_taken(geography, quarters=QUARTERS)
    district = episodes.pk
    assert found == {
        Taken(MONTH, district, True, 2): 12, Taken(MONTH, district, False, 2): 8,
        Taken(date(2026, 5, 1), district, False, 2): 1,
    }  # fmt: skip
    with acting_as(BATCH), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM figures.intake LIMIT 0")
        names = {column.name for column in cursor.description}
    assert not names & {"id", "episode_id", "case_id", "service_id", "adviser_id", "reference"}


@pytest.mark.django_db
def test_the_figures_stand_in_the_edition(mid_october, episodes, analyst):
    with analyst.scope():
        report = services.request_report(episodes, by=analyst.principal, quarter=QUARTER, at=AS_AT)
    snapshot = counted(report).snapshot
    assert last(snapshot) == [20, 12, 60, 20, 2]
