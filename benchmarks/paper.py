"""G15: the board's PDF, pressed in a process of its own, and read again from the store."""

import hashlib
import resource
from collections.abc import Callable
from datetime import date

from agencies.models import Area
from benchmarks.measure import Goals, in_turn
from common.quarters import Quarter
from documents.press import press as press_here
from documents.pressing import press
from reports import pdf
from reports.models import QuarterlyReport, ReportFile
from tests.reports import worlds

OWN, WARM, STORED = "a process of its own", "a warm process", "again, from the store"
MOST_A_PAGE = 0.15  # seconds of processor time, warm


class Paper:
    """The report of an invented county, with everything in it."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self.html = pdf.write(worlds.snapshot_of(worlds.county()), fingerprint="0" * 64)

    def store(self) -> None:
        """Keep the PDF as the figures worker does. Called as the owner."""
        quarter, made = Quarter(date(2020, 1, 1)), press(self.html)
        area = Area.objects.filter(kind=Area.Kind.PARTNERSHIP).earliest("pk")
        report, _ = QuarterlyReport.objects.get_or_create(
            area=area, starts_on=quarter.starts_on, defaults={"ends_on": quarter.ends_on}
        )
        whole = {"body": made.body, "sha256": hashlib.sha256(made.body).hexdigest(), "pages": made.pages}
        ReportFile.objects.update_or_create(report=report, defaults=whole)
        self.key, self.pages = report.pk, made.pages

    def goal(self) -> bool:
        """Print G15: what a process of its own costs beside a warm one, and what the store spares."""
        ways: dict[str, Callable[[], object]] = {OWN: self.pressed, WARM: self.warm, STORED: self.stored}
        timings = in_turn(ways, rounds=5)
        print(f"\nG15 the board's PDF, {self.pages} pages\n{'':32}     least    median")
        for name, timing in timings.items():
            print(f"  {name:30}{timing}")
        dearer = timings[OWN].median / timings[WARM].median
        spared = timings[OWN].median / timings[STORED].median
        a_page = self._processor_seconds() / self.pages
        print(f"  {OWN} / {WARM} = {dearer:.1f}×  (the price of a press without secrets or network)")
        print(f"  {OWN} / {STORED} = {spared:,.0f}×  {self.goals.verdict(spared >= 100, 'at least 100×')}")
        verdict = self.goals.verdict(a_page <= MOST_A_PAGE, f"at most {MOST_A_PAGE} s")
        print(f"  processor time, warm: {a_page:.3f} s a page  {verdict}", flush=True)
        return spared >= 100 and a_page <= MOST_A_PAGE

    def pressed(self) -> object:
        return press(self.html)

    def warm(self) -> object:
        return press_here(self.html)

    def stored(self) -> object:
        return bytes(ReportFile.objects.values_list("body", flat=True).get(report_id=self.key))

    def _processor_seconds(self) -> float:
        """The least of three, of this process alone."""
        return min(self._once() for _ in range(3))

    def _once(self) -> float:
        before = resource.getrusage(resource.RUSAGE_SELF)
        self.warm()
        after = resource.getrusage(resource.RUSAGE_SELF)
        return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
