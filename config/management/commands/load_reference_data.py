from django.core.management.base import BaseCommand

from agencies.reference import load_reference
from cases.reference import load_tools
from marac.reference import load_statement


class Command(BaseCommand):
    help = "Load places, bank holidays, policy and risk tools. Run as the owner of the tables; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        load_reference()
        load_tools()
        load_statement()
        self.stdout.write("Reference data is in place.")
