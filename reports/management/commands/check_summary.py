from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.principal import NOBODY, principal_scope
from common.dates import london_date
from reports.services import check_summary, differing_quarters


class Command(BaseCommand):
    help = "Compare the summary of figures with what is recorded. With --mend, count again the quarters that differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Count again what differs, as the nightly job does")

    def handle(self, *args: object, **options: object) -> None:
        today = london_date(timezone.now())
        with principal_scope(NOBODY):
            found = check_summary(by=NOBODY, as_at=today) if options["mend"] else differing_quarters(as_at=today)
        for quarter in sorted(found):
            self.stdout.write(quarter.label)
        if found and not options["mend"]:
            raise CommandError(f"{len(found)} quarters differ. With --mend they are counted again.")
        self.stdout.write(f"{len(found)} quarters were counted again." if found else "Every quarter agrees.")
