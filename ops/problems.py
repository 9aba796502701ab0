"""The one way in which these commands give up."""


class Problem(Exception):
    """Something the person at the keyboard can put right. The message says how; no traceback is shown."""
