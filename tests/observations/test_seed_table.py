"""The seed report's own table, from its own figures: as it was printed, on the page, in the file and on paper."""

import csv
import html
import io
import re

import pytest

from tests.face.rules import words_on
from tests.observations.conftest import brought_in, row, sheet
from tests.papers import words_of

pytestmark = pytest.mark.django_db
YEAR = "/figures/years/2017-03-31/"

# S1, S2, S3, S4, S7, S8, S11 of the domain notes, section 7: first cell, then the figures as they have to be printed.
PRINTED = {
    "Essex Police": ("+918", "+7.2%"),
    "Brentwood": ("307", "482", "+175", "+57.0%"),
    "Southend-on-Sea": ("1,642",),
    "Basildon": ("1,688",),
    "Medium": ("3,726", "2,603", "−1,123", "−30.1%"),
    "High": ("6,977", "5,875", "−1,102", "−15.8%"),
    "Standard": ("+3,197",),
    "All parts by risk": ("+972",),
    "Not graded (what the grades leave over)": ("−54",),
    "Total as published": ("+918", "+7.2%"),
    "Essex IDVA service": ("3,500",),
    "Police (source)": ("85%", "3,500", "2,975"),
    "Abuse stopped, Essex IDVA service": ("66%", "50%", "+16"),
    "Risk reduced, Essex IDVA service": ("69%", "50%", "+19"),
    "Feels safer, Essex IDVA service": ("71%", "50%", "+21"),
    "Better quality of life, Essex IDVA service": ("67%", "40%", "+27"),
}
SAID = (
    "The two labels may be swapped in the source. They are shown as published.",
    "The parts add up to +972, and the total was published as +918. The difference of −54 is shown, not forced.",
    "only the change was published. A change of +918 that is +7.2% started between 12,662 and 12,839.",
    "Largest number on record, year to 31 March 2016: Southend-on-Sea, 1,642.",
    "Largest number on record, year to 31 March 2017: Basildon, 1,688.",
    "Largest rise: Brentwood, +175.",
    "Points are the difference of two percentages.",
)


def on_the_page(text):
    """The rows of all tables of a page: first cell and the figures beside it."""
    found = {}
    for each in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.DOTALL):
        inner = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", each, re.DOTALL)
        cells = [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in inner]
        found.setdefault(cells[0], tuple(cell for cell in cells[1:] if cell))
    return found


def test_the_seeds_own_table_comes_out_as_printed_on_the_page_in_the_file_and_on_paper(seed, analyst):
    page = analyst.client.get(YEAR)
    shown = on_the_page(page.content.decode())
    assert {name: shown.get(name) for name in PRINTED} == PRINTED
    words = html.unescape(page.content.decode())
    assert [said for said in SAID if said not in words] == []

    pdf = analyst.client.get(f"{YEAR}pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    paper = " ".join(words_of(pdf.content).split())
    for name, figures in PRINTED.items():
        assert re.search(re.escape(name) + r"\s+" + r"\s+".join(map(re.escape, figures)), paper), name
    assert [said for said in SAID if said not in paper] == []

    file = analyst.client.get(f"{YEAR}csv/").content.decode()
    assert file_figures(file) == {
        "Essex Police": ["", "", "918", "7.2"],
        "Brentwood": ["307", "482", "175", "57.0"],
        "Southend-on-Sea": ["1642", "", "", ""],
        "Basildon": ["", "1688", "", ""],
        "risk=medium": ["3726", "2603", "-1123", "-30.1"],
        "risk=high": ["6977", "5875", "-1102", "-15.8"],
        "risk=standard": ["", "", "3197", ""],
        "All parts by risk": ["", "", "972", ""],
        "Not graded (what the grades leave over)": ["", "", "-54", ""],
        "Total as published": ["", "", "918", "7.2"],
    }
    targets = [line for line in csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))) if line["target"]]
    assert [(line["current"], line["target"], line["points"]) for line in targets] == [
        ("66", "50", "16"), ("67", "40", "27"), ("71", "50", "21"), ("69", "50", "19"),
    ]  # fmt: skip


def file_figures(text):
    """The lines about crimes: place or part, and its four figures."""
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return {
        line["part"] or line["geography_name"]: [line[n] for n in ("previous", "current", "change", "percent_change")]
        for line in lines
        if line["table"].startswith("Domestic abuse crimes")
    }


def test_a_board_member_reads_the_same_table_and_opens_no_file(seed, board_member):
    assert board_member.client.get(YEAR).status_code == 200
    assert board_member.client.get("/figures/imports/").status_code == 403


def test_small_numbers_are_hidden_from_the_board_with_those_that_would_give_them_away(county, analyst, board_member):
    """A force publishes 3; the next smallest goes with it, and so does every change of either."""
    places = {"E07000066": ("Basildon", "40"), "E07000068": ("Brentwood", "3"), "E07000074": ("Maldon", "12")}
    rows = [row(value, geography_code=code, geography_name=name) for code, (name, value) in places.items()]
    before = {"period_start": "2015-04-01", "period_end": "2016-03-31"}
    rows += [row("30", geography_code=code, geography_name=name, **before) for code, (name, _) in places.items()]
    with analyst.scope():
        brought_in(sheet(*rows), analyst.principal)
    assert on_the_page(analyst.client.get(YEAR).content.decode())["Brentwood"] == ("30", "3", "−27", "−90.0%")
    for address in (YEAR, f"{YEAR}csv/"):
        body = words_on(board_member.client.get(address))
        assert "−27" not in body
        assert "-27" not in body
    shown = on_the_page(board_member.client.get(YEAR).content.decode())
    assert shown["Brentwood"] == ("30", "[c]", "[c]", "[c]")
    assert shown["Maldon"] == ("30", "[c]", "[c]", "[c]")
    assert shown["Basildon"] == ("30", "40", "+10", "+33.3%")


def test_a_day_that_is_no_year_on_record_is_not_found(county, analyst):
    for address in ("/figures/years/2017-03-31/", "/figures/years/nonsense/", "/figures/years/nonsense/pdf/"):
        assert analyst.client.get(address).status_code == 404
