from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from agencies.roles import permissions_page
from common.rls import policy_page


class Command(BaseCommand):
    help = "Migrate, and write the pages that are generated: docs/permissions.md and docs/security/policies.md."

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", verbosity=0)  # the page says what the database enforces once it is up to date
        docs = settings.BASE_DIR / "docs"
        (docs / "permissions.md").write_text(permissions_page(), encoding="utf-8")
        (docs / "security" / "policies.md").write_text(policy_page(), encoding="utf-8")
        self.stdout.write("Written: docs/permissions.md, docs/security/policies.md")
