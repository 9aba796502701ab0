import csv
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.principal import NOBODY, principal_scope
from observations import wording
from observations.models import Geography, Indicator, Observation
from observations.selectors import Line, Year, figures_of_year, lines

PLACES = ("geography_code", "geography_name")
FIGURES = ("previous", "current", "change", "percent_change")


class Command(BaseCommand):
    help = "Print how an indicator changed on the year before, place by place or part by part."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("indicator", help="the indicator's code")
        parser.add_argument("--by", default="district", help="a kind of place, or what it is broken down by (risk)")
        parser.add_argument("--year-ending", type=date.fromisoformat, required=True, help="like 2017-03-31")
        parser.add_argument("--format", choices=["csv", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        with principal_scope(NOBODY):
            found = self._lines(options["indicator"], Year(options["year_ending"]))
        by = options["by"].lower().replace("-", "_")
        is_place = by in Geography.Kind.values
        chosen = [line for line in found if (not line.part and line.geography.kind == by) or _divides(line, by)]
        if not chosen:
            raise CommandError("There are no figures of this indicator for that year and that division.")
        rows = [[*PLACES, *([] if is_place else ["part"]), *FIGURES]]
        rows += [_cells(line, is_place=is_place) for line in chosen]
        self._print(rows, options["format"])

    def _lines(self, code: str, year: Year) -> list[Line]:
        if not Indicator.objects.filter(code=code).exists():
            raise CommandError("There is no indicator with this code.")
        figures = figures_of_year(Observation.objects.filter(indicator__code=code), year)
        numbers = [each for each in figures if each.kind in ("count", "change", "percent_change")]
        return lines(numbers, year, threshold=None)

    def _print(self, rows: list[list[str]], kind: str) -> None:
        if kind == "csv":
            csv.writer(self.stdout).writerows(rows)
            return
        widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _divides(line: Line, by: str) -> bool:
    return bool(line.part) and wording.dimension(line.part).replace(" ", "_") == by


def _cells(line: Line, *, is_place: bool) -> list[str]:
    place, old = line.geography, line.compared
    part = [] if is_place else [line.part.partition("=")[2]]
    figures = (old.previous, old.current, old.change, old.percent)
    return [place.code, place.name, *part, *map(wording.plain, figures)]
