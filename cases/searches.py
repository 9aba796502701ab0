"""How often somebody may look for people by name: a search is for a person in front of you, not for a list.

Source: security design, T04: 20 searches in 10 minutes.
"""

from django.core.cache import cache

from agencies.principal import Principal

MOST, SECONDS = 20, 600


def may_search(principal: Principal) -> bool:
    """Count one search; False where there have been too many. The key holds no more than a user's number."""
    key = f"people-searches:{principal.user_id}"
    cache.add(key, 0, timeout=SECONDS)
    return bool(cache.incr(key) <= MOST)
