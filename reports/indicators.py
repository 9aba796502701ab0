"""What the reports measure: each measure's name, exact definition and source, and how sources are grouped."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from agencies.models import AgencyType
from common.disclosure import SMALLEST_BASE
from observations.models import Indicator

Polarity = Indicator.Polarity


class Measure(StrEnum):
    """What is counted. The values stand in keys of counts, never on a page."""

    RECEIVED = "received"
    POLICE = "police"
    PARTNERS = "partners"  # all routes but the police
    ROUTE = "route"  # each of those
    SHARED = "shared"  # of each route, the police too, where a referral made by several counts in parts
    DISTRICT = "district"
    CHILDREN = "children"
    HEARD = "heard"
    IN_TIME = "in_time"
    LATE = "late"
    REPEAT = "repeat"
    FIRST = "first"  # heard, and no repeat
    DAYS = "days"  # heard, by band of days
    WAITING = "waiting"
    # Of cases that advisers took on in the quarter.
    TAKEN = "taken"
    ENGAGED = "engaged"
    NOT_ENGAGED = "not_engaged"
    TRIED = "tried"  # somebody has tried to reach the person
    NOT_TRIED = "not_tried"
    # Of advisers' support that ended; the part is one of the four outcomes.
    ENDED = "ended"
    GOOD = "good"
    NOT_GOOD = "not_good"
    BASE = "base"  # those two together
    NOT_COUNTED = "not_counted"  # ended, and not in the base: never engaged, not asked, no exit form


POLICE = "police"
# The routes of the national return (domain notes, section 6.3), in a fixed order and always all of them: a row left out
# would say that its number is nought.
ROUTES: dict[str, tuple[str, frozenset[str]]] = {
    POLICE: ("Police", frozenset({AgencyType.POLICE})),
    "idva": ("Independent advice service", frozenset({AgencyType.IDVA})),
    "childrens": ("Children’s social care", frozenset({AgencyType.CHILDRENS_SC})),
    "adults": ("Adult social care", frozenset({AgencyType.ADULT_SC})),
    "primary": ("GP practices and pharmacies", frozenset({AgencyType.PRIMARY_CARE, AgencyType.PHARMACY})),
    "hospitals": (
        "Hospitals and community health",
        frozenset({AgencyType.ACUTE_TRUST, AgencyType.AMBULANCE, AgencyType.MIDWIFERY, AgencyType.HEALTH_VISITING}),
    ),
    "mental_health": ("Mental health", frozenset({AgencyType.MENTAL_HEALTH})),
    "substance": ("Substance misuse", frozenset({AgencyType.SUBSTANCE})),
    "probation": ("Probation and youth justice", frozenset({AgencyType.PROBATION, AgencyType.YOUTH_OFFENDING})),
    "housing": ("Housing", frozenset({AgencyType.HOUSING_LA, AgencyType.HOUSING_ASSOCIATION})),
    "education": ("Education", frozenset({AgencyType.EDUCATION})),
    "voluntary": (
        "Voluntary sector",
        frozenset(
            {
                AgencyType.VOLUNTARY_DA,
                AgencyType.REFUGE,
                AgencyType.VICTIM_SUPPORT,
                AgencyType.SPECIALIST_BME,
                AgencyType.SPECIALIST_LGBT,
                AgencyType.SEXUAL_VIOLENCE,
                AgencyType.PERPETRATOR_PROGRAMME,
            }
        ),
    ),
    "mash": ("Multi-agency hub", frozenset({AgencyType.MASH})),
    "other": ("Other", frozenset()),  # whatever no other route takes
}


def route_of(source_type: str) -> str:
    """The route that a kind of agency is counted under."""
    return next((route for route, (_, types) in ROUTES.items() if source_type in types), "other")


def shared_by(source_type: str, together: Sequence[str]) -> dict[str, Fraction]:
    """What each route has of one referral: those who made it together have equal parts, which add up to one.

    Source: domain notes, section 6.3 (SafeLives counts a case that two services referred as a half of each).
    """
    kinds = {source_type, *together}  # an agency may have become another kind since
    found: dict[str, Fraction] = {}
    for kind in kinds:
        found[route_of(kind)] = found.get(route_of(kind), Fraction(0)) + Fraction(1, len(kinds))
    return found


# The four outcomes of advisers' support, in the order of the seed report, and who says each.
OUTCOMES = {
    "cess": "Abuse stopped",
    "risk": "Risk reduced, in the adviser’s view",
    "safe": "Feels safer, in their own words",
    "qol": "Better quality of life, in their own words",
}


@dataclass(frozen=True)
class Definition:
    """A measure as a reader has to know it: what is counted, out of what, and where the rule comes from.

    ``unit`` is what one of it is, as in "Number of cases"; a rule of the arithmetic has none. ``polarity``: which way
    is better. So many ``decimals`` are printed; out of fewer than ``least_base`` nothing is. ``target``, with its unit.
    ``breaks``: what is done where the counting changed.
    """

    name: str
    counted: str
    out_of: str = ""
    source: str = ""
    unit: str = ""
    polarity: str = ""
    decimals: int = 0
    least_base: int = 0
    target: str = ""
    breaks: str = ""

    @property
    def measured(self) -> str:
        """ "Per cent, 1 decimal, not out of fewer than 10. Higher is better. Target: 90%."

        Nothing for a rule, nor of what goes without saying: that it is a number, and that neither way is better.
        """
        places = f"{self.decimals} decimal{'s' if self.decimals > 1 else ''}" if self.decimals else ""
        least = f"not out of fewer than {self.least_base}" if self.least_base else ""
        unit = "" if self.unit.startswith(NUMBER) else ", ".join(filter(None, (self.unit, places, least)))
        better = self.polarity if self.polarity != Polarity.NEUTRAL.label else ""
        said = (unit, better, f"Target: {self.target}" if self.target else "", self.breaks)
        return " ".join(f"{part}." for part in said if part)


def _share(name: str, counted: str, out_of: str, source: str = "", **more: Any) -> Definition:
    """A percentage to one place; which way is better is told where one is."""
    told: dict[str, Any] = {"decimals": 1, "least_base": SMALLEST_BASE, "polarity": Polarity.NEUTRAL.label}
    return Definition(name, counted, out_of, source, "Per cent", **(told | more))


def _middle(name: str, counted: str, out_of: str = "", source: str = "") -> Definition:
    """A middle number of days, of which fewer are better."""
    return Definition(name, counted, out_of, source, "Days", Polarity.DOWN_GOOD.label, least_base=SMALLEST_BASE)


def _number(name: str, counted: str, of: str, polarity: Polarity = Polarity.NEUTRAL, **more: Any) -> Definition:
    """How many there are of something."""
    return Definition(name, counted, unit=f"{NUMBER} of {of}", polarity=polarity.label, **more)


NUMBER = "Number"
HEARD = "Cases first heard in the quarter."


def definitions(
    *,
    target_days: int,
    target_percent: int,
    threshold: int,
    has_outcomes: bool = False,
    has_intake: bool = False,
    has_reviews: bool = False,
    has_plans: bool = False,
    has_grades: bool = False,
) -> tuple[Definition, ...]:
    """Every measure of the report and every rule of its arithmetic, with the target and threshold in force."""
    return (
        *_measures(target_days, target_percent),
        *(_intake() if has_intake else ()),
        *(_outcomes() if has_outcomes else ()),
        *(grade_definitions() if has_grades else ()),
        *(review_definitions() if has_reviews else ()),
        *(plan_definitions() if has_plans else ()),
        *_rules(threshold),
    )


def _intake() -> tuple[Definition, ...]:
    taken = "Cases that advisers accepted in the quarter, without those that had been sent twice."
    return (
        _share(
            "Engaged with an adviser",
            "Cases in which the person was engaged by the day on which the quarter was first counted. Support opened "
            "again without a new referral counts once.",
            taken,
            "SafeLives Insights, as in the domain notes, section 3.2.",
            polarity=Polarity.UP_GOOD.label,
        ),
        _middle(
            "Days to the first try",
            "The middle one of the cases in which anybody has tried to reach the person, in calendar days from the "
            "day on which the referral was received.",
            taken,
        ),
    )


def _outcomes() -> tuple[Definition, ...]:
    return (
        _share(
            "Outcomes of support",
            "Support that ended in the quarter, where the person was engaged and answered at exit; whether the abuse "
            "stopped, where there was abuse at intake. Only the person answers for themselves, only the adviser for "
            "the risk. Whoever was not asked, or did not say, is not in the base and is counted beside it. Support "
            "opened again without a new referral counts once. The target is compared with the unrounded share.",
            "Those who answered (the base).",
            "Essex Police and Crime Panel, report EPCP/10/17, section 6.",
            decimals=0,
            polarity=Polarity.UP_GOOD.label,
            target="that of the contract",
        ),
    )


def _measures(target_days: int, target_percent: int) -> tuple[Definition, ...]:
    return (
        _number(
            "Referrals received",
            "Referrals that arrived in the quarter (date in London), whatever was decided.",
            "referrals",
        ),
        *_timeliness(target_days, target_percent),
        *_sources(),
        _share(
            "Repeat cases",
            "First hearings of a further referral for the same people within the area’s repeat period.",
            HEARD,
            "SafeLives, definition of a repeat.",
        ),
        _number(
            "Children",
            "Children in the households of the referrals received, as the referrers counted them.",
            "children",
        ),
    )


def _timeliness(target_days: int, target_percent: int) -> tuple[Definition, ...]:
    return (
        _number(
            "Cases first heard",
            "Referrals heard for the first time in the quarter. Each counts once, however often it comes back.",
            "cases",
        ),
        _share(
            f"Heard within {target_days} days",
            f"First heard on or before day {target_days}; the day of receipt is day 0. An adjournment does not stop "
            "the clock. Each case keeps the target that was in force when it was received.",
            HEARD,
            "Essex Police and Crime Panel, report EPCP/10/17, section 8.",
            polarity=Polarity.UP_GOOD.label,
            target=f"{target_percent}%",
        ),
        _middle(
            "Days to first hearing",
            "The middle one of the cases first heard, in calendar days from receipt to first hearing.",
        ),
        _number(
            f"Waiting beyond {target_days} days",
            "On the date the figures were taken: referrals past their target that are neither heard, declined nor "
            "withdrawn. Referrals not yet decided on count too.",
            "referrals",
            Polarity.DOWN_GOOD,
            target="0",
        ),
    )


def _sources() -> tuple[Definition, ...]:
    return (
        _number(
            "Referrals by source",
            "Each referral counts for the agency that sent it. Shared: one that several agencies made together counts "
            "in equal parts for each (half and half, or thirds, to 2 decimals), so that both columns add up to all "
            "referrals. Hidden, too, is a part of a source that made few of those.",
            "referrals",
            source="SafeLives, national return: a case referred by two services is a half of each.",
        ),
        _share("Not from police", "Referrals made by agencies other than the police.", "Referrals received."),
    )


def _rules(threshold: int) -> tuple[Definition, ...]:
    return (
        Definition(
            "Change",
            "Between two percentages in points; between two counts in per cent, from 20 upwards. Beyond chance: "
            "outside 99.8% Poisson limits.",
        ),
        Definition(
            "Expected range",
            "Average plus or minus 2.66 times the mean step between neighbours, from the first 15 points, then held. "
            "With fewer points only the median is drawn.",
        ),
        Definition(
            "Hidden figures",
            f"Counts from 1 to {threshold - 1} are hidden, and further ones where a sum would give one away, also "
            "between the editions of an area and its partnership. A percentage is hidden with its parts, and when it "
            "is out of fewer than 10.",
        ),
    )


def grade_definitions() -> tuple[Definition, ...]:
    """The measures of how the police graded what they recorded."""
    unit, source = "crimes and incidents", "Essex Police and Crime Panel, report EPCP/10/17, section 10."
    return (
        _number(
            "Risk grades at first",
            "Domestic abuse crimes and incidents that the police recorded in the quarter, by the grade of the first "
            "assessment. What was not graded has a line of its own.",
            unit,
            source=source,
            breaks="A change of how grades are made cuts both lines, and stands in a table",
        ),
        _number(
            "Risk grades now",
            "The same by their grade on the day of the figures, after the second assessment. The two are never mixed. "
            "What differs from the edition before is printed beside what was printed then.",
            unit,
        ),
    )


def review_definitions() -> tuple[Definition, ...]:
    """The measures of the reviews after a death."""
    source = "Statutory guidance on domestic homicide reviews, 2016, section 5."
    counted = "Recommendations that were neither refused nor superseded."
    return (
        _number(
            "Open reviews",
            "Reviews not closed, by how far they are and by responsible partnership, on the day of the figures.",
            "reviews",
        ),
        Definition("People who died", "Another unit, which is not shown: one review may be about several people."),
        _share(
            "Decided within a month",
            "Decisions dated in the quarter, made on or before their due date: one calendar month after the death "
            "became known to the partnership, or the last day of a shorter month.",
            "Decisions dated in the quarter.",
            source,
            polarity=Polarity.UP_GOOD.label,
        ),
        _middle(
            "Days of each phase",
            "The middle number of days from notification to decision, from there to the agreed report, and from there "
            "to publication, of those that ended in the quarter, and in the five financial years before its year.",
        ),
        _number(
            "Recommendations done",
            "Done, with evidence that another agency has checked.",
            "recommendations",
            Polarity.UP_GOOD,
            out_of=counted,
        ),
        _number(
            "Recommendations by standing",
            "Late, at risk, on track, done or not counted, by dates. "
            "Recommendations are things to do and not people: their numbers are shown as they are.",
            "recommendations",
        ),
    )


def plan_definitions() -> tuple[Definition, ...]:
    """The measures of the plans, and of training."""
    return (
        _number(
            "Actions by standing",
            "Actions of the plans that had begun and had not ended on the day of the figures. Late: past their date, "
            "extended twice, or without a word from their owner for more than two quarters. At risk: due within 30 "
            "days, or extended once. Done: with evidence that another agency has checked. Not counted: dropped. They "
            "are things to do and not people: their numbers are shown as they are.",
            "actions",
        ),
        _number(
            "Actions past their date",
            "Late or not, still to be done after the day that was agreed last.",
            "actions",
            Polarity.DOWN_GOOD,
        ),
        _number(
            "Training",
            "Training and briefings held in the quarter and not taken back, by audience: how often, how many places "
            "(pharmacies, practices or schools) took part, and how many people. Small numbers of people are hidden.",
            "sessions, places and people",
        ),
    )
