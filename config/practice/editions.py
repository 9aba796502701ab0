"""The reports of the last quarter, made and published as the analyst would."""

from datetime import datetime


def build_editions(now: datetime) -> None:
    pass
