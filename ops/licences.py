"""The licences of everything that is installed: each must be one that we know and can live with."""

import re
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import Distribution, distributions

ALLOWED = re.compile(
    r"""\b(?:
    MIT(?:-CMU|-0)? | BSD | [023]-Clause | Apache | ISC | PSF | Python-2\.0 | HPND | Zlib | Unlicense | CC0 | PostgreSQL
    | LGPL | Lesser\ General\ Public | MPL[- ]?(?:v?2\.0)? | Mozilla\ Public\ License\ 2\.0
    | Python\ Software\ Foundation | Public\ Domain | Historical\ Permission
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
MIT_WORDING = "Permission is hereby granted, free of charge, to any person obtaining a copy"
# A tool that we run and never pass on may be under the GPL.
TOOLS = {"djlint"}


def licence_of(package: Distribution) -> str:
    """What the package says about itself: an expression, else classifiers, else a text, else its licence file."""
    facts: Message = package.metadata  # type: ignore[assignment]  # its declared type knows fewer methods
    if expression := facts.get("License-Expression"):
        return expression
    classifiers = [line for line in facts.get_all("Classifier") or [] if line.startswith("License :: ")]
    named = [line.rpartition(" :: ")[2] for line in classifiers if line.count(" :: ") > 1]
    return "; ".join(named) or kind_of((facts.get("License") or text_of_licence(package)).strip())


def text_of_licence(package: Distribution) -> str:
    """The licence file that came with the package."""
    files = [file for file in package.files or [] if re.match(r"(?i)licen[cs]e|copying", file.name)]
    return files[0].read_text() if files else "none given"


def kind_of(text: str) -> str:
    """What a licence is by its wording, else its first line."""
    return "MIT, by its wording" if MIT_WORDING in " ".join(text.split()) else text.partition("\n")[0]


def unwelcome() -> Iterator[str]:
    """Every installed package whose licence is not on the list."""
    for package in distributions():
        name = package.metadata["Name"]
        licence = licence_of(package)
        if name.lower() not in TOOLS and not ALLOWED.search(licence):
            yield f"{name} {package.version}: {licence}"
