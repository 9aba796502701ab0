"""What people are asked about how it was for them, when they may be asked, and figures of it. Plain Python.

Sources: domain notes, section 6.9 (felt listened to, plan realistic, safer, knew it was happening, would change; by a
safe way only). The wording is this project's own. Small numbers: policy ``small_number``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.arithmetic import percent
from common.disclosure import covered

QUESTIONS = {
    "listened": "Did you feel listened to?",
    "plan_fits": "Does the plan fit your life?",
    "safer": "Do you feel safer?",
    "knew": "Did you know that agencies would talk about you?",
}
ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No", "not_said": "Not said"}
ANSWERED, DECLINED, NOT_REACHED = "answered", "declined", "not_reached"
TO_ASK, NOT_TOLD, NOT_AGREED, NO_SAFE_WAY, LAPSED = "to_ask", "not_told", "not_agreed", "no_safe_way", "lapsed"
DAYS_TO_ASK = 90  # after they were told; our own choice: later, neither the way nor the wish can be relied on
STEPS = {
    ANSWERED: "Asked, and answered",
    DECLINED: "Asked, and did not want to answer",
    NOT_REACHED: "Could not be reached safely",
    TO_ASK: "Still to be asked",
    NOT_TOLD: "Not asked: not told what was agreed",
    NOT_AGREED: "Not asked: did not say that they want to be",
    NO_SAFE_WAY: "Not asked: no safe way",
    LAPSED: f"Not asked within {DAYS_TO_ASK} days",
}
REFUSALS = {
    NOT_TOLD: "They have not been told what was agreed. Tell them first, and ask then whether they want to be asked.",
    NOT_AGREED: "They did not say that they want to be asked how it was. Do not ask.",
    NO_SAFE_WAY: "No safe way is on record. Do not ask.",
    LAPSED: f"They were told more than {DAYS_TO_ASK} days ago. What was safe then may not be safe now: do not ask.",
}


@dataclass(frozen=True)
class Asked:
    """One heard case: whether there is a safe way, what telling the person came to, and what asking them came to.

    ``days_since``: from the day they were told to the day they are asked.
    """

    is_safe: bool
    was_told: bool
    may_be_asked: bool
    outcome: str = ""
    answers: Mapping[str, str] | None = None
    days_since: int = 0


def step_of_asking(case: Asked) -> str:
    """Where one case stands: a key of STEPS. What was asked stays asked."""
    if case.outcome:
        return case.outcome
    if not case.was_told:
        return NOT_TOLD
    if not case.may_be_asked:
        return NOT_AGREED
    if case.days_since > DAYS_TO_ASK:
        return LAPSED
    return TO_ASK if case.is_safe else NO_SAFE_WAY


@dataclass(frozen=True)
class Line:
    """One count of a table that adds up; None for one that is hidden."""

    words: str
    count: int | None
    percent: Decimal | None


@dataclass(frozen=True)
class AskedFigures:
    """How many of those heard were asked, and what they answered to each question."""

    heard: int
    answered: int | None
    steps: Sequence[Line]
    questions: Sequence[tuple[str, Sequence[Line]]]


def asked_figures(cases: Iterable[Asked], *, small_number: int) -> AskedFigures:
    """Count cases by where they stand, and answers by question, each table with its small numbers hidden."""
    found = list(cases)
    steps = _table(Counter(map(step_of_asking, found)), STEPS, small_number)
    answered = [each.answers or {} for each in found if step_of_asking(each) == ANSWERED]
    questions = []
    if steps[0].count is not None and len(answered) >= small_number:
        for code, words in QUESTIONS.items():
            counts = Counter(each.get(code) or "not_said" for each in answered)
            questions.append((words, _table(counts, ANSWERS, small_number)))
    return AskedFigures(len(found), steps[0].count, steps, questions)


def _table(counts: Mapping[str, int], names: Mapping[str, str], small_number: int) -> list[Line]:
    hidden = covered(counts, threshold=small_number)
    whole = sum(counts.values())
    shown = {key: None if key in hidden else counts.get(key, 0) for key in names}
    return [Line(names[key], count, None if count is None else percent(count, whole)) for key, count in shown.items()]
