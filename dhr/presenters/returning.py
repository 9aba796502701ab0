"""The data return: one line for the review, and one for each of its people. Nobody is named."""

from datetime import date

from dhr.models import DeathReview, ReviewPerpetrator, ReviewVictim
from dhr.models.people import Profile

RETURN = (
    "unit", "number", "age", "sex", "ethnicity", "disability", "vulnerabilities", "year of death", "death",
    "relationship", "law", "scale", "partnership", "days from notification to decision", "days to the agreed report",
    "days from there to publication", "recommendations", "recommendations done", "pregnant", "targeted before",
    "children", "relationship to the person who died", "abuse before", "offences before", "died too", "outcome",
)  # fmt: skip


def data_return(review: DeathReview) -> list[tuple[object, ...]]:
    """One line for the review, one for each person who died and one for each on the other side. Nobody is named."""
    plan = list(review.recommendations.values_list("status", flat=True))
    blank = ("",) * 6
    same = (review.died_on.year, review.get_death_type_display(), review.get_relationship_display())
    days = (
        _between(review.notified_on, review.decided_on),
        _between(review.decided_on, review.completed_on),
        _between(review.completed_on, review.published_on),
    )
    tail = (review.get_legal_basis_display(), review.get_scale_display(), review.responsible_csp.name)
    rows: list[tuple[object, ...]] = [RETURN]
    rows.append(("review", 1, *blank[1:], *same, *tail, *days, len(plan), plan.count("verified"), *("",) * 8))
    for number, row in enumerate(review.victims.order_by("pk"), start=1):
        rows.append(("person who died", number, *_profile(row), *same, *("",) * 8, *_of_victim(row)))
    for number, other in enumerate(review.perpetrators.order_by("pk"), start=1):
        rows.append(("other person", number, *_profile(other), *same, *("",) * 8, *_of_other(other)))
    return rows


def _profile(row: Profile) -> tuple[object, ...]:
    """What is counted of everybody. Never the pseudonym."""
    said = (row.get_sex_display(), row.get_ethnicity_display(), row.get_disability_display())
    return _number(row.age), *said, "; ".join(row.vulnerabilities)


def _of_victim(row: ReviewVictim) -> tuple[object, ...]:
    said = (row.get_pregnant_display(), row.get_previously_targeted_display())
    return *said, _number(row.children_count), *("",) * 5


def _of_other(row: ReviewPerpetrator) -> tuple[object, ...]:
    before = (row.get_prior_abuse_display(), row.get_prior_offences_display())
    return (
        *("",) * 3,
        row.get_relationship_display(),
        *before,
        "yes" if row.died_too else "no",
        row.get_outcome_display(),
    )


def _number(value: int | None) -> int | str:
    return "" if value is None else value


def _between(first: date | None, last: date | None) -> int | str:
    return (last - first).days if first and last else ""
