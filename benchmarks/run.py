"""The claims about speed, each as a ratio against a baseline in the same run: `make bench SIZE=10k|100k|1m`.

Everything of ours is measured as the least privileged user, behind row-level security. The baseline is the way most
would build it, django-guardian's `get_objects_for_user`, and is spared the row policies.
"""

import argparse
import os
import platform
import sys
import time
from typing import Any

import django

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
BASE = 10_000  # the size that growth is measured from
DEEP = 40_000  # how far into a list the deep page is


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, default="10k")
    size = SIZES[parser.parse_args().size]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.figures import Figures
    from benchmarks.intake import Intake
    from benchmarks.matching import People
    from benchmarks.measure import Goals
    from benchmarks.paper import Paper
    from benchmarks.support import Support
    from benchmarks.worklist import Worklists

    print(f"{size:,} cases; {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    measured = Worklists(Goals(are_judged=size == SIZES["1m"]))
    small = _grown(measured, 0, min(BASE, size))
    big = _grown(measured, BASE, size) if size > BASE else small
    results = [
        *(measured.first_page(who, goal) for who, goal in (("police", 100), ("mid", 4), ("small", 4))),
        measured.growth(small, big),
        measured.deep_page(min(DEEP, size // 2)),
        measured.counts(),
        *_figures(Figures(measured.goals, measured, size), Support),
        Intake(measured, size).goal(),
        _paper(Paper(measured.goals), measured),
        _people(People(measured.goals, measured.member("police")), measured),
    ]
    if measured.goals.are_judged:
        print(f"\n{sum(results)} of {len(results)} goals met.")
    return 0


def _figures(figures: Any, support: Any) -> list[bool]:
    met = [*figures.goals_met(), support(figures).goal()]
    figures.clear()
    return met


def _people(people: Any, measured: Any) -> bool:
    started = time.perf_counter()
    with measured.as_owner():
        people.write()
    print(f"  people written in {time.perf_counter() - started:.1f} s", flush=True)
    return people.found()


def _paper(paper: Any, measured: Any) -> bool:
    with measured.as_owner():
        paper.store()
    return paper.goal()


def _grown(measured: Any, start: int, stop: int) -> dict[str, dict[str, float]]:
    started = time.perf_counter()
    measured.grow(start, stop)
    print(f"  {stop:,} cases written in {time.perf_counter() - started:.1f} s", flush=True)
    return measured.cost_of_first_page()


if __name__ == "__main__":
    sys.exit(main())
