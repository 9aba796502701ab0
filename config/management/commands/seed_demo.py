import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from agencies.services import bank_holidays
from common.dates import london_date
from common.rls import OWNER
from config.practice.advisers import build_advisers
from config.practice.afterwards import build_afterwards
from config.practice.agreements import build_agreements
from config.practice.county import build_county
from config.practice.crimes import build_crimes
from config.practice.durham import build_durham
from config.practice.editions import build_editions
from config.practice.figures import build_figures
from config.practice.history import build_history
from config.practice.known import build_known
from config.practice.people import build_people
from config.practice.present import WEEKS, build_present
from config.practice.reviews import build_reviews
from config.practice.schools import build_schools
from config.practice.strategy import build_strategy
from config.practice.systems import build_systems
from referrals.models import Referral

HISTORY = timedelta(days=820)  # about nine quarters


class Command(BaseCommand):
    help = "Fill an empty database with the practice county. Run as the owner of the tables; does nothing twice."

    def handle(self, *args: object, **options: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] != OWNER:
                raise CommandError(f"seed_demo writes past row-level security, so it runs as {OWNER}: `make seed`.")
        if Referral.objects.exists():
            self.stdout.write("  The practice county is there already.")
            return
        with transaction.atomic():
            self._fill()
        with self._step("Making the last quarter's reports"):
            build_editions(timezone.now())

    def _fill(self) -> None:
        now = timezone.now()
        today = london_date(now)
        with self._step("Agencies, areas, people"):
            county = build_county(now)
        with self._step("Nine quarters of history"):
            since, until = today - HISTORY, today - WEEKS
            rows = build_history(county, since=since, until=until, holidays=bank_holidays())
            count = rows.write()
        with self._step(f"{count:,} cases written; now the last three weeks"):
            build_present(county, now=now)
            build_agreements(county, now=now)
            build_afterwards(county, now=now)
            build_people(county, now=now)
            build_known(county, now=now)
        with self._step("Durham’s trial"):
            build_durham(county, now=now)
        with self._step("Two years of police crimes, assessed again"):
            build_crimes(county, now=now)
        with self._step("Figures from outside"):
            build_figures(county, now=now)
        with self._step("The adviser service"):
            build_advisers(county, now=now)
        with self._step("Schools and notices"):
            build_schools(county, now=now)
        with self._step("Death reviews"):
            build_reviews(county, now=now)
        with self._step("Boards, strategies and plans"):
            build_strategy(county, now=now)
        with self._step("Documents, further incidents, systems"):
            build_systems(county, now=now)

    @contextmanager
    def _step(self, words: str) -> Iterator[None]:
        started = time.monotonic()
        self.stdout.write(f"  {words}…", ending=" ")
        self.stdout.flush()
        yield
        self.stdout.write(f"{time.monotonic() - started:.1f} s")
