"""PDFs, written anew by their own objects: what runs, opens or is attached is refused; what tells too much is left out.

The new file has no bytes before or behind the document, so that it is nothing else at the same time.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from documents.refusing import Refused

MOST_PAGES, DEEPEST = 500, 60
# Actions (ISO 32000-2, table 201) that run something, or reach for another file or an address without a click.
ACTIONS = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/Rendition", "/RichMediaExecute", "/Movie",
    "/Sound", "/GoToR", "/GoToE", "/GoTo3DView",
}  # fmt: skip
ANNOTATIONS = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
RUNS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
ATTACHED = {"/EmbeddedFile", "/EmbeddedFiles", "/FileAttachment"}
LEFT_OUT = ("/Metadata", "/PieceInfo", "/OpenAction", "/AA", "/LastModified")


def wash_pdf(body: bytes) -> bytes:
    """The same pages. Raises Refused for what could do something to its reader."""
    try:
        pdf = pikepdf.open(io.BytesIO(body), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    with pdf:
        if pdf.is_encrypted:
            raise Refused("password")
        if not 0 < len(pdf.pages) <= MOST_PAGES:
            raise Refused("too_big_inside" if len(pdf.pages) else "unreadable")
        for thing in _containers(pdf):
            _judge(thing)
            _tidy(thing)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _containers(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream in the file, those inside others too, each once."""
    for thing in list(pdf.objects):
        yield from _inside(thing, 0)


def _inside(thing: Any, depth: int) -> Iterator[Any]:
    if depth > DEEPEST:
        raise Refused("too_big_inside")
    if isinstance(thing, pikepdf.Array):
        held: list[Any] = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        held = [value for _, value in thing.items()]
        yield thing
    else:
        return
    for each in held:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:  # the others come by themselves
            yield from _inside(each, depth + 1)


def _judge(thing: Any) -> None:
    keys = set(thing.keys())
    named = {str(thing[key]) for key in ("/S", "/Subtype", "/Type") if key in keys and _is_name(thing[key])}
    if keys & ATTACHED or named & ATTACHED or "/EF" in keys:
        raise Refused("attached")
    if keys & RUNS or named & ANNOTATIONS:
        raise Refused("active")
    if "/S" in keys and _is_name(thing["/S"]) and str(thing["/S"]) in ACTIONS:
        raise Refused("active")


def _is_name(value: Any) -> bool:
    return isinstance(value, pikepdf.Name)


def _tidy(thing: Any) -> None:
    for key in LEFT_OUT:
        if key in thing:
            del thing[key]
    if isinstance(thing, pikepdf.Stream) and _is_photograph(thing):
        parameters: Any = thing.get("/DecodeParms")
        kept = without_metadata(thing.read_raw_bytes())
        thing.write(kept, filter=pikepdf.Name("/DCTDecode"), decode_parms=parameters)


def _is_photograph(stream: Any) -> bool:
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array):
        return len(filters) == 1 and str(filters[0]) == "/DCTDecode"
    return str(filters) == "/DCTDecode"


def without_metadata(jpeg: bytes) -> bytes:
    """A JPEG without its application segments and comments, which say where and when; its pixels stay as they are.

    Kept are the segments that pixels need: APP0 (JFIF) and APP14 (colours). ITU-T T.81, annex B.
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker, length = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker == 0xDA:  # start of scan: pixels from here on
            break
        tells = (0xE1 <= marker <= 0xEF and marker != 0xEE) or marker == 0xFE
        if not tells:
            kept.append(jpeg[place : place + 2 + length])
        place += 2 + length
    return b"".join(kept) + jpeg[place:]
