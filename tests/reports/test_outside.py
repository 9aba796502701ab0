"""What others published stands in an edition as it was when the edition was counted, with the same things hidden."""

from datetime import date

import pytest

from agencies.models import Area
from agencies.principal import NOBODY, principal_scope
from common.quarters import Quarter
from documents import pressing
from observations.models import Geography, Observation
from observations.reference import load_figures
from reports import pdf, services
from tests.database import as_owner
from tests.factories import observations as made
from tests.papers import words_of
from tests.reports.conftest import AS_AT, counted

pytestmark = pytest.mark.django_db
LAST, BEFORE = date(2026, 3, 31), date(2025, 3, 31)


@pytest.fixture
def published(county):
    """All fourteen districts in two years, the force, four forces with a rate, and a result of a service."""
    with as_owner():
        load_figures()
        for n, place in enumerate(Geography.objects.filter(kind="district").order_by("name")):
            for day, more in ((BEFORE, 0), (LAST, 10 * n)):
                made.figure(str(300 + more), place=place.name, code=place.code, ends_on=day)
        force = {"kind": "police_force", "code": "E23000028", "place": "Essex Police"}
        made.figure("918", ends_on=LAST, **force)
        Observation.objects.filter(value=918).update(kind="change")
        rates = zip(("E23000028", "E23000036", "E23000033", "E23000027"), ("9.5", "12.1", "9.4", "7.0"), strict=True)
        for code, rate in rates:
            figure = made.figure(rate, kind="police_force", code=code, ends_on=LAST, source="Rates")
            Observation.objects.filter(pk=figure.pk).update(kind="rate_1000")
        service = {"kind": "service", "code": "", "place": "Adviser service", "indicator": "idva_quality_of_life"}
        figure = made.figure("67", ends_on=LAST, **service)
        Observation.objects.filter(pk=figure.pk).update(kind="percent")


def edition_of(area, analyst):
    with principal_scope(analyst.principal):
        report = services.request_report(area, by=analyst.principal, quarter=Quarter(date(2026, 7, 1)), at=AS_AT)
    with principal_scope(NOBODY):
        return counted(report)


@pytest.fixture
def edition(mid_october, busy_county, published, analyst):
    return edition_of(busy_county, analyst)


def test_the_districts_stand_with_their_change_and_the_force_as_it_was_published(edition):
    table = edition.snapshot["tables"]["outside_districts"]
    rows = {row[0]: row[1:] for row in table["rows"]}
    assert len(rows) == 14
    assert rows["Brentwood"] == [300, 320, 20, 6.7]
    assert rows["Basildon"] == [300, 300, 0, 0]
    assert table["total"] == ["Essex Police", "[x]", "[x]", 918, "[x]"]
    assert "A report, as at 30 May 2026" in table["caption"]


def test_the_force_stands_among_its_peers_with_the_day_of_each(edition):
    chart, table = (edition.snapshot[kind]["outside_peers"] for kind in ("charts", "tables"))
    assert chart["title"] == "Essex Police is 2nd of 4 (1st is the highest). Mean of the others: 9.5."
    assert (chart["focus"], chart["is_drawn"]) == (["Essex Police"], True)
    assert table["rows"][:2] == [
        ["Avon and Somerset Police", "30 May 2026", 12.1],
        ["Essex Police", "30 May 2026", 9.5],
    ]
    assert table["rows"][4][1:] == ["", "[x]"]


def test_results_stand_with_their_target_in_points(edition):
    rows = edition.snapshot["tables"]["outside_results"]["rows"]
    assert rows == [["Better quality of life", "Adviser service", "30 May 2026", 67, 40, 27]]


def test_the_page_and_the_pdf_print_them(edition, analyst):
    html = pdf.write(edition.snapshot, fingerprint=edition.snapshot_sha256)
    paper = words_of(pressing.press(html).body)
    assert "Brentwood 300 320 +20 +6.7" in paper
    assert "Essex Police is 2nd of 4" in paper
    page = analyst.client.get(f"/reports/{edition.pk}/").content.decode()
    assert "Largest rise in recorded crimes, year to 31 March 2026: Uttlesford, +130 (+43.3%)." in page
    file = analyst.client.get(f"/reports/{edition.pk}/tables/outside_districts.csv")
    assert "Brentwood,300,320,20,6.7" in file.content.decode()


def test_a_later_correction_changes_no_edition(edition):
    before = edition.snapshot["tables"]["outside_districts"]
    with as_owner():
        Observation.objects.filter(ends_on=LAST).update(value=1)
    edition.refresh_from_db()
    assert edition.snapshot["tables"]["outside_districts"] == before


def test_an_area_shows_its_own_districts_and_neither_the_force_nor_services(
    mid_october, busy_county, published, analyst
):
    found = edition_of(Area.objects.get(kind="marac", name="Southend"), analyst).snapshot["tables"]
    assert [row[0] for row in found["outside_districts"]["rows"]] == ["Southend-on-Sea"]
    assert found["outside_districts"]["total"] is None
    assert {"outside_peers", "outside_results"}.isdisjoint(found)


def test_a_small_number_is_hidden_with_another_in_every_edition(mid_october, busy_county, published, analyst):
    with as_owner():
        Observation.objects.filter(geography__name="Brentwood", ends_on=LAST).update(value=3)
    whole = edition_of(busy_county, analyst).snapshot["tables"]["outside_districts"]
    part = edition_of(Area.objects.get(kind="marac", name="Essex"), analyst).snapshot["tables"]["outside_districts"]
    for table in (whole, part):
        rows = {row[0]: row[1:] for row in table["rows"]}
        assert rows["Brentwood"] == [300, "[c]", "[c]", "[c]"]
        assert rows["Basildon"] == [300, "[c]", "[c]", "[c]"]
        assert rows["Maldon"][1] == 380


def test_old_figures_and_those_of_a_later_day_stay_out(mid_october, busy_county, published, analyst):
    with as_owner():
        Observation.objects.filter(ends_on=LAST).update(as_at=date(2026, 11, 1))
    tables = edition_of(busy_county, analyst).snapshot["tables"]
    assert "outside_results" not in tables
    assert tables["outside_districts"]["columns"][2]["label"] == "Year to 31 March 2025"


def test_without_published_figures_there_is_no_section(mid_october, busy_county, analyst):
    sections = edition_of(busy_county, analyst).snapshot["sections"]
    assert "outside" not in [section["id"] for section in sections]
