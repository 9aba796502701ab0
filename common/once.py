"""The same request again makes nothing new: what every room that takes requests by API needs for it.

A room keeps the sender's key and the digest of the body on a row under a unique constraint, and inserts that row first:
a second request with the key waits for the first to end, and then finds its answer.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError

from common.errors import Conflict, DomainError

LOCK_NOT_AVAILABLE = "55P03"


class OtherBody(DomainError):
    """An idempotency key came back with another body."""


def digest_of(body: Any) -> str:
    """What a body is known again by, whatever the order of its fields: SHA-256, in hexadecimal."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def first_come() -> Iterator[None]:
    """Around the insert of such a row. Raises Conflict where the first request takes too long."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
            raise
        raise Conflict("A request with this key is still being worked on. Send it again in a few seconds.") from error
