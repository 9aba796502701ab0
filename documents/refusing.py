"""Why a washer gives a file back."""


class Refused(Exception):
    """A file that is not kept. ``code`` is one of ``documents.kinds.REFUSALS``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
