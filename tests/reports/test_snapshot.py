"""A snapshot holds what may be published, in words that are true, and nothing else."""

import json
import random
from datetime import date

import pytest

from common.disclosure import MARKS
from reports.counts import Heard
from reports.snapshot import canonical, sha256
from tests.reports import worlds
from tests.reports.worlds import ESSEX, SOUTHEND, THURROCK, WHOLE, snapshot_of

COUNT_CHARTS = {"bar", "column", "histogram"}


def counts_in(snapshot):
    """Every figure of a snapshot that is a count of people or referrals."""
    for tile in snapshot["tiles"]:
        if tile["kind"] == "count":
            yield tile["value"]
            yield from (tile["series"] or {"values": ()})["values"]
    for chart in snapshot["charts"].values():
        if chart["kind"] in COUNT_CHARTS:
            yield from (*chart["values"], *chart.get("previous", ()))
    for table in snapshot["tables"].values():
        kinds = [column["kind"] for column in table["columns"]]
        for row in (*table["rows"], table["total"] or ()):
            yield from (figure for figure, kind in zip(row, kinds, strict=False) if kind == "count")


@pytest.mark.parametrize("place", [WHOLE, ESSEX, SOUTHEND], ids=lambda place: place.name)
@pytest.mark.parametrize("seed", range(4))
def test_no_small_count_is_in_a_snapshot(seed, place):
    counts = worlds.county(seed) if seed % 2 else worlds.small(random.Random(seed))
    found = list(counts_in(snapshot_of(counts, place)))
    numbers = [figure for figure in found if isinstance(figure, int)]
    assert len(found) > 60
    assert not [number for number in numbers if 0 < number < 5]
    assert {figure for figure in found if isinstance(figure, str)} - set(MARKS) <= {
        figure for figure in found if isinstance(figure, str) and figure[:1] in "+−0123456789"
    }


def test_worlds_that_differ_only_in_what_is_hidden_give_the_same_snapshot():
    for place in (WHOLE, ESSEX, SOUTHEND):
        assert canonical(snapshot_of(worlds.one_case(), place)) == canonical(snapshot_of(worlds.a_few_others(), place))


def test_the_same_counts_give_the_same_bytes():
    assert canonical(snapshot_of(worlds.county(3))) == canonical(snapshot_of(worlds.county(3)))


def test_a_snapshot_survives_being_stored_as_json():
    content = snapshot_of(worlds.county())
    assert sha256(json.loads(json.dumps(content))) == sha256(content)


@pytest.mark.parametrize(
    ("counts", "place", "sections"),
    [
        (worlds.county, WHOLE, ["timeliness", "demand", "districts", "areas"]),
        (worlds.county, ESSEX, ["timeliness", "demand", "districts"]),
        (worlds.county, SOUTHEND, ["timeliness", "demand"]),
    ],
)
def test_an_edition_has_the_sections_that_it_has_figures_for(counts, place, sections):
    assert [section["id"] for section in snapshot_of(counts(), place)["sections"]] == sections


@pytest.mark.parametrize("place", [WHOLE, ESSEX], ids=lambda place: place.name)
def test_every_chart_has_its_figures_in_a_table(place):
    snapshot = snapshot_of(worlds.county(), place)
    table_of = {"partners": "shares", "repeats": "shares"}
    for name, chart in snapshot["charts"].items():
        table = snapshot["tables"][table_of.get(name, name)]
        printed = {str(figure) for row in (*table["rows"], table["total"] or ()) for figure in row}
        printed |= {f"{float(figure):g}" for figure in printed if figure.replace(".", "").isdigit()}
        assert {f"{v:g}" if not isinstance(v, str) else v for v in chart["values"]} <= printed, name


def test_alternative_texts_say_the_finding_and_differ():
    snapshot = snapshot_of(worlds.county())
    alts = [chart["alt"] for chart in snapshot["charts"].values()]
    alts += [tile["series"]["alt"] for tile in snapshot["tiles"] if tile["series"]]
    assert len(set(alts)) == len(alts)
    assert all(chart["alt"].startswith(chart["title"]) for chart in snapshot["charts"].values())


def test_an_edition_says_what_it_was_made_with():
    snapshot = snapshot_of(worlds.county(), version=2)
    assert snapshot["policy"] == {"target_days": 14, "target_percent": 95, "small_number": 5}
    assert (snapshot["as_at"], snapshot["version"], snapshot["marking"]) == ("2026-10-14", 2, "OFFICIAL")
    assert "day 14; the day of receipt is day 0" in json.dumps(snapshot["definitions"])


def test_nobody_is_named_and_no_raw_key_is_in_it():
    content = canonical(snapshot_of(worlds.county())).decode()
    assert not any(word in content for word in ("victim", "perpetrator", "Somebody"))


def test_hidden_sources_stand_last_and_by_name_because_rank_tells_something():
    rows = [(row[0], row[1]) for row in snapshot_of(worlds.county(), ESSEX)["tables"]["sources"]["rows"]]
    shown = [number for _, number in rows[1:] if number != "[c]"]
    hidden = [name for name, number in rows if number == "[c]"]
    assert rows[0][0] == "Police"
    assert shown == sorted(shown, reverse=True)
    assert len(hidden) > 2
    assert [name for name, _ in rows[-len(hidden) :]] == hidden == sorted(hidden)


# -- words ------------------------------------------------------------------------------------------------------------


def findings(counts, place=WHOLE, **more):
    snapshot = snapshot_of(counts, place, **more)
    return snapshot["finding"], {section["id"]: section["finding"] for section in snapshot["sections"]}


def test_a_quarter_without_cases_says_so():
    finding, sections = findings(worlds.nothing())
    assert finding == "No referrals were received and no cases were heard in this quarter."
    assert sections["timeliness"] == "No hearings in this quarter."
    assert sections["demand"] == "No referrals in this quarter."


def test_a_quarter_of_one_case_describes_no_pattern():
    finding, sections = findings(worlds.one_case(), ESSEX)
    assert finding == "There are too few cases in this quarter for most figures to be published."
    assert sections["timeliness"] == "Too few cases were heard to give a percentage."
    assert sections["districts"] == "There are too few cases for these figures to be published."


def test_findings_say_the_figure_the_target_and_the_change():
    finding, sections = findings(worlds.county())
    assert finding == "Referrals rose 4.7% in a year; 89.6% of cases were heard within 14 days, below target."
    assert sections["timeliness"] == "89.6% of cases were first heard within 14 days, 5.4 points below the target."
    assert sections["demand"] == "Referrals rose 4.7% on the same quarter last year, to 649."


def test_a_quarter_that_goes_on_is_compared_with_nothing():
    snapshot = snapshot_of(worlds.county(), as_at=date(2026, 8, 20))
    assert snapshot["quarter"]["is_over"] is False
    assert {tile["change"] for tile in snapshot["tiles"]} == {"", "Not compared: the quarter has not ended"}
    assert {row[3] for row in snapshot["tables"]["districts"]["rows"]} == {"[x]"}
    assert snapshot["charts"]["demand"]["values"][-2:] == ["[x]", "[x]"]  # August is not over, September has not come
    assert snapshot["charts"]["timeliness"]["values"][-1] == "[x]"
    series = {tile["id"]: tile["series"]["values"][-1] for tile in snapshot["tiles"] if tile["series"]}
    assert (series["referrals"], series["children"]) == ("[x]", "[x]")
    assert series["in_time"] == 89.6
    assert " a year" not in snapshot["finding"]


@pytest.mark.parametrize(
    ("late", "status", "value"),
    [(0, "on", 100), (5, "on", 95), (7, "watch", 93), (9, "off", 91), (2, "", "[c]")],
)
def test_a_headline_is_on_target_to_watch_or_off_target(late, status, value):
    counts = worlds.nothing()
    for days, number in ((8, 100 - late), (20, late)):
        counts.heard[Heard(date(2026, 8, 1), ESSEX.id, days, days <= 14, False)] = number
    tiles = {tile["id"]: tile for tile in snapshot_of(counts)["tiles"]}
    assert (tiles["in_time"]["status"], tiles["in_time"]["value"]) == (status, value)
    assert tiles["heard"]["status"] == "none"
    assert tiles["waiting"]["status"] == "on"


@pytest.mark.parametrize(
    ("latest", "title"),
    [
        ([94, 96] * 6, "No recent month stands out; 6 of the last 12 months reached 95%"),
        ([95] * 11 + [60], "Sep 2026 was outside the expected range; 11 of the last 12 months reached 95%"),
        ([99] * 12, "The latest months all lie above the earlier average; 12 of the last 12 months reached 95%"),
    ],
)
def test_the_run_chart_says_what_stands_out(latest, title):
    counts = worlds.nothing()
    months = [month for quarter in worlds.QUARTERS for month in quarter.months]
    earlier = [94, 96] * 8
    for month, share in zip(months, earlier[: 27 - len(latest)] + latest, strict=True):
        for days, number in ((8, share * 10), (20, 1000 - share * 10)):
            counts.heard[Heard(month, ESSEX.id, days, days <= 14, False)] = number
            counts.heard[Heard(month, THURROCK.id, days, days <= 14, False)] = number
    chart = snapshot_of(counts)["charts"]["timeliness"]
    assert chart["values"][-12:] == latest
    assert chart["title"] == title


def test_the_run_chart_says_where_hidden_months_are_passed_over():
    """Two late cases of a month are hidden, and its share with them: the last twelve shown reach further back."""
    counts = worlds.nothing()
    months = [month for quarter in worlds.QUARTERS for month in quarter.months]
    for number, month in enumerate(months):
        late = 2 if number == len(months) - 2 else 60
        for days, heard in ((8, 1000 - late), (20, late)):
            counts.heard[Heard(month, ESSEX.id, days, days <= 14, False)] = heard
    chart = snapshot_of(counts)["charts"]["timeliness"]
    assert "[c]" in chart["values"][-3:]
    assert chart["title"].endswith("of the last 12 months that are shown reached 95%")


def test_months_are_printed_for_the_whole_and_quarters_for_a_part():
    whole, part = snapshot_of(worlds.county()), snapshot_of(worlds.county(), ESSEX)
    assert len(whole["charts"]["timeliness"]["values"]) == 27
    assert len(part["charts"]["timeliness"]["values"]) == 9
    assert "quarter" in part["charts"]["timeliness"]["sub"]
