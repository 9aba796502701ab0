"""What the washer makes of a file, in its own process: harmless ones pass, the rest is refused for its own reason."""

import io
import zipfile

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String
from PIL import Image

from documents.kinds import LARGEST, REFUSALS, FileKind, kind_named, kind_of_media_type, why_not
from documents.refusing import Refused
from documents.unpicking import without_metadata
from documents.washer import washed
from documents.washing import wash
from tests.documents.files import (
    CAMERA,
    docx,
    field,
    jpeg,
    link,
    pdf,
    png,
    png_bomb,
    with_action,
    with_photograph,
    with_root,
)

PDF, JPEG, PNG, DOCX = FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.DOCX
BEHIND = b"PK\x03\x04 another file behind this one"


def script(code="app.alert(1)"):
    return Dictionary(S=Name.JavaScript, JS=String(code))


def attached(made):
    made.attachments["x.exe"] = b"MZ"


REFUSED = {
    "a script when it opens": (PDF, pdf(with_root("/OpenAction", script())), "active"),
    "a script behind a link": (PDF, pdf(with_action(script())), "active"),
    "a program behind a link": (PDF, pdf(with_action(Dictionary(S=Name.Launch, F=String("cmd.exe")))), "active"),
    "a form that sends itself": (PDF, pdf(with_action(Dictionary(S=Name.SubmitForm, F=String("http://x")))), "active"),
    "another file behind a link": (PDF, pdf(with_action(Dictionary(S=Name.GoToR, F=String("x.pdf")))), "active"),
    "an XML form": (PDF, pdf(with_root("/AcroForm", Dictionary(XFA=String("x"), Fields=[]))), "active"),
    "a file in a PDF": (PDF, pdf(attached), "attached"),
    "a PDF with a password": (PDF, pdf(password="x"), "password"),
    "no PDF": (PDF, b"%PDF-1.7\nnothing of the kind", "unreadable"),
    "half a picture": (JPEG, jpeg()[:60], "unreadable"),
    "a PNG that is called a JPEG": (JPEG, png(), "unreadable"),
    "a picture that unpacks to 900 MB": (PNG, png_bomb(), "too_many_pixels"),
    "macros by content type": (DOCX, docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "macros by part": (DOCX, docx({"word/vbaProject.bin": b"x"}), "macros"),
    "a file in a document": (DOCX, docx({"word/embeddings/oleObject1.bin": b"x"}), "attached"),
    "a control": (DOCX, docx({"word/activeX/activeX1.xml": "<x/>"}), "attached"),
    "a part of no known kind": (DOCX, docx({"word/run.exe": b"MZ"}), "attached"),
    "a template from elsewhere": (DOCX, docx(links=link("attachedTemplate", "http://x/t.dotm")), "linked"),
    "a picture from elsewhere": (DOCX, docx(links=link("image", "http://x/spy.png")), "linked"),
    "a page from elsewhere": (DOCX, docx(links=link("aFChunk", "x.html", "Internal")), "attached"),
    "a field that asks a program": (DOCX, docx(text=field("DDEAUTO c:\\\\x")), "linked"),
    "the same, cut in pieces": (DOCX, docx(text=field("DD", "EAU", "TO c:\\\\x")), "linked"),
    "an entity": (DOCX, docx(text='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "active"),
    "a bomb": (DOCX, docx({"word/big.xml": b"<x>" + b" " * 30 * 1024**2 + b"</x>"}), "too_big_inside"),
    "many parts": (DOCX, docx({f"word/{n}.xml": "<x/>" for n in range(2001)}), "too_big_inside"),
    "a part that climbs out": (DOCX, docx({"../../etc/x.xml": "<x/>"}), "unreadable"),
    "a zip that is no document": (DOCX, docx().replace(b"word/document.xml", b"word/dokument.xml"), "unreadable"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_does_something_is_refused_for_its_own_reason(what):
    kind, body, code = REFUSED[what]
    assert washed(kind, body) == (code, b"")
    assert REFUSALS[code]


HARMLESS = {
    "a PDF": (PDF, pdf()),
    "a PDF with a link to a page on the web": (
        PDF, pdf(with_action(Dictionary(S=Name.URI, URI=String("https://example.org")))),
    ),
    "a JPEG": (JPEG, jpeg()),
    "a PNG": (PNG, png()),
    "a document": (DOCX, docx()),
    "a document with a link to press": (DOCX, docx(links=link("hyperlink", "https://example.org"))),
    "a document with a hyperlink field": (DOCX, docx(text=field("HYPERLINK https://example.org"))),
}  # fmt: skip


@pytest.mark.parametrize("what", HARMLESS)
def test_a_harmless_file_passes_and_passes_again(what):
    kind, body = HARMLESS[what]
    code, clean = washed(kind, body)
    assert code == ""
    assert washed(kind, clean)[0] == ""
    assert why_not(kind, clean) == ""


def test_a_photograph_keeps_its_pixels_and_forgets_where_it_was_taken():
    sent = jpeg(gps=True)
    assert CAMERA.encode() in sent
    assert dict(Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825))
    clean = wash(JPEG, sent)
    kept = Image.open(io.BytesIO(clean))
    assert kept.size == (40, 30)
    assert dict(kept.getexif()) == {}
    assert CAMERA.encode() not in clean
    assert b"Exif" not in clean


def test_a_photograph_inside_a_pdf_forgets_it_too():
    sent = pdf(with_photograph)
    assert CAMERA.encode() in sent
    clean = wash(PDF, sent)
    assert CAMERA.encode() not in clean
    with pikepdf.open(io.BytesIO(clean)) as kept:
        picture = pikepdf.PdfImage(kept.pages[0].Resources.XObject.P).as_pil_image()
    assert picture.size == (40, 30)
    assert picture.getpixel((5, 5))[1] in range(126, 131)  # teal still


def test_a_photograph_inside_a_document_forgets_it_too():
    clean = wash(DOCX, docx({"word/media/image1.jpg": jpeg(gps=True)}))
    with zipfile.ZipFile(io.BytesIO(clean)) as kept:
        assert CAMERA.encode() not in kept.read("word/media/image1.jpg")
        assert b"A letter" in kept.read("word/document.xml")


def test_who_wrote_a_pdf_is_not_kept():
    with pikepdf.open(io.BytesIO(wash(PDF, pdf()))) as kept:
        assert dict(kept.docinfo) == {}


@pytest.mark.parametrize(
    ("kind", "body"), [(JPEG, jpeg(behind=BEHIND)), (PNG, png(behind=BEHIND)), (PDF, pdf() + BEHIND)]
)
def test_a_file_that_is_two_files_becomes_one(kind, body):
    """A polyglot: a picture for us, an archive for somebody else."""
    code, clean = washed(kind, body)
    assert code == ""
    assert b"PK\x03\x04" not in clean


def test_a_picture_that_lies_on_its_side_is_turned_before_it_forgets():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(wash(JPEG, out.getvalue()))).size == (30, 40)


def test_without_metadata_leaves_what_is_no_jpeg_alone():
    assert without_metadata(b"no picture") == b"no picture"


def test_the_washer_has_no_secret_and_writes_no_file(monkeypatch):
    """The process gets the file and the paths of programs. It may write to its pipe and to no disk."""
    from documents import washing

    assert set(washing._environment()) <= {"PATH", "VIRTUAL_ENV", "LANG"}
    with pytest.raises(Refused) as refused:
        wash(PDF, b"%PDF-1.7\nnothing of the kind")
    assert refused.value.code == "unreadable"


def test_a_washer_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr("documents.washing.SECONDS", 0.01)
    with pytest.raises(Refused) as refused:
        wash(PDF, pdf())
    assert refused.value.code == "too_slow"


# -- by name and first bytes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [("x.pdf", PDF), ("X.PDF", PDF), ("x.jpeg", JPEG), ("x.jpg", JPEG), ("x.pdf.exe", None), ("pdf", None), ("", None),
     ("x.docm", None), ("x.svg", None), ("x.html", None)],
)  # fmt: skip
def test_the_kind_by_name(name, kind):
    assert kind_named(name) is kind


@pytest.mark.parametrize(
    ("text", "kind"), [("application/pdf", PDF), ("image/JPEG; q=1", JPEG), ("text/html", None), ("", None)]
)
def test_the_kind_by_content_type(text, kind):
    assert kind_of_media_type(text) is kind


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        (None, b"x", "kind"),
        (PDF, b"", "empty"),
        (PDF, b"%PDF-" + b"x" * (LARGEST - 5), ""),
        (PDF, b"%PDF-" + b"x" * (LARGEST - 4), "too_large"),
        (PDF, b" %PDF-1.7", "other_kind"),
        (PDF, jpeg(), "other_kind"),
        (DOCX, b"MZ", "other_kind"),
    ],
)
def test_what_is_told_without_opening_it(kind, body, code):
    assert why_not(kind, body) == code
