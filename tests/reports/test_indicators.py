"""What each measure is: its unit, which way is better, how many decimals, out of how many at least, and its target."""

import pytest

from common.disclosure import SMALLEST_BASE, is_number
from common.wording import PLACES
from reports.indicators import Definition, definitions
from reports.presenters import sheets
from tests.reports import worlds
from tests.reports.worlds import ESSEX, WHOLE, snapshot_of

UNITS = {"percent": "Per cent", "days": "Days", "count": "Number of "}
EVERYTHING = {"has_outcomes": True, "has_intake": True, "has_reviews": True, "has_plans": True, "has_grades": True}
RULES = {"Change", "Expected range", "Hidden figures", "People who died"}  # no figure is printed under these names


def every():
    return definitions(target_days=14, target_percent=95, threshold=5, **EVERYTHING)


@pytest.mark.parametrize("place", [WHOLE, ESSEX], ids=lambda place: place.name)
def test_a_headline_is_printed_as_its_definition_says(place):
    snapshot = snapshot_of(worlds.county(), place)
    defined = {each["name"]: each for each in snapshot["definitions"]}
    for tile in snapshot["tiles"]:
        found = defined[tile["name"]]
        assert found["unit"].startswith(UNITS[tile["kind"]])
        assert found["decimals"] == PLACES.get(tile["kind"], 0)
        assert bool(found["target"]) == (tile["status"] in ("on", "watch", "off"))
    assert defined["Heard within 14 days"]["target"] == "95%"


def test_a_percentage_of_fewer_than_its_least_base_is_not_printed():
    counts = worlds.a_few_others()
    snapshot = snapshot_of(counts)
    defined = {each["name"]: each for each in snapshot["definitions"]}
    for tile in snapshot["tiles"]:
        if defined[tile["name"]]["least_base"]:
            assert not is_number(tile["value"]), tile["name"]
    assert {each.least_base for each in every()} == {0, SMALLEST_BASE}


def test_whatever_is_measured_has_a_unit_and_says_which_way_is_better():
    found = {each.name: each for each in every()}
    assert len(found) == len(every())
    for name, each in found.items():
        assert bool(each.unit) == bool(each.polarity) == (name not in RULES), name
    better = {each.polarity for each in found.values()} - {""}
    assert better == {"Higher is better", "Lower is better", "Neither is better by itself"}
    assert found["Risk grades at first"].breaks


def test_it_is_said_in_words():
    share = Definition("A", "", "", "", "Per cent", "Higher is better", 1, 10, "90%", "The line is cut")
    assert share.measured == (
        "Per cent, 1 decimal, not out of fewer than 10. Higher is better. Target: 90%. The line is cut."
    )
    assert Definition("A", "", unit="Days", polarity="Neither is better by itself", decimals=2).measured == (
        "Days, 2 decimals."
    )
    assert [Definition("A", "", unit=unit).measured for unit in ("", "Number of cases")] == ["", ""]


def test_the_spreadsheet_says_it_too_and_an_edition_from_before_has_none():
    snapshot = snapshot_of(worlds.county())
    rows = sheets(snapshot)["definitions"]
    assert rows[0] == ["Measure", "Counted", "Out of", "Measured in", "Source"]
    assert ["Waiting beyond 14 days", "Lower is better. Target: 0."] in [[row[0], row[3]] for row in rows]
    for each in snapshot["definitions"]:
        del each["measured"]
    assert {row[3] for row in sheets(snapshot)["definitions"][1:]} == {""}
