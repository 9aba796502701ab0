"""Opaque references that people read aloud: K7F3-9QD2-TX. No sequence, no year, no area, no initials."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"  # Crockford's base 32 without Z: 31 is prime, so one check letter suffices
LENGTH = 10  # nine random letters (44 bits) and a check letter
_READ_AS = str.maketrans("OIL", "011")


def new_reference() -> str:
    """A new reference. Random, so that its being absent from a list tells nobody anything."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check(body)


def spoken(reference: str) -> str:
    """The reference in groups, as people say it."""
    return f"{reference[:4]}-{reference[4:8]}-{reference[8:]}"


def parse_reference(text: str) -> str | None:
    """The reference somebody typed, or None when it cannot be one. Catches one wrong letter and two swapped ones."""
    plain = re.sub(r"[\s-]", "", text).upper().translate(_READ_AS)
    if len(plain) != LENGTH or set(plain) - set(ALPHABET) or _check(plain[:-1]) != plain[-1]:
        return None
    return plain


def _check(body: str) -> str:
    return ALPHABET[sum(place * ALPHABET.index(letter) for place, letter in enumerate(body, start=1)) % len(ALPHABET)]
