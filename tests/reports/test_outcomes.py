"""Outcomes of support on the dashboard: the figures of the seed from rows, with their bases, and small ones hidden."""

import uuid
from collections import Counter
from datetime import date

import pytest
from django.db import connection

from agencies.models import Area
from common.quarters import Quarter
from reports import services
from reports.counts import Ended
from reports.selectors import count_support, geography_of, targets
from support.models import Contract, Episode, Measurement, Target
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import reports as made
from tests.factories import support
from tests.reports import worlds
from tests.reports.conftest import AS_AT, QUARTER, counted
from tests.reports.worlds import ESSEX, QUARTERS, SOUTHEND, WHOLE, snapshot_of

SEED = {"cess": (79, 120), "risk": (100, 145), "safe": (71, 100), "qol": (60, 90)}


def ended(area, bases, *, closed, month=date(2026, 8, 1)):
    """Support that ended: of so many, those who answered, and those who answered well."""
    found: Counter[Ended] = Counter()
    for outcome, (good, base) in bases.items():
        found[Ended(month, area.id, outcome, "good")] += good
        found[Ended(month, area.id, outcome, "not_good")] += base - good
        found[Ended(month, area.id, outcome, "not_counted")] += closed - base
    return found


def rows(snapshot):
    return {row[0]: row[1:] for row in snapshot["tables"]["outcomes"]["rows"]}


def test_an_edition_without_support_says_nothing_of_it():
    snapshot = snapshot_of(worlds.county())
    assert "outcomes" not in snapshot["tables"]
    assert "support" not in [section["id"] for section in snapshot["sections"]]


@pytest.mark.parametrize("bases", [{"safe": (9, 9)}, {"safe": (9, 12)}, {"safe": (12, 13)}])
def test_small_bases_and_small_parts_are_hidden(bases):
    counts = worlds.county()
    counts.ended = ended(SOUTHEND, SEED | bases, closed=200)
    said = rows(snapshot_of(counts, SOUTHEND))["Feels safer, in their own words"]
    assert said[0] == "[c]"


def test_what_an_area_hides_cannot_be_worked_out_from_the_partnership():
    counts = worlds.county()
    counts.ended = ended(SOUTHEND, SEED | {"safe": (98, 100)}, closed=200)  # two said no
    counts.ended += ended(ESSEX, SEED, closed=200)
    whole, area, other = (snapshot_of(counts, place) for place in (WHOLE, SOUTHEND, ESSEX))
    name = "Feels safer, in their own words"
    assert rows(area)[name][0] == "[c]"
    assert "[c]" in (rows(whole)[name][0], rows(other)[name][0])


@pytest.fixture
def seeded(county):
    """K1 to K4 in the rows of one service in Southend, that ended in the quarter, and what the contract asks."""
    southend = Area.objects.get(kind="marac", name="Southend")
    district = Area.objects.get(kind="authority", meeting_area=southend)
    service = support.service(factories.agency("Advisers", type="idva"), area=southend)
    with as_owner():
        contract = Contract.objects.create(
            service=service, name="Advisers", starts_on="2026-04-01", ends_on="2027-03-31"
        )
        for measure, percent in (("cess", 50), ("risk", 50), ("safe", 50), ("qol", 40)):
            facts = {"measure": measure, "percent": percent, "starts_on": "2026-04-01", "source": "x"}
            Target.objects.create(contract=contract, **facts)
        worker = factories.member(service.agency, "idva").user
        at = made.noon(date(2026, 8, 5))
        facts = {
            "service": service, "agency": service.agency, "case": factories.case(district=district), "source": "police",
            "district": district, "stage": "closed", "received_at": at, "accepted_at": at, "accepted_by": worker,
            "closed_at": at, "closed_by": worker, "next_due_on": at.date(), "priority": "a", "triaged_at": at,
        }  # fmt: skip
        engaged = [Episode(reason="completed", engaged_at=at, **facts) for _ in range(150)]
        Episode.objects.bulk_create([*engaged, *(Episode(reason="declined", **facts) for _ in range(50))])
        Measurement.objects.bulk_create(
            measurement for n, episode in enumerate(engaged) for measurement in measured(n, episode, worker)
        )
    return southend


def measured(n, episode, worker):
    said = {"episode": episode, "recorded_by": worker, "respondent": "victim", "done_on": date(2026, 8, 5)}
    stopped, goes_on = {"found": "none", "cess": "stopped"}, {"found": "some", "cess": "goes_on", "abuse": ["sexual"]}
    unknown = {"found": "not_asked", "cess": "not_asked"}
    yield Measurement(moment="intake", found="some", abuse=["sexual"], **said)
    yield Measurement(
        moment="exit",
        safe="much_safer" if n < 71 else "same" if n < 100 else "declined",
        qol="improved_little" if n < 60 else "worse" if n < 90 else "not_safe",
        risk="moderate" if n < 100 else "limited" if n < 145 else "not_known",
        **(stopped if n < 79 else goes_on if n < 120 else unknown),
        **said,
    )


@pytest.mark.django_db
def test_the_figures_of_the_seed_stand_on_the_dashboard_with_their_bases(mid_october, seeded, analyst):
    with analyst.scope():
        report = services.request_report(seeded, by=analyst.principal, quarter=QUARTER, at=AS_AT)
    snapshot = counted(report).snapshot
    assert rows(snapshot) == {
        "Abuse stopped": [66, 50, 15.8, "Yes", 120, 80, 200],
        "Risk reduced, in the adviser’s view": [69, 50, 19, "Yes", 145, 55, 200],
        "Feels safer, in their own words": [71, 50, 21, "Yes", 100, 100, 200],
        "Better quality of life, in their own words": [67, 40, 26.7, "Yes", 90, 110, 200],
    }
    assert snapshot["sections"][-1]["finding"] == "4 of 4 outcomes of support reached their target."


@pytest.mark.django_db
def test_opened_again_is_one_row_with_what_was_known_before(seeded):
    with as_owner():
        first = Episode.objects.filter(reason="completed").first()
        again = Episode.objects.get(pk=first.pk)
        again.pk, again.reopens, again.reason = uuid.uuid4(), first, "stepped_down"
        again.closed_at = made.noon(date(2026, 9, 1))
        again.save(force_insert=True)
    with acting_as(BATCH), connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE had_abuse) FROM figures.support")
        assert cursor.fetchone() == (200, 150)


@pytest.mark.django_db
def test_the_worker_counts_in_one_statement_and_reads_no_key(seeded, django_assert_num_queries):
    geography = geography_of(seeded)
    with acting_as(BATCH):
        services.refresh_summary()
    with acting_as(BATCH), django_assert_num_queries(1):
        found = count_support(geography, quarters=QUARTERS)
    assert sum(number for key, number in found.items() if key.outcome == "safe") == 200
    with acting_as(BATCH), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM figures.support LIMIT 0")
        names = {column.name for column in cursor.description}
    assert not names & {"id", "episode_id", "case_id", "service_id", "adviser_id", "reference"}
    assert targets(seeded, on=Quarter(date(2026, 7, 1)).ends_on) == {"cess": 50, "risk": 50, "safe": 50, "qol": 40}
