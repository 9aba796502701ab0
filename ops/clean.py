"""`make reset` and `make clean`: remove what `make` has brought here. Standard library only."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from ops.places import ROOT, RUN, STATIC_VENDOR, VENV, corner, place_in_corner, shown
from ops.progress import say

DATA = (RUN / "pg", RUN / "broker", place_in_corner(RUN / "pg"))
CACHES = [
    ROOT / name for name in (".ruff_cache", ".mypy_cache", ".import_linter_cache", ".hypothesis", ".pytest_cache")
]
ALL = (RUN, VENV, STATIC_VENDOR, ROOT / "node_modules", corner(), *CACHES)


def remove(directories: Iterable[Path]) -> None:
    """Remove those that are there. What is in git stays."""
    for directory in directories:
        if directory.exists():
            say(f"Removing {shown(directory)}")
            shutil.rmtree(directory)


if __name__ == "__main__":
    remove(DATA if sys.argv[1:] == ["data"] else ALL)
