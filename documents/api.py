"""Files in the API: the body is the file, its Content-Type says what it claims to be."""

from typing import Any

from rest_framework.parsers import BaseParser

from common.api import TooLarge
from documents.kinds import FACTS, LARGEST, FileKind


class FileParser(BaseParser):
    """The bytes of the body, up to the limit."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise TooLarge("The file is larger than 10 MB. Send a smaller copy, or split it.")
        return raw


FILE_PARSERS: list[type[BaseParser]] = [
    type(f"{kind.name.title()}Parser", (FileParser,), {"media_type": FACTS[kind].media_type}) for kind in FileKind
]
