from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agencies.models import Membership
from agencies.principal import Principal, principal_scope
from common.errors import DomainError
from incidents import services, tasks
from incidents.models import CrimeImport
from incidents.rows import WORDS

SHOWN = 50


class Command(BaseCommand):
    help = "Check a CSV file of crimes in a data officer's name; with --confirm, bring in the rows that are right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="e-mail address of the data officer")
        parser.add_argument("--confirm", action="store_true", help="bring the rows in; otherwise nothing is written")

    def handle(self, *args: Any, **options: Any) -> None:
        principal = self._principal(options["email"])
        try:
            body = options["file"].read_bytes()
        except OSError as error:
            raise CommandError("The file cannot be read. Check its path.") from error
        try:
            batch = self._check(body, principal)
            if options["confirm"]:
                self._bring_in(batch, principal)
            else:
                self._discard(batch, principal)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _principal(self, email: str) -> Principal:
        found = [Principal.of(each) for each in Membership.objects.live().filter(user__email=email.lower())]
        officer = next((each for each in found if each.role == "crime_data_officer"), None)
        if officer is None:
            raise CommandError("Nobody with this address is a data officer.")
        return officer

    def _check(self, body: bytes, principal: Principal) -> CrimeImport:
        with principal_scope(principal):
            route = CrimeImport.Route.COMMAND
            batch = services.check_file(body, by=principal, route=route, at=timezone.now())
        for row, column, code in batch.problems[:SHOWN]:
            self.stdout.write(f"Row {row}, {column or 'whole row'}: {WORDS[code]}")
        self.stdout.write(", ".join(f"{number} {kind}" for kind, number in batch.found.items()))
        return batch

    def _bring_in(self, batch: CrimeImport, principal: Principal) -> None:
        with principal_scope(principal):
            services.start_import(batch, by=principal, at=timezone.now())
        assert principal.membership_id, "a file is sent by a person"
        tasks.bring_in(str(batch.pk), by=principal.membership_id)
        with principal_scope(principal):
            status = CrimeImport.objects.visible_to(principal).get(pk=batch.pk).get_status_display()
        self.stdout.write(f"{status}.")

    def _discard(self, batch: CrimeImport, principal: Principal) -> None:
        with principal_scope(principal):
            services.discard_import(batch, by=principal, at=timezone.now())
        self.stdout.write("Nothing was brought in. Use --confirm to do it.")
