"""What reports read is what a patient person would count, as the role that may see nothing else."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.models import Agency, Area
from common.dates import london_date
from common.quarters import Quarter
from referrals.models import Referral
from reports import single_pass
from reports.counts import Heard, Received
from reports.selectors import count, geography_of, reported_areas
from reports.services import refresh_summary
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories.reports import noon, referrals

pytestmark = pytest.mark.django_db
QUARTERS = Quarter(date(2026, 7, 1)).series(9)
AS_AT = date(2026, 10, 14)


@pytest.fixture
def county():
    return factories.partnership()


OVER = ("heard", "not_met", "withdrawn", "managed", "redirected")
# Not heard, and needing nothing else of other rows: a duplicate has its first, a refusal its reason.
UNHEARD = [each for each in Referral.Status.values if each not in ("heard", "not_met", "duplicate")]


def unheard(rng: random.Random, received: date):
    status = rng.choice(UNHEARD)
    return {"status": status, "managed_on": received if status == "managed" else None}


def random_rows(rng: random.Random, districts: list[Area], senders: list[Agency], number: int):
    for _ in range(number):
        received = date(2024, 3, 1) + timedelta(days=rng.randrange(960))
        heard = received + timedelta(days=rng.choice([0, 5, 13, 14, 15, 30]))
        yield {
            "district": rng.choice(districts),
            "from_agency": rng.choice(senders),
            "received_at": noon(received),
            "child_count": rng.randrange(4),
            "target_days": rng.choice([14, 14, 14, 10]),
            "is_repeat": rng.random() < 0.3,
            **({"first_heard_on": heard} if rng.random() < 0.7 else unheard(rng, received)),
        }


def by_hand(rows, place_ids):
    """The same figures, one referral at a time, from the tables themselves."""
    received, children, heard, waiting = Counter(), Counter(), Counter(), Counter()
    for row in rows:
        area = row.district.meeting_area
        if area is None or not {area.pk, area.parent_id} & place_ids:
            continue
        day = london_date(row.received_at)
        if QUARTERS[0].starts_on <= day <= QUARTERS[-1].ends_on:
            key = Received(day.replace(day=1), row.district_id, row.from_agency.type)
            received[key] += 1
            children[key] += row.child_count
        if row.first_heard_on and QUARTERS[0].starts_on <= row.first_heard_on <= QUARTERS[-1].ends_on:
            days = (row.first_heard_on - day).days
            month = row.first_heard_on.replace(day=1)
            heard[Heard(month, area.pk, days, days <= row.target_days, row.is_repeat)] += 1
        is_open = row.first_heard_on is None and row.status not in (
            "heard",
            "not_met",
            "withdrawn",
            "managed",
            "redirected",
        )
        if is_open and (AS_AT - day).days > row.target_days:
            waiting[area.pk] += 1
    return received, children, heard, waiting


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["Southend, Essex and Thurrock", "Essex", "Thurrock"])
def test_the_summary_and_the_pass_count_what_counting_by_hand_does(county, seed, name):
    rng = random.Random(seed)
    with as_owner():
        districts = list(Area.objects.filter(kind=Area.Kind.AUTHORITY))
    elsewhere = factories.area("Elsewhere", kind=Area.Kind.AUTHORITY, meeting_area=factories.area("Far away"))
    senders = [factories.agency(type=kind) for kind in ("police", "idva", "acute_trust", "fire")]
    made = referrals(list(random_rows(rng, [*districts, elsewhere], senders, 200)), to_agency=senders[0])
    area = Area.objects.get(name=name, kind__in=["partnership", "marac"])
    geography = geography_of(area)
    with acting_as(BATCH):
        refresh_summary()
        ways = [way(geography, quarters=QUARTERS, as_at=AS_AT) for way in (count, single_pass.count)]
    for found in ways:
        assert (found.received, found.children, found.heard, found.waiting) == by_hand(made, {geography.whole.id})
        assert found.received.total() > 100


def test_day_fourteen_is_in_time_across_the_end_of_summer_time(county):
    sender = factories.agency(type="police")
    district = Area.objects.get(kind="authority", name="Basildon")
    received = noon(date(2025, 10, 20))
    rows = [
        {"district": district, "from_agency": sender, "received_at": received, "first_heard_on": date(2025, 11, day)}
        for day in (3, 4)
    ]
    referrals(rows, to_agency=sender)
    with acting_as(BATCH):
        refresh_summary()
        found = count(geography_of(county), quarters=QUARTERS, as_at=AS_AT)
    assert {(key.days, key.is_in_time) for key in found.heard} == {(14, True), (15, False)}


def test_an_area_is_counted_with_its_whole_partnership(county):
    essex = geography_of(Area.objects.get(kind="marac", name="Essex"))
    assert essex == geography_of(county)
    assert [place.name for place in essex.areas] == ["Essex", "Southend", "Thurrock"]
    assert [len(essex.districts_in(place)) for place in essex.places] == [14, 12, 1, 1]


def test_an_area_without_a_partnership_stands_alone():
    area = factories.area("Lonely")
    factories.area("Only district", kind=Area.Kind.AUTHORITY, meeting_area=area)
    geography = geography_of(area)
    assert (geography.whole.name, geography.areas) == ("Lonely", ())
    assert [place.name for place in geography.districts_in(geography.whole)] == ["Only district"]


def test_a_report_is_made_for_each_partnership_and_each_meeting_area(county):
    assert [area.name for area in reported_areas()] == ["Southend, Essex and Thurrock", "Essex", "Southend", "Thurrock"]


@pytest.mark.parametrize("areas", [1, 3])
def test_it_is_as_many_statements_however_much_there_is(county, areas, django_assert_num_queries):
    sender = factories.agency(type="police")
    districts = list(Area.objects.filter(kind="authority")[: areas * 4])
    referrals(
        [{"district": d, "from_agency": sender, "received_at": noon(date(2026, 7, 1))} for d in districts],
        to_agency=sender,
    )
    geography = geography_of(county)
    with acting_as(BATCH):
        refresh_summary()
        for way, statements in ((count, 3), (single_pass.count, 1)):
            with django_assert_num_queries(statements):
                found = way(geography, quarters=QUARTERS, as_at=AS_AT)
            assert found.received.total() == areas * 4


def test_the_view_shows_no_text_and_no_key_of_a_referral(county):
    with acting_as(BATCH), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM figures.referral LIMIT 0")
        columns = {column.name for column in cursor.description}
    assert columns == {
        "received_on", "due_on", "first_heard_on", "target_days", "is_repeat", "child_count", "is_accepted",
        "is_waiting", "district_id", "district", "district_code", "area_id", "partnership_id", "source_type",
        "referred_with",
    }  # fmt: skip


@pytest.mark.parametrize("way", [count, single_pass.count])
def test_the_web_may_not_count(county, way):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        way(geography_of(county), quarters=QUARTERS, as_at=AS_AT)
