"""What a coordinating agency is asked when the police lower a grade."""

from collections.abc import Sequence
from dataclasses import dataclass

from agencies.principal import Principal
from common.parts import Fact
from incidents.models import GradeTask
from incidents.presenters.words import lowered

MOST = 50


@dataclass(frozen=True)
class TaskRow:
    """One task in a list."""

    task: GradeTask
    words: str


@dataclass(frozen=True)
class TasksPage:
    """The oldest of them; doing one brings up the next."""

    rows: Sequence[TaskRow]
    is_cut: bool


@dataclass(frozen=True)
class TaskPage:
    """One task, done or not."""

    task: GradeTask
    words: str
    facts: Sequence[Fact]


def tasks_page(principal: Principal) -> TasksPage:
    """What waits to be decided."""
    waiting = GradeTask.objects.visible_to(principal).open().oldest_first().select_related("case__district")
    rows = list(waiting[: MOST + 1])
    return TasksPage([TaskRow(task, lowered(task.crime_ref, task.became)) for task in rows[:MOST]], len(rows) > MOST)


def task_page(task: GradeTask) -> TaskPage:
    """One task of a case that the principal sees."""
    facts = [Fact("Case", task.case.spoken_reference), Fact("Crime number", task.crime_ref)]
    if task.done_at:
        facts += [Fact("Decided by", str(task.done_by)), Fact("Decision", task.word)]
    return TaskPage(task, lowered(task.crime_ref, task.became), facts)
