"""E-mail. A message says that there is something to do, and never about whom or what."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from agencies.models import Invitation
from common.days import plain_date


def send_invitation(invitation: Invitation, link: str) -> None:
    """Send a colleague the link that makes their account, once the invitation is safely stored."""
    text = (
        f"You have been invited to {settings.PRODUCT_NAME}.\n\n"
        f"Open this link to choose a password. It works once, until {plain_date(invitation.expires_at)}:\n\n{link}\n\n"
        "If you did not expect this, ring the colleague who looks after accounts at your organisation.\n"
    )
    subject = f"Your {settings.PRODUCT_NAME} account"
    transaction.on_commit(lambda: send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email]))
