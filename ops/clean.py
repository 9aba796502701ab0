"""`make clean`: remove everything that `make` has brought here, the practice data too. Standard library only."""

import shutil
from pathlib import Path

from ops.places import ROOT, RUN, STATIC_VENDOR, VENV, name_of_this_checkout
from ops.progress import say

CACHES = (".ruff_cache", ".mypy_cache", ".import_linter_cache", ".hypothesis", ".pytest_cache")


def clean() -> None:
    """Remove it. What is in git stays."""
    corner = Path("/var/tmp") / name_of_this_checkout()
    for made in (RUN, VENV, STATIC_VENDOR, ROOT / "node_modules", corner, *(ROOT / cache for cache in CACHES)):
        if made.exists():
            say(f"Removing {made}")
            shutil.rmtree(made)


if __name__ == "__main__":
    clean()
