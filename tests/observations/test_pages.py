"""What an analyst does on the pages, and what a board member reads there."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from observations.models import FigureImport, Geography, Indicator, MethodBreak, Observation, PeerGroup
from tests.face.rules import assert_title_ok, words_on
from tests.factories import observations as made
from tests.observations.conftest import SAMPLE, row, sheet

pytestmark = pytest.mark.django_db


def sent(person, body, **ticks):
    file = SimpleUploadedFile("figures.csv", body, content_type="text/csv")
    return person.client.post("/figures/imports/", {"file": file, **ticks}, follow=True)


def title_of(answer):
    return answer.content.decode().split("<title>")[1].split("</title>")[0].strip()


def test_a_file_is_checked_brought_in_and_undone(county, analyst):
    page = sent(analyst, SAMPLE.read_bytes(), new_places="on")
    assert_title_ok(title_of(page))
    assert "These figures do not agree" in page.content.decode()
    assert not Observation.objects.exists()
    address = page.redirect_chain[-1][0]
    assert "Brought in." in analyst.client.post(f"{address}start/", follow=True).content.decode()
    assert Observation.objects.in_force().count() == 20
    assert "in force again" in analyst.client.post(f"{address}undo/", follow=True).content.decode()
    assert not Observation.objects.in_force().exists()


def test_what_is_wrong_is_said_by_row_and_can_be_downloaded(county, analyst):
    page = sent(analyst, sheet(row("12"), row("many", geography_code="E07000066")))
    assert "Write a number, a mark such as" in page.content.decode()
    file = analyst.client.get(f"{page.redirect_chain[-1][0]}rows/").content.decode("utf-8-sig")
    assert file.splitlines()[1].startswith('3,value,"Write a number')
    assert "E07000066" in file


def test_a_file_that_is_none_is_refused_and_nothing_is_kept(county, analyst):
    page = sent(analyst, b"name,address\r\nSomebody,Somewhere\r\n")
    assert "columns are missing" in page.content.decode()
    assert not FigureImport.objects.exists()


def test_a_file_with_people_in_it_is_refused_whole(county, analyst):
    body = sheet(row("12")).replace(b"as_at,note", b"as_at,note,name").replace(b'""\r\n', b'"","Somebody"\r\n')
    assert "Send nothing about people" in sent(analyst, body).content.decode()
    assert not FigureImport.objects.exists()


def test_a_checked_file_can_be_thrown_away_and_is_gone(county, analyst):
    address = sent(analyst, sheet(row("12"))).redirect_chain[-1][0]
    analyst.client.post(f"{address}discard/")
    batch = FigureImport.objects.get()
    assert (batch.status, bytes(batch.body)) == ("discarded", b"")
    assert "cannot become" in analyst.client.post(f"{address}start/", follow=True).content.decode()


def test_the_list_shows_years_and_indicators_to_a_board_member(seed, board_member):
    page = board_member.client.get("/figures/").content.decode()
    assert "Year to 31 March 2017" in page
    assert "Domestic abuse crimes recorded by the police" in page
    assert "Bring figures in" not in page


def test_an_indicator_shows_its_definition_its_series_and_its_change_of_counting(seed, board_member):
    crimes = Indicator.objects.get(code="police_da_crimes")
    answer = board_member.client.get(f"/figures/indicators/{crimes.pk}/")
    page = words_on(answer)
    assert_title_ok(title_of(answer))
    assert "marked as domestic abuse" in page
    assert "From 1 March 2017: Detective sergeants" in page
    brentwood = page[page.index("Local authority: number, by year (EPCP") :]
    assert brentwood.index("Year to 31 March 2016") < brentwood.index("Year to 31 March 2017")
    assert brentwood.index("307") < brentwood.index("482")


def test_a_correction_is_marked_and_the_figure_before_is_kept(county, analyst):
    for value, as_at in (("482", "2017-06-01"), ("491", "2017-09-01")):
        address = sent(analyst, sheet(row(value, as_at=as_at))).redirect_chain[-1][0]
        analyst.client.post(f"{address}start/")
    crimes = Indicator.objects.get(code="police_da_crimes")
    page = words_on(analyst.client.get(f"/figures/indicators/{crimes.pk}/"))
    assert "491 [r]" in page
    assert "482" not in page
    assert Observation.objects.get(value=482).superseded_by.value == 491


def test_the_figures_of_an_indicator_come_back_in_the_shape_they_came_in(seed, analyst):
    crimes = Indicator.objects.get(code="police_da_crimes")
    file = analyst.client.get(f"/figures/indicators/{crimes.pk}/csv/").content
    page = sent(analyst, file.removeprefix("\ufeff".encode()))
    batch = FigureImport.objects.latest("sent_at")
    assert (batch.counts["same"], batch.counts["wrong"]) == (11, 0)
    assert "There is nothing to bring in" in page.content.decode()


def test_an_indicator_is_described_and_its_figures_stay(seed, analyst):
    crimes = Indicator.objects.get(code="police_da_crimes")
    facts = {
        "name": "Crimes", "definition": "What it is.", "unit": "count", "polarity": "neutral", "least_base": 50,
        "decimals": 1,
    }  # fmt: skip
    address = f"/figures/indicators/{crimes.pk}/words/"
    page = analyst.client.post(address, facts | {"target": "10"}).content.decode()
    assert "Say where the target comes from" in page
    assert analyst.client.post(address, facts).status_code == 302
    crimes.refresh_from_db()
    assert (crimes.name, crimes.least_base, crimes.code) == ("Crimes", 50, "police_da_crimes")
    assert crimes.observations.count() == 11


def test_a_change_of_counting_is_written_down_once(county, analyst):
    crimes = Indicator.objects.get(code="police_da_crimes")
    facts = {"on-day": "1", "on-month": "4", "on-year": "2013", "note": "A new definition", "source": "A circular"}
    address = f"/figures/indicators/{crimes.pk}/break/"
    assert analyst.client.post(address, facts).status_code == 302
    assert "written down already" in analyst.client.post(address, facts).content.decode()
    assert MethodBreak.objects.filter(on=date(2013, 4, 1), geography=None).count() == 1


def benchmarked():
    """Essex among four that have a figure; the others of its group have none."""
    rates = {"E23000028": "9.5", "E23000036": "12.1", "E23000033": "9.5", "E23000027": "7.0"}
    for code, value in rates.items():
        made.figure(value, kind="police_force", code=code, place="x", as_at=date(2017, 6, 1))
    Observation.objects.update(kind="rate_1000")


def test_an_area_is_ranked_among_its_peers_with_the_day_of_each_figure(county, board_member):
    from tests.database import as_owner

    with as_owner():
        benchmarked()
    crimes = Indicator.objects.get(code="police_da_crimes")
    page = board_member.client.get(f"/figures/indicators/{crimes.pk}/").content.decode()
    assert "Essex Police is 2nd of 4 (1st is the highest). Mean of the others: 9.5." in page
    assert "Essex Police (this area)" in page
    assert page.count("No figure") == 4


def test_a_group_of_peers_takes_the_place_of_the_one_before(county, analyst):
    force = Geography.objects.get(code="E23000028")
    others = Geography.objects.filter(kind="police_force").exclude(pk=force.pk)[:3]
    facts = {
        "geography": force.pk, "members": [each.pk for each in others], "starts_on-day": "1", "starts_on-month": "4",
        "starts_on-year": "2020", "source": "The inspectorate's list of 2020",
    }  # fmt: skip
    assert analyst.client.post("/figures/peers/", facts).status_code == 302
    assert [(g.starts_on, g.ends_on, g.members.count()) for g in PeerGroup.objects.all()] == [
        (date(2020, 4, 1), None, 3),
        (date(2014, 4, 1), date(2020, 3, 31), 7),
    ]
    assert "later is on record" in analyst.client.post("/figures/peers/", facts).content.decode()
    own = facts | {"starts_on-year": "2021", "members": [force.pk]}
    assert "not compared with itself" in analyst.client.post("/figures/peers/", own).content.decode()


def test_pages_ask_the_database_as_often_for_one_figure_as_for_twenty(
    county, board_member, django_assert_max_num_queries
):
    asked = []
    for number in range(20):
        made.figure(str(100 + number), code=f"E0700{number:04}", place=f"Place {number}")
        if number in (0, 19):
            client = board_member.client
            with django_assert_max_num_queries(60) as counted:
                assert client.get("/figures/years/2017-03-31/").status_code == 200
                assert client.get("/figures/").status_code == 200
                crimes = Indicator.objects.get(code="police_da_crimes")
                assert client.get(f"/figures/indicators/{crimes.pk}/").status_code == 200
            asked.append(len(counted))
    assert asked[0] == asked[1]


def test_a_value_is_kept_as_it_was_printed(county, analyst):
    body = sheet(row("1,642"), row("<5", geography_code="E07000066", geography_name="Basildon"))
    analyst.client.post(f"{sent(analyst, body).redirect_chain[-1][0]}start/")
    kept = {each.printed: (each.value, each.missing) for each in Observation.objects.all()}
    assert kept == {"1,642": (Decimal(1642), ""), "<5": (None, "suppressed")}
