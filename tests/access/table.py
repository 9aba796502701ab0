"""The table of every address: what it answers to each of the cast. Each app's rows stand in rows_<app>.py."""

from typing import NamedTuple


class Row(NamedTuple):
    """A method, and the status it gets. In the one case of the world the constabulary is a member, the team leads."""

    method: str
    signed_out: int
    outsider: int  # a practitioner of an agency that shares no case with anybody
    member: int  # a practitioner of the constabulary
    coordinator: int  # of the meeting team
    excluded: int  # another coordinator of the same team, whom an exclusion bars from the case
    board_member: int
    administrator: int  # of the constabulary's users
    analyst: int
    posted: dict[str, object] = {}
