"""Word documents, packed anew part by part: macros, links that fetch, files inside and bombs are refused.

Source for the parts and their names: ECMA-376, Office Open XML, parts 1 and 2.
"""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from documents.refusing import Refused
from documents.repainting import wash_jpeg, wash_png

MOST_PARTS, MOST_BYTES, MOST_RATIO = 2000, 60 * 1024**2, 200
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ENOUGH_TO_JUDGE = 1024**2  # bytes: below, a high ratio is only much white space
EPOCH = (1980, 1, 1, 0, 0, 0)
PICTURES = {"jpg": wash_jpeg, "jpeg": wash_jpeg, "png": wash_png}
DRAWINGS = {"emf", "wmf", "gif"}  # kinds without a place for where a photograph was taken
FETCHES = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.IGNORECASE)
ATTACHED = ("/embeddings/", "/activex/", "/ctrlprops/")
ATTACHED_TYPES = ("/oleobject", "/package", "/control", "/afchunk", "/subdocument")


def wash_docx(body: bytes) -> bytes:
    """The same document. Raises Refused for what could do something to its reader."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = packed.infolist()
        _judge_size(parts)
        names = {part.filename for part in parts}
        if not {"[Content_Types].xml", "word/document.xml"} <= names or len(names) != len(parts):
            raise Refused("unreadable")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean:
            for part in parts:
                if not part.is_dir():
                    clean.writestr(zipfile.ZipInfo(part.filename, EPOCH), _washed(part.filename, packed.read(part)),
                                   compress_type=zipfile.ZIP_DEFLATED)  # fmt: skip
        return out.getvalue()


def _judge_size(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Refused("too_big_inside")
    for part in parts:
        if part.flag_bits & 1:
            raise Refused("password")
        if part.file_size > ENOUGH_TO_JUDGE and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise Refused("too_big_inside")
        if part.filename.startswith("/") or ".." in part.filename.split("/") or "\\" in part.filename:
            raise Refused("unreadable")


def _washed(name: str, content: bytes) -> bytes:
    lower = f"/{name.lower()}"
    extension = lower.rpartition(".")[2]
    if "vba" in posixpath.basename(lower) or (extension == "bin" and "macro" in lower):
        raise Refused("macros")
    if any(place in lower for place in ATTACHED):
        raise Refused("attached")
    if extension in PICTURES:
        return PICTURES[extension](content)
    if extension in ("xml", "rels"):
        _judge_text(name, content)
        return content
    if extension in DRAWINGS or "/fonts/" in lower:
        return content
    raise Refused("attached")


def _judge_text(name: str, content: bytes) -> None:
    if b"<!" in content.replace(b"<!--", b"") or b"\0" in content:  # a document type, or a coding that hides one
        raise Refused("active")
    root = ElementTree.fromstring(content)  # noqa: S314  (no document type, so no entity)
    if name == "[Content_Types].xml":
        _judge_types(content)
    elif name.endswith(".rels"):
        _judge_links(root)
    elif FETCHES.search(_instructions(root)):
        raise Refused("linked")


def _judge_types(content: bytes) -> None:
    if b"macroenabled" in content.lower() or b"vbaproject" in content.lower():
        raise Refused("macros")
    if MAIN not in content:
        raise Refused("unreadable")


def _judge_links(root: ElementTree.Element) -> None:
    for link in root:
        kind, is_external = link.get("Type", "").lower(), link.get("TargetMode", "").lower() == "external"
        if kind.endswith(ATTACHED_TYPES):
            raise Refused("attached")
        if is_external and not kind.endswith("/hyperlink"):  # a hyperlink waits until somebody presses it
            raise Refused("linked")


def _instructions(root: ElementTree.Element) -> str:
    """What the fields of a document ask Word to do, put together from the pieces that a text is cut into."""
    pieces = []
    for element in root.iter():
        if element.tag.endswith("}instrText"):
            pieces.append(element.text or "")
        elif element.tag.endswith("}fldChar"):
            pieces.append(" ")
        elif element.tag.endswith("}fldSimple"):
            pieces += [f" {value} " for key, value in element.attrib.items() if key.endswith("}instr")]
    return "".join(pieces)
