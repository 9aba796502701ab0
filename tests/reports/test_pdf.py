"""The PDF has the structure that a reader with a screen reader needs, and holds nothing it should not."""

from collections import Counter
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from documents import pressing
from reports import pdf
from reports.snapshot import sha256
from tests.reports import worlds
from tests.reports.worlds import ESSEX, SOUTHEND, WHOLE, snapshot_of

EDITIONS = {
    "partnership": (worlds.county, WHOLE, 7),
    "area": (worlds.county, ESSEX, 6),
    "area of one district": (worlds.county, SOUTHEND, 5),
    "nothing": (worlds.nothing, WHOLE, 4),
    "one case": (worlds.one_case, ESSEX, 3),
}
COMMENTARY = "Cover was thin in August.\n\nWe ask the board to agree cover."


def document(snapshot, commentary=COMMENTARY):
    return pdf.write(snapshot, fingerprint=sha256(snapshot), commentary=commentary)


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request):
    counts, place, pages = EDITIONS[request.param]
    return pressing.press(document(snapshot_of(counts(), place))), pages


def walk(node, above=()):
    """Every element of the structure tree: its tag, itself, and the tags above it."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from walk(each, above)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        tag = str(node.S)
        yield tag, node, above
        if "/K" in node:
            yield from walk(node.K, (*above, tag))


def attributes(cell):
    return [cell.A] if isinstance(cell.get("/A"), pikepdf.Dictionary) else list(cell.get("/A", []))


@pytest.fixture
def opened(edition):
    with pikepdf.open(BytesIO(edition[0].body)) as opened:
        yield opened


@pytest.fixture
def elements(opened):
    return list(walk(opened.Root.StructTreeRoot.K))


def test_it_has_the_pages_it_should_and_nothing_to_complain_of(edition):
    made, pages = edition
    assert made.warnings == ()
    assert made.pages == pages
    assert len(made.body) < 2 * 1024**2


def test_it_says_its_language_its_title_and_that_it_is_tagged(opened):
    assert str(opened.Root.get("/Lang")) == "en-GB"
    assert str(opened.docinfo["/Title"]).startswith("Quarterly report, July to September 2026: ")
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(opened.Root.MarkInfo.Marked)
    assert str(opened.open_metadata().get("pdfuaid:part")) == "1"
    assert "/Outlines" in opened.Root


def test_it_has_one_main_heading_and_skips_no_level(elements):
    levels = [int(tag[2]) for tag, _, _ in elements if tag in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_every_figure_speaks_and_no_two_say_the_same(elements, edition):
    alts = [str(node.get("/Alt", "")) for tag, node, _ in elements if tag == "/Figure"]
    assert all(alts)
    assert len(set(alts)) == len(alts)
    if edition[1] >= 5:
        assert len(alts) >= 10


def test_tables_have_headers_and_their_cells_point_to_them(elements):
    headers = [above for tag, _, above in elements if tag == "/TH"]
    cells = [node for tag, node, _ in elements if tag == "/TD"]
    assert headers
    assert all("/Table" in above for above in headers)
    assert all(any(len(each.get("/Headers", [])) for each in attributes(cell)) for cell in cells)


def test_only_its_own_font_is_in_it(opened):
    fonts = {
        str(font.get("/BaseFont", "")) for page in opened.pages for font in page.Resources.get("/Font", {}).values()
    }
    assert fonts
    assert all("+Liberation-Sans" in font or "+LiberationSans" in font for font in fonts), fonts


def test_nothing_is_attached_nothing_runs_and_nothing_says_what_made_it(opened):
    names = opened.Root.get("/Names", {})
    assert "/EmbeddedFiles" not in names
    assert "/JavaScript" not in names
    assert "/OpenAction" not in opened.Root
    assert "/Producer" not in opened.docinfo
    actions = Counter(str(a.A.S) for page in opened.pages for a in page.get("/Annots", []) if "/A" in a)
    assert set(actions) <= {"/GoTo"}


def test_the_same_snapshot_gives_the_same_bytes():
    html = document(snapshot_of(worlds.one_case(), ESSEX))
    assert pressing.press(html).body == pressing.press(html).body


def test_what_the_analyst_typed_is_words_and_nothing_more():
    typed = '"><script>alert(1)</script><b>bold</b> {% now "Y" %} {{ snapshot }} <link rel=attachment href=file:///etc/passwd>'
    html = document(snapshot_of(worlds.nothing()), commentary=typed)
    assert "<script" not in html
    assert "&lt;b&gt;bold&lt;/b&gt; {% now" in html
    assert "<link" not in html
