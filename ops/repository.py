"""The files of the repository, as git has them or would take them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from ops.places import ROOT


def files() -> list[Path]:
    """Every file that is tracked, or is new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def lines() -> Iterator[tuple[Path, int, str]]:
    """Every line of every text file, with its file (relative to the repository) and its number."""
    for file in files():
        try:
            text = file.read_text()
        except UnicodeDecodeError:  # a picture
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield file.relative_to(ROOT), number, line
