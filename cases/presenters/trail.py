"""Who has seen a case, in words: a line for each event, under its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from agencies.models import Agency, ApiKey, User
from agencies.principal import Principal
from cases.models import Exclusion
from cases.selectors import Seen
from cases.services import REVEAL_REASONS
from common.dates import london_date

WORDS = {
    "case viewed": "Opened the case",
    "people viewed": "Opened the people",
    "person viewed": "Opened a person",
    "trail viewed": "Opened this page",
    "cases listed": "Saw it in a list of cases",
    "address revealed": "Address shown",
    "contact revealed": "Number or e-mail shown",
    "code word revealed": "Code word shown",
    "conflict declared": "Stepped back from the case",
}
# Whose name was compared is kept from that person, even if they lead the case: nobody is shown these lines.
UNSEEN = {"staff names matched", "staff name checked"}
SENSITIVE = {"address revealed", "contact revealed", "code word revealed"}


@dataclass(frozen=True)
class TrailRow:
    """One event. ``why`` is said for what needs a reason."""

    at: datetime
    who: str
    agency: str
    what: str
    why: str
    is_sensitive: bool
    is_you: bool


def trail_days(events: Sequence[Seen], *, principal: Principal) -> list[tuple[date, list[TrailRow]]]:
    """The events under their London days, with the names of people and agencies, in a fixed number of queries."""
    users = User.objects.in_bulk({each.user_id for each in events if each.user_id})
    agencies = Agency.objects.in_bulk({each.agency_id for each in events if each.agency_id})
    keys = ApiKey.objects.in_bulk({each.api_key_id for each in events if each.api_key_id})
    rows = [
        TrailRow(
            at=each.at,
            who=_who(each, users, keys),
            agency=str(agencies[each.agency_id]) if each.agency_id in agencies else "",
            what=WORDS.get(each.kind, each.kind.capitalize()),
            why=_why(each),
            is_sensitive=each.kind in SENSITIVE,
            is_you=each.user_id == principal.user_id,
        )
        for each in events
        if each.kind not in UNSEEN
    ]
    return [(day, list(same)) for day, same in groupby(rows, key=lambda row: london_date(row.at))]


def _who(event: Seen, users: dict[int, User], keys: dict[int, ApiKey]) -> str:
    if event.user_id in users:
        return str(users[event.user_id])
    return f"Key “{keys[event.api_key_id].label}”" if event.api_key_id in keys else "The system"


def _why(event: Seen) -> str:
    if event.kind in SENSITIVE:
        return REVEAL_REASONS.get(event.detail, "")
    return dict(Exclusion.Kind.choices).get(event.detail, "") if event.kind == "conflict declared" else ""
