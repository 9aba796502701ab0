"""The form of an API key: linnet_<8 letters>_<43 letters>. The first part finds it, the second proves it."""

import hashlib
import hmac
import re
import secrets

FORM = re.compile(r"linnet_([a-z0-9]{8})_([A-Za-z0-9_-]{43})")


def new_key() -> tuple[str, str, str]:
    """(the whole key, shown once; its identifier; the hash of its secret)."""
    identifier, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    return f"linnet_{identifier}_{secret}", identifier, hash_of(secret)


def parse_key(text: str) -> tuple[str, str] | None:
    """(identifier, hash of the secret) of a key somebody sent, or None where it has not the form of one."""
    match = FORM.fullmatch(text)
    return (match[1], hash_of(match[2])) if match else None


def hash_of(secret: str) -> str:
    """A plain hash is enough: the secret is 256 random bits, not a password."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare without telling by timing how much was right."""
    return hmac.compare_digest(one, other)
