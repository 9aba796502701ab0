from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agencies.principal import NOBODY, principal_scope
from common.errors import DomainError
from observations import services
from observations.models import FigureImport
from observations.rows import WORDS

SHOWN = 100


class Command(BaseCommand):
    help = "Bring in a CSV file of published or partner figures. With --dry-run, only say what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check the file and write nothing")
        parser.add_argument("--create-geographies", action="store_true", help="make places with unknown codes")
        parser.add_argument("--create-indicators", action="store_true", help="make indicators with unknown codes")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            body = options["file"].read_bytes()
        except OSError as error:
            raise CommandError("The file cannot be read. Check its path.") from error
        with principal_scope(NOBODY):
            try:
                self._import(body, options)
            except DomainError as error:
                raise CommandError(str(error)) from error

    def _import(self, body: bytes, options: dict[str, Any]) -> None:
        asked = {"new_places": options["create_geographies"], "new_indicators": options["create_indicators"]}
        batch = services.check_figures(body, by=NOBODY, at=timezone.now(), **asked)
        self._say(batch)
        has_more = batch.counts["new"] or batch.counts["correction"]
        if options["dry_run"] or not has_more:
            services.discard_figures(batch, by=NOBODY, at=timezone.now())
            self.stdout.write("Nothing was brought in.")
            if batch.counts["wrong"] and not options["dry_run"] and not batch.counts["same"]:
                raise CommandError("No row of this file could be taken. Mend the rows above, and send it again.")
            return
        services.bring_in_figures(batch, by=NOBODY, at=timezone.now())
        self.stdout.write("Brought in.")

    def _say(self, batch: FigureImport) -> None:
        for row, column, code in batch.problems[:SHOWN]:
            self.stderr.write(f"Row {row}, {column or 'whole row'}: {WORDS[code]}")
        for words in batch.warnings[:SHOWN]:
            self.stderr.write(f"Look at this: {words}")
        self.stdout.write(", ".join(f"{number} {kind}" for kind, number in batch.counts.items()))
