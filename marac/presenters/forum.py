"""One forum for those who run it: where everything about it stands, and who has signed its agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.models import Agency
from common.parts import Link
from marac.models import Forum, SharingAgreement

PLACES = {
    "Before a meeting": {
        "forum_ahead": "What is ahead",
        "forum_rota": "Who comes",
        "meeting_add": "Add an extra meeting",
    },
    "Figures": {
        "forum_timeliness": "How quickly cases are heard",
        "forum_return": "National return",
        "forum_year": "The year, principle by principle",
        "forum_voices": "How it was for people",
    },
    "Afterwards": {
        "forum_flags": "Flags that come off, and who has not said so",
        "forum_samples": "Dip samples: a few cases, looked at again",
    },
    "How it works": {"forum_schedule": "When it sits", "forum_agreements": "Who has signed the agreement"},
}


@dataclass(frozen=True)
class Signed:
    """One agency of a forum, its latest agreement and how that stands."""

    agency: Agency
    latest: SharingAgreement | None
    state: str
    colour: str


def forum_places(forum: Forum) -> list[tuple[str, list[Link]]]:
    """Every page about a forum, by what it is for."""
    return [
        (heading, [Link(words, reverse(name, kwargs={"forum_id": forum.pk})) for name, words in pages.items()])
        for heading, pages in PLACES.items()
    ]


def register(forum: Forum, *, today: date) -> list[Signed]:
    """Every agency of a forum by name. Two queries, however many there are."""
    found = SharingAgreement.objects.filter(forum=forum, signed_on__lte=today)
    latest = {each.agency_id: each for each in found.order_by("signed_on", "pk")}
    return [_signed(agency, latest.get(agency.pk), today) for agency in forum.members.order_by("name")]


def _signed(agency: Agency, latest: SharingAgreement | None, today: date) -> Signed:
    if latest is None:
        return Signed(agency, None, "Not signed", "red")
    if latest.review_on < today:
        return Signed(agency, latest, "Review is due", "orange")
    return Signed(agency, latest, "In force", "green")


def out_of_force(rows: Sequence[Signed]) -> list[str]:
    """The agencies without an agreement in force."""
    return [row.agency.name for row in rows if row.state != "In force"]
