"""Published reports and figures by API: what the page prints, null with a reason where one is hidden, never a draft."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Area
from audit.models import Event
from tests import factories
from tests.api.conftest import System
from tests.api.test_description import api, same_connection  # noqa: F401  (a fixture)
from tests.database import as_owner
from tests.factories import observations as observed
from tests.factories.reports import edition
from tests.reports import worlds
from tests.reports.conftest import QUARTER

pytestmark = pytest.mark.django_db
REPORTS, FIGURES = "/api/v1/reports/", "/api/v1/figures/"


@pytest.fixture
def warehouse(county):
    """The data warehouse of a council, with a key that reads figures."""
    return System(factories.agency("A council’s data office"), scope="figures:read")


def published(area, analyst, **more):
    facts = {"status": "ready", "published_at": timezone.now(), "published_by": analyst.user} | more
    facts.setdefault("snapshot", worlds.snapshot_of(worlds.one_case()))
    return edition(area, snapshot_sha256="0" * 64, **facts)


def is_mark(cell):
    return isinstance(cell, str) and cell.startswith("[")


def test_an_edition_is_what_its_page_prints(warehouse, county, analyst):
    snapshot = worlds.snapshot_of(worlds.county())
    report = published(county, analyst, snapshot=snapshot)
    found = warehouse.client.get(f"{REPORTS}{report.pk}/").json()
    tables = {table["id"]: table for table in found["tables"]}
    assert set(tables) == set(snapshot["tables"])
    for name, printed in snapshot["tables"].items():
        rows = [[cell["value"] for cell in row] for row in tables[name]["rows"]]
        assert rows == [[None if is_mark(cell) else cell for cell in row] for row in printed["rows"]]
    assert found["definitions"] == snapshot["definitions"]
    (heard,) = (each for each in found["definitions"] if each["name"] == "Heard within 14 days")
    assert (heard["polarity"], heard["decimals"], heard["least_base"]) == ("Higher is better", 1, 10)
    with as_owner():
        assert Event.objects.filter(kind="report downloaded", subjects__contains=[str(report.pk)]).count() == 1


def test_an_edition_from_before_definitions_had_units_is_read_all_the_same(warehouse, county, analyst):
    snapshot = worlds.snapshot_of(worlds.county())
    old = [{key: each[key] for key in ("name", "counted", "out_of", "source")} for each in snapshot["definitions"]]
    report = published(county, analyst, snapshot=snapshot | {"definitions": old})
    found = warehouse.client.get(f"{REPORTS}{report.pk}/").json()["definitions"]
    assert [(each["name"], each["unit"], each["decimals"]) for each in found] == [(each["name"], "", 0) for each in old]


def test_a_hidden_figure_is_null_with_its_reason_and_words_are_words(warehouse, county, analyst):
    report = published(county, analyst)
    answer = warehouse.client.get(f"{REPORTS}{report.pk}/")
    (sources,) = (table for table in answer.json()["tables"] if table["id"] == "sources")
    assert sources["total"][1] == {"value": None, "reason": "hidden"}
    assert sources["rows"][0][0] == {"value": "Police", "reason": None}
    assert b"[c]" not in answer.content


def test_drafts_are_not_there_whoever_asks(warehouse, county, analyst, board_member):
    draft = edition(county, status="ready", snapshot=worlds.snapshot_of(worlds.county()), shared_at=timezone.now())
    for client in (warehouse.client, analyst.client, board_member.client):
        assert client.get(REPORTS).json()["results"] == []
        assert client.get(f"{REPORTS}{draft.pk}/").status_code == 404


def test_the_public_edition_is_listed_as_one(warehouse, county, analyst):
    published(county, analyst)
    published(county, analyst, audience="public")
    assert sorted(each["audience"] for each in warehouse.client.get(REPORTS).json()["results"]) == ["board", "public"]


def test_the_list_is_read_to_its_end_by_key_in_as_many_questions(warehouse, county, analyst):
    made = {str(published(county, analyst, quarter=QUARTER.back(n)).pk) for n in range(2)}
    warehouse.client.get(REPORTS)  # the key's first use of the day is written down
    with CaptureQueriesContext(connection) as few:
        warehouse.client.get(REPORTS)
    areas = list(Area.objects.filter(kind=Area.Kind.MARAC))
    made |= {str(published(area, analyst, quarter=QUARTER.back(n)).pk) for area in areas for n in range(9)}
    with CaptureQueriesContext(connection) as many:
        first = warehouse.client.get(REPORTS).json()
    assert len(many) == len(few)
    assert len(first["results"]) == 25
    second = warehouse.client.get(REPORTS, {"after": first["next"]}).json()
    listed = [each["id"] for each in first["results"] + second["results"]]
    assert (set(listed), len(listed), second["next"]) == (made, len(made), None)
    for asked in ({"after": "anything"}, {"before": "2026-27-q1"}):
        assert warehouse.client.get(REPORTS, asked).status_code == 400


def test_a_key_that_sends_referrals_reads_no_figure_and_this_one_sends_nothing(warehouse, county, constabulary):
    other = System(constabulary)
    for address in (REPORTS, FIGURES):
        assert other.client.get(address).status_code == 403
        assert warehouse.client.post(address, {}, content_type="application/json").status_code == 405
    assert warehouse.client.post("/api/v1/referrals/", {}, content_type="application/json").status_code == 403
    assert warehouse.client.get("/reports/").status_code == 302  # a key opens no page


def test_figures_of_an_indicator_with_small_ones_hidden_and_what_was_taken_back_left_out(warehouse, county):
    names = {"E07000066": ("Basildon", "900"), "E07000068": ("Brentwood", "3"), "E07000073": ("Harlow", "40")}
    for code, (place, value) in names.items():
        observed.figure(value, place=place, code=code)
    observed.figure(None, place="Maldon", code="E07000074")
    observed.figure("1", place="Basildon", code="E07000066", ends_on=date(2016, 3, 31), is_taken_back=True)
    (indicator,) = warehouse.client.get(FIGURES).json()["results"]
    found = warehouse.client.get(f"{FIGURES}{indicator['code']}/").json()
    said = {each["geography_name"]: (each["value"], each["reason"]) for each in found["results"]}
    assert said == {
        "Basildon": (900, None), "Brentwood": (None, "hidden"), "Harlow": (None, "hidden"),
        "Maldon": (None, "not_available"),
    }  # fmt: skip
    assert found["next"] is None
    for code in ("unheard-of", "no%20code", "%00"):
        answer = warehouse.client.get(f"{FIGURES}{code}/")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_figures_page_by_key_and_whoever_brings_them_in_sees_all_of_them(warehouse, county, analyst):
    for n in range(130):
        observed.figure(str(1000 + n), ends_on=date(1880 + n, 3, 31))
    address = f"{FIGURES}police_da_crimes/"
    first = warehouse.client.get(address).json()
    second = warehouse.client.get(address, {"after": first["next"]}).json()
    values = [each["value"] for each in first["results"] + second["results"]]
    assert values == list(range(1129, 999, -1))
    observed.figure("3", place="Harlow", code="E07000073", ends_on=date(2017, 3, 31))
    assert 3 in {each["value"] for each in analyst.client.get(address).json()["results"]}
    assert 3 not in {each["value"] for each in warehouse.client.get(address).json()["results"]}


@pytest.fixture
def something(county, analyst):
    """A report and a figure to be read."""
    published(county, analyst)
    observed.figure()


@api.include(path_regex="^/api/v1/(reports|figures)/").parametrize()
def test_the_api_is_what_its_description_says(case, warehouse, something, same_connection):  # noqa: F811
    case.call_and_validate(headers={"Authorization": f"Api-Key {warehouse.secret}"})
