from django.core.management.base import BaseCommand

from agencies.reference import load_reference


class Command(BaseCommand):
    help = "Load places, bank holidays and national policy. Run as the owner of the tables; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        load_reference()
        self.stdout.write("Reference data is in place.")
