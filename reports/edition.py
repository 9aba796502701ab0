"""One edition while it is being written: whose it is, of which quarter, with which figures and policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from common.dates import months_after
from common.disclosure import ABSENT, Figure, is_number
from common.quarters import Quarter
from reports.counts import Place
from reports.figures import Figures, Share, less
from reports.grades import Grades
from reports.indicators import Measure
from reports.outside import Outside
from reports.plans import Plans
from reports.reviews import Published


@dataclass(frozen=True)
class Edition:
    """What an edition is about. ``target_percent`` is the share that the board wants heard in time."""

    place: Place
    quarter: Quarter
    figures: Figures
    as_at: date
    version: int
    target_days: int
    target_percent: int
    threshold: int
    grades: Grades | None = None  # of recorded crimes; None for an area of a partnership
    outside: Outside | None = None  # what others published about the place
    reviews: Published | None = None  # of the death reviews; None for an area of a partnership
    plans: Plans | None = None  # and the training; None for an area of a partnership
    targets: Mapping[str, int] = field(default_factory=dict)  # per cent asked of an outcome, by contract
    is_public: bool = False  # for everybody: more is hidden, and nothing is said of today
    stands: bool = False  # a correction was asked for, and would have changed every published count by a few only
    revised: tuple[Quarter, ...] = ()  # quarters whose figures were released differently before

    @property
    def is_whole(self) -> bool:
        """Whether it is the edition of a partnership, or of an area without one.

        Only these print months: month by month, an area's figures would be too small, or give another's away.
        """
        return self.place == self.figures.geography.whole

    @property
    def has_areas(self) -> bool:
        """Whether it compares meeting areas."""
        return self.is_whole and bool(self.figures.geography.areas)

    @property
    def is_over(self) -> bool:
        """Whether the quarter had ended when the figures were taken. Until then nothing is compared with them."""
        return self.quarter.has_ended(self.as_at)

    @property
    def months(self) -> list[date]:
        """The months of all quarters, oldest first."""
        return [month for quarter in self.figures.quarters for month in quarter.months]

    def count(self, measure: Measure, quarter: Quarter | None = None) -> Figure:
        """A count for this edition's place and, unless told otherwise, its quarter."""
        return self.figures.count(measure, quarter or self.quarter, self.place)

    def percent(self, share: Share, quarter: Quarter | None = None) -> Figure:
        """A percentage, likewise."""
        return self.figures.percent(share, quarter or self.quarter, self.place)

    def by_quarter(self, figure_of: Callable[[Quarter], Figure], *, only_whole: bool = False) -> list[Figure]:
        """A figure for each quarter of the series, oldest first.

        ``only_whole``: none for the quarter that goes on. A count of half a quarter looks like a fall.
        """
        return [
            ABSENT if only_whole and not quarter.has_ended(self.as_at) else figure_of(quarter)
            for quarter in self.figures.quarters
        ]

    def by_month(self, figure_of: Callable[[Quarter, date], Figure], *, only_whole: bool = False) -> list[Figure]:
        """A figure for each month, oldest first; none for months still to come, nor, likewise, for one that goes on."""
        last = months_after(self.as_at, -1) if only_whole else self.as_at
        return [ABSENT if month > last else figure_of(Quarter.of(month), month) for month in self.months]

    def since(self, figure_of: Callable[[Quarter], Figure], before: Quarter) -> Figure:
        """The change of a figure since an earlier quarter; not available while the quarter goes on."""
        return less(figure_of(self.quarter), figure_of(before)) if self.is_over else ABSENT

    @property
    def is_empty(self) -> bool:
        """Whether nobody was referred and nobody was heard in the quarter."""
        return not any((self.count(Measure.RECEIVED), self.count(Measure.HEARD)))

    @property
    def is_too_small(self) -> bool:
        """Whether neither the referrals nor the hearings can be given as a number, or there were none."""
        both = (self.count(Measure.RECEIVED), self.count(Measure.HEARD))
        return not any(is_number(figure) and figure for figure in both)
