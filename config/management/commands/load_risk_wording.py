import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Area
from cases.reference import load_wording
from common.errors import DomainError

KEYS = {"tool", "wording_version", "attribution", "prompts"}


class Command(BaseCommand):
    help = "Ask a risk tool in the words that a partnership holds a licence for. Run as the owner of the tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON with tool, wording_version, attribution and prompts by code")
        parser.add_argument("--partnership", required=True, help="Name of the partnership that holds the licence")
        parser.add_argument("--starts-on", required=True, type=date.fromisoformat, help="First day, as 2026-12-01")

    def handle(self, *args: object, **options: object) -> None:
        given = _read(Path(str(options["file"])))
        partnership = Area.objects.filter(kind=Area.Kind.PARTNERSHIP, name=options["partnership"]).first()
        if partnership is None:
            raise CommandError("There is no partnership of this name.")
        try:
            load_wording(
                given["tool"],
                given["prompts"],
                partnership=partnership,
                wording_version=given["wording_version"],
                attribution=given["attribution"],
                starts_on=options["starts_on"],  # type: ignore[arg-type]  # argparse made it a date
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The wording is loaded. It is asked from its first day on.")


def _read(file: Path) -> dict:
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError("The file cannot be read as JSON.") from error
    if not isinstance(given, dict) or set(given) != KEYS or not isinstance(given["prompts"], dict):
        raise CommandError(f"The file is one object with {', '.join(sorted(KEYS))}.")
    return given
