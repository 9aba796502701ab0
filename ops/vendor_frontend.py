"""Prepare other people's CSS and JavaScript for our pages: `python -m ops.vendor_frontend`.

From node_modules/ into static_vendor/vendor/, less what their licences keep for gov.uk (the typeface GDS Transport and
the crest) and less the pointers to source maps, which are not there. Nothing of it is committed.
"""

import json
import re
import shutil
from pathlib import Path

from ops.places import ROOT, STATIC_VENDOR
from ops.problems import Problem

STYLESHEETS = (
    "govuk-frontend/dist/govuk/govuk-frontend.min.css",
    "@ministryofjustice/frontend/moj/moj-frontend.min.css",
)
SCRIPTS = ("govuk-frontend/dist/govuk/govuk-frontend.min.js", "@ministryofjustice/frontend/moj/moj-frontend.min.js")
COPYRIGHT = {
    "govuk-frontend": "Copyright (C) 2017 Crown Copyright (Government Digital Service)",
    "@ministryofjustice/frontend": "Copyright (C) Crown Copyright (Ministry of Justice) and contributors",
}
FONT_STACK = "Arial,Helvetica,sans-serif"


def without_reserved_parts(css: str) -> str:
    """The same stylesheet in a typeface that everybody may use, without the crest.

    Raises Problem when anything reserved is left, which a new release might bring.
    """
    css = re.sub(r"@font-face\{[^}]*GDS Transport[^}]*\}", "", css)
    css = re.sub(r"/\*!? Copyright \(c\) 2011[^*]*\*/", "", css)  # the typeface's notice, which goes with it
    css = css.replace("GDS Transport,arial,sans-serif", FONT_STACK)
    css = re.sub(r"url\([^)]*(?:crest|crown)[^)]*\)", "none", css)
    if left := re.search(r"GDS|@font-face|govuk-crest\.svg|/fonts/", css):
        raise Problem(
            f"A stylesheet still has {left.group()!r} in it: ops/vendor_frontend.py must learn to take it out."
        )
    return css


def without_source_map(text: str) -> str:
    """The same file without its last line, which points at a source map."""
    return re.sub(r"(?:/\*|//)# sourceMappingURL=\S+(?: \*/)?\s*$", "", text).rstrip() + "\n"


def with_images_beside(css: str) -> tuple[str, set[str]]:
    """The same stylesheet looking for its images in `images/` beside itself, and the names of those images."""
    names = set(re.findall(r"url\(/assets/images/([^)]+)\)", css))
    return css.replace("url(/assets/images/", "url(images/"), names


def prepare(modules: Path, destination: Path) -> None:
    """Fill `destination` anew from `modules` (a node_modules directory)."""
    shutil.rmtree(destination, ignore_errors=True)
    images = destination / "images"
    images.mkdir(parents=True)
    for stylesheet in STYLESHEETS:
        source = modules / stylesheet
        css, names = with_images_beside(without_source_map(without_reserved_parts(source.read_text())))
        (destination / source.name).write_text(css)
        for name in names:
            shutil.copy(source.parent / "assets" / "images" / name, images / name)
    for script in SCRIPTS:
        source = modules / script
        (destination / source.name).write_text(without_source_map(source.read_text()))
    (destination / "LICENCES.txt").write_text(licences(modules))


def licences(modules: Path) -> str:
    """Whose work this is, and on what terms. The packages name their licence, and carry no copy of it."""
    notices = []
    for package, copyright_line in COPYRIGHT.items():
        facts = json.loads((modules / package / "package.json").read_text())
        if facts["license"] != "MIT":
            raise Problem(f"{package} is no longer under the MIT licence but {facts['license']}: ask before using it.")
        notices.append(f"{package} {facts['version']}\n{copyright_line}")
    terms = (ROOT / "LICENSE").read_text().partition("Permission is hereby granted")
    return "\n\n".join([*notices, "The MIT License", terms[1] + terms[2]])


if __name__ == "__main__":
    prepare(ROOT / "node_modules", STATIC_VENDOR / "vendor")
