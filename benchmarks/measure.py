"""Timing two or more ways of one thing in turn, in one process, so that a busy machine slows all of them alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 30
SLOW = 1.0  # seconds: a way that takes longer is measured fewer times


@dataclass(frozen=True)
class Timing:
    """Milliseconds over the rounds."""

    least: float
    median: float
    rounds: int

    def __str__(self) -> str:
        return f"{self.least:9.2f} {self.median:9.2f} ms ({self.rounds} rounds)"


def in_turn(ways: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, Timing]:
    """Run every way once unmeasured, then in turn: A B A B …; the slow ones give up their turn after five."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(rounds):
        for name, way in ways.items():
            if len(taken[name]) >= 5 and min(taken[name]) > SLOW:
                continue
            started = time.perf_counter()
            way()
            taken[name].append(time.perf_counter() - started)
    return {
        name: Timing(min(times) * 1000, statistics.median(times) * 1000, len(times)) for name, times in taken.items()
    }


@dataclass(frozen=True)
class Goals:
    """Whether this size is the one that the goals are set for: a smaller one only prints its ratios."""

    are_judged: bool

    def verdict(self, met: bool, words: str) -> str:
        """What to print behind a ratio."""
        if not self.are_judged:
            return f"(goal at 1,000,000 cases: {words})"
        return f"(goal: {words}: {'met' if met else 'NOT MET'})"


def report(title: str, timings: dict[str, Timing], *, ours: str, baseline: str, goal: float, goals: Goals) -> bool:
    """Print each way and the ratio of the medians; says whether the goal is met."""
    ratio = timings[baseline].median / timings[ours].median
    print(f"\n{title}\n{'':32}     least    median")
    for name, timing in timings.items():
        print(f"  {name:30}{timing}")
    print(f"  {baseline} / {ours} = {ratio:,.1f}×  {goals.verdict(ratio >= goal, f'at least {goal:g}×')}", flush=True)
    return ratio >= goal
