from django.core.management.base import BaseCommand

from agencies.reference import load_reference
from cases.reference import load_tools
from marac.reference import load_statement
from observations.reference import load_figures


class Command(BaseCommand):
    help = "Load places, policy, risk tools and indicators. Run as the owner of the tables; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        load_reference()
        load_tools()
        load_statement()
        load_figures()
        self.stdout.write("Reference data is in place.")
