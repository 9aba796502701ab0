from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from agencies.principal import NOBODY, principal_scope
from dhr.services import dispose_reviews, rehearse_disposal


class Command(BaseCommand):
    help = "Dispose of the reviews whose time is over, as the nightly job does. With --dry-run, only say what would go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; list the rows by table")

    def handle(self, *args: object, **options: object) -> None:
        with principal_scope(NOBODY):
            would_go = rehearse_disposal()
            for table, count in would_go.items():
                self.stdout.write(f"{table}: {count}")
            if options["dry_run"]:
                self.stdout.write("This would go." if would_go else "Nothing would go.")
            else:
                self.stdout.write(f"{len(dispose_reviews(by=NOBODY))} reviews went.")
