"""Other people's CSS and JavaScript, as it is served: nothing in it that only gov.uk may use, and nothing missing."""

import re
from pathlib import Path

import pytest

from ops.places import ROOT, STATIC_VENDOR
from ops.problems import Problem
from ops.vendor_frontend import licences, prepare, with_images_beside, without_reserved_parts, without_source_map

PREPARED = STATIC_VENDOR / "vendor"
FILES = ["govuk-frontend.min.css", "moj-frontend.min.css", "govuk-frontend.min.js", "moj-frontend.min.js"]


@pytest.mark.parametrize("name", FILES)
def test_it_is_there_and_free_of_what_is_reserved(name: str):
    text = (PREPARED / name).read_text()
    assert len(text) > 40_000
    for reserved in ("GDS", "Transport", "@font-face", "govuk-crest.svg", "/assets/", "sourceMappingURL"):
        assert reserved not in text


@pytest.mark.parametrize("name", FILES[:2])
def test_every_image_that_it_names_is_beside_it(name: str):
    wanted = re.findall(r"url\(([^)]+)\)", (PREPARED / name).read_text())
    missing = [url for url in wanted if not url.startswith(('"data:', "data:")) and not (PREPARED / url).is_file()]
    assert missing == []


def test_text_is_set_in_a_face_that_every_machine_has():
    families = re.findall(r"font-family:([^;}]+)", (PREPARED / "govuk-frontend.min.css").read_text())
    assert set(families) <= {"Arial,Helvetica,sans-serif", "sans-serif", "monospace", "inherit"}


def test_whose_it_is_goes_with_it():
    text = (PREPARED / "LICENCES.txt").read_text()
    for words in ("govuk-frontend 6.6.0", "@ministryofjustice/frontend 11.1.0", "Crown Copyright", "MIT", "AS IS"):
        assert words in text


def test_a_release_that_brings_something_reserved_is_refused():
    with pytest.raises(Problem, match="must learn"):
        without_reserved_parts("a{font-family:GDS Transport,serif}")
    with pytest.raises(Problem, match="must learn"):
        without_reserved_parts("@font-face{font-family:Another;src:url(/x.woff)}")


def test_a_change_of_licence_is_refused(tmp_path: Path):
    for package in ("govuk-frontend", "@ministryofjustice/frontend"):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "package.json").write_text('{"version": "99.0.0", "license": "Proprietary"}')
    with pytest.raises(Problem, match="no longer under the MIT licence"):
        licences(tmp_path)


def test_only_the_last_line_is_taken_for_a_source_map():
    assert without_source_map("a{}/*# sourceMappingURL=a.css.map */") == "a{}\n"
    assert without_source_map("f();//# sourceMappingURL=a.js.map\n") == "f();\n"
    assert without_source_map("//# a comment\nf();") == "//# a comment\nf();\n"


def test_images_are_looked_for_beside_the_stylesheet():
    css, names = with_images_beside("a{background:url(/assets/images/tick.svg)}b{color:red}")
    assert css == "a{background:url(images/tick.svg)}b{color:red}"
    assert names == {"tick.svg"}


def test_preparing_again_leaves_nothing_of_the_time_before(tmp_path: Path):
    (tmp_path / "old.css").write_text("x")
    prepare(ROOT / "node_modules", tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {*FILES, "images", "LICENCES.txt"}
