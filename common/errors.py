"""What may go wrong in the domain. Services raise these; views and the API turn them into pages and answers."""


class DomainError(Exception):
    """A rule of the domain forbids this. The message says what to do, in plain words, and names no person."""


class InvalidTransition(DomainError):
    """A thing in one state cannot go to another."""

    def __init__(self, current: str, target: str):
        super().__init__(f"This is {current}, so it cannot become {target}. Reload the page to see what has changed.")
        self.current, self.target = current, target


class Conflict(DomainError):
    """Somebody else changed this first."""
