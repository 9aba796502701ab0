from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.models import Agency, ReferringAddress


class Command(BaseCommand):
    help = "List the work e-mail addresses of an agency whose people may refer by link. Run as the owner of the tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", help="Name of the agency, as the partnership knows it")
        parser.add_argument("address", help="A domain (surgery.example.org) or one address (sam@surgery.example.org)")
        parser.add_argument("--end", action="store_true", help="Take the address off the list")

    def handle(self, *args: object, **options: object) -> None:
        agency = Agency.objects.filter(name=options["agency"]).first()
        if agency is None:
            raise CommandError("The partnership knows no agency of this name.")
        address = str(options["address"]).strip().lower().removeprefix("@")
        field = "email" if "@" in address else "domain"
        listed, today = ReferringAddress.objects.filter(active_to=None, **{field: address}), timezone.localdate()
        if options["end"]:
            ended = listed.filter(agency=agency).update(active_to=today)
            self.stdout.write("It is off the list." if ended else "It was not on the list.")
        elif other := listed.exclude(agency=agency).first():
            raise CommandError(f"This address is listed for another agency: {other.agency.name}.")
        else:
            if not listed.exists():
                ReferringAddress.objects.create(agency=agency, active_from=today, **{field: address})
            self.stdout.write("Its people may ask for a link now.")
