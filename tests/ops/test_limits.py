"""The limits of docs/architecture.md that a machine can watch, and the eyes that `make house` watches with."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ops import code
from ops.places import ROOT

FORBIDDEN_NAMES = {"utils", "helpers", "managers", "signals", "mixins", "constants"}
LIMITS = [  # the first that fits a file is its limit
    (re.compile(r"^tests/"), 500),
    (re.compile(r"/migrations/"), 700),  # history: written once, by Django for the most part, never tidied
    (re.compile(r"/models(/|\.py$)"), 400),
    (re.compile(r"(^|/)(views|services)(/|\.py$)"), 300),
    (re.compile(r"^ops/"), 300),
    (re.compile(r""), 500),
]


def limit(name: Path) -> int:
    return next(lines for pattern, lines in LIMITS if pattern.search(str(name)))


def test_no_file_is_longer_than_its_kind_may_be():
    too_long = [(text.count("\n"), str(name)) for name, text in code.sources(".py") if text.count("\n") > limit(name)]
    assert too_long == []


def test_no_function_is_longer_than_a_screen():
    assert list(code.long_functions()) == []


def test_no_module_has_a_name_that_says_nothing():
    assert [str(name) for name, _ in code.sources(".py") if FORBIDDEN_NAMES & {name.stem, *name.parts}] == []


def test_nothing_runs_behind_the_callers_back():
    assert list(code.receivers()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Case.objects.visible_to(p).open()", []),
        ("Case.objects.open().visible_to(p)", []),
        ("get_object_or_404(Case.objects.visible_to(p), pk=1)", []),
        ("Case.objects.get(pk=1)", [(1, "Case.objects")]),
        ("x = 1\nvisible_to(Case.objects.all())", [(2, "Case.objects")]),
        ("Case.objects.filter(pk__in=Note.objects.visible_to(p))", [(1, "Case.objects")]),
    ],
)
def test_a_manager_used_past_the_gate_is_noticed(source: str, found: list):
    assert list(code.managers_used_bare(source)) == found


def test_every_room_is_counted():
    rooms = code.lines_by_room()
    assert rooms["ops"] > 500
    assert rooms["tests"] > 500


def test_the_house_fits_on_one_screen_and_counts_what_is_there():
    done = subprocess.run([sys.executable, "-m", "ops.house"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    counted = {
        title: number for number, title in re.findall(r"^ {0,4}(\d+)  ([a-z][^:\n]*)", done.stdout, re.MULTILINE)
    }
    assert int(counted["lines of the product"]) > 5000
    assert counted["functions over 40 lines"] == "0"
    assert counted["receivers of signals"] == "0"
    assert done.stdout.count("\n") < 80
