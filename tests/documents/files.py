"""Files to send: harmless ones, and ones that would do something to their reader."""

import io
import zipfile
import zlib

import pikepdf
from PIL import Image

GPS_IFD, LATITUDE_REF, LATITUDE, MAKE = 0x8825, 1, 2, 0x010F
CAMERA = "CanaryCamera"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = f"<w:document {W}><w:body><w:p><w:r><w:t>A letter</w:t></w:r></w:p></w:body></w:document>"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def jpeg(width: int = 40, height: int = 30, *, gps: bool = False, behind: bytes = b"") -> bytes:
    """A picture; with ``gps`` it says with which camera and where it was taken."""
    exif = Image.Exif()
    if gps:
        exif[MAKE] = CAMERA
        exif.get_ifd(GPS_IFD).update({LATITUDE_REF: "N", LATITUDE: (51.0, 32.0, 15.0)})
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG", exif=exif, comment=CAMERA if gps else "")
    return out.getvalue() + behind


def png(width: int = 40, height: int = 30, *, behind: bytes = b"") -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 80, 80, 120)).save(out, "PNG")
    return out.getvalue() + behind


def png_bomb() -> bytes:
    """A picture of 30,000 by 30,000 that says so in a few bytes and unpacks to 900 MB."""
    header = (30_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )


def pdf(change=lambda made: None, *, password: str = "") -> bytes:
    """One page; ``change`` gets it before it is saved."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = CAMERA
    change(made)
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def with_root(key: str, value: pikepdf.Object):
    return lambda made: made.Root.__setitem__(key, value)


def with_action(action: pikepdf.Object):
    """A link on the page that does this."""

    def change(made):
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])

    return change


def with_photograph(made):
    """A page that shows a photograph as it left the camera."""
    picture = made.make_stream(jpeg(gps=True))
    picture.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )
    )  # fmt: skip
    made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))


def docx(parts: dict[str, bytes | str] | None = None, *, main: str = MAIN, text: str = TEXT, links: str = "") -> bytes:
    """A document of a sentence; ``parts`` are added to it, ``links`` are relationships of its text."""
    inside: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES.format(main=main),
        "word/document.xml": text,
        "word/_rels/document.xml.rels": RELS.format(links=links),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in inside.items():
            made.writestr(name, content)
    return out.getvalue()


def link(kind: str, target: str, mode: str = "External") -> str:
    return f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def field(*pieces: str) -> str:
    """A text whose field asks for something, cut into pieces as Word cuts it."""
    said = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return f"<w:document {W}><w:body><w:p>{begin}{said}{end}</w:p></w:body></w:document>"
