"""What a PDF says, as somebody who copies its words out of it would find."""

import re
from io import BytesIO

import pikepdf

CODE = rb"<([0-9a-fA-F]+)>\s*"
CODES = {b"char": re.compile(CODE * 2), b"range": re.compile(CODE * 3)}
BLOCKS = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)


def words_of(body: bytes) -> str:
    """The words of all pages in the order in which they are drawn, with one space between."""
    said = []
    with pikepdf.open(BytesIO(body)) as opened:
        for page in opened.pages:
            fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
            said += _runs(page, fonts)
    return " ".join(" ".join(said).split())


def _runs(page, fonts):
    letters = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            parts = operands[0] if name == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            yield "".join(letters.get(codes[n : n + 2], "") for n in range(0, len(codes), 2))


def _letters(font):
    """Two-byte codes of a font to the letters they stand for."""
    found = {}
    for block in BLOCKS.finditer(font.ToUnicode.read_bytes()):
        for first, *last, letter in CODES[block[1]].findall(block[2]):
            start, end = int(first, 16), int((last or [first])[0], 16)
            text = bytes.fromhex(letter.decode()).decode("utf-16-be")
            for code in range(start, end + 1):
                found[code.to_bytes(2, "big")] = text[:-1] + chr(ord(text[-1]) + code - start)
    return found
