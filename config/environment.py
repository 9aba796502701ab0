"""Reading the environment, and saying what to do when something is missing."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env(name: str, remedy: str) -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` points to (container secrets).

    Raises ImproperlyConfigured with the remedy when neither is there.
    """
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    raise ImproperlyConfigured(f"{name} is not set. {remedy}")


def optional(name: str) -> str:
    """As ``env``, but nothing where neither is there."""
    path = os.environ.get(f"{name}_FILE")
    return os.environ.get(name) or (Path(path).read_text().strip() if path else "")


def flag(name: str) -> bool:
    """Whether a yes/no setting is on: only "1" is yes."""
    return os.environ.get(name) == "1"


def postgres(url: str) -> dict[str, object]:
    """Django's database settings for a postgresql:// URL. The role in it is the role of this process."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL has to start with postgresql://. Linnet needs PostgreSQL 16 or later.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Behind a transaction pooler a server-side cursor would outlive its transaction.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # No ATOMIC_REQUESTS: it ends before a lazy page is rendered. PrincipalScope owns the transaction.
    }
