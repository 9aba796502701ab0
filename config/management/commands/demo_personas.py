import json
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from agencies.demo import demo_people, name_of_door
from agencies.models import Agency, Membership
from agencies.principal import NOBODY, principal_scope
from agencies.services import end_key, make_key
from config.practice.county import POLICE

LABEL = "Practice key"


class Command(BaseCommand):
    help = "Print who one can be in the practice county, with a fresh API key. The one before stops working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for scripts")

    def handle(self, *args: object, **options: object) -> None:
        police = Agency.objects.filter(name=POLICE).first()
        if police is None:
            raise CommandError("There is no practice county yet. Run `make seed` first.")
        key, personas = self._key(police), [self._persona(person) for person in demo_people()]
        if options["json"]:
            self.stdout.write(json.dumps({"api_key": key, "personas": personas}, ensure_ascii=False))
            return
        for person in personas:
            self.stdout.write(f"{person['role']:28} {person['agency']:28} {person['sign_in_url']}")
        self.stdout.write(f"API key: {key}")

    def _persona(self, person: Membership) -> dict[str, str]:
        address = reverse("demo_sign_in", kwargs={"persona": name_of_door(person)})
        return {
            "role": person.role,
            "name": str(person.user),
            "agency": person.agency.name,
            "email": person.user.email,
            "sign_in_url": address,
        }

    def _key(self, police: Agency) -> str:
        """A key's text is kept nowhere, so each start makes another and ends the last."""
        now = timezone.now()
        with principal_scope(NOBODY):
            for old in police.api_keys.live().filter(label=LABEL, made_at__lt=now - timedelta(seconds=1)):
                end_key(old, by=NOBODY, at=now)
            return make_key(police, by=NOBODY, label=LABEL, at=now, is_approved=True)[1]
