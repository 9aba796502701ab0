"""Where things are on this machine."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
RUN = Path(os.environ.get("LINNET_RUN") or ROOT / ".run")  # all that running Linnet here leaves behind; not in git
LOGS = RUN / "logs"
STATIC_VENDOR = ROOT / "static_vendor"

PYTHON = str(BIN / "python")

ROOM_FOR_TESTS = 2_000_000_000  # bytes


def program(name: str) -> str:
    """The command for a program that is installed in .venv."""
    return str(BIN / name)


def shown(path: Path) -> str:
    """A path as one would type it from the checkout."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def make_private(directory: Path) -> Path:
    """Make a directory that only its owner may enter."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    return directory


def throwaway_directory(*, in_memory: bool) -> Path:
    """A new empty directory that the caller removes; in memory when that is wanted and there is room for it.

    Others may pass through it, and see what in it is open to them: PostgreSQL may have to run as somebody else.
    """
    # Not the system's temporary directory: on many machines that is memory too, and small.
    home = Path("/var/tmp") if os.access("/var/tmp", os.W_OK) else Path(tempfile.gettempdir())
    memory = Path("/dev/shm")
    if in_memory and os.access(memory, os.W_OK | os.X_OK) and shutil.disk_usage(memory).free > ROOM_FOR_TESTS:
        home = memory
    remove_leftovers(home)
    made = Path(tempfile.mkdtemp(prefix=f"linnet-{os.getpid()}-", dir=home))
    made.chmod(0o711)
    return made


def remove_leftovers(home: Path) -> None:
    """Remove throwaway directories whose maker was killed before it could."""
    for left in home.glob("linnet-*-*"):
        maker = left.name.split("-")[1]
        if maker.isdigit() and not Path("/proc", maker).exists() and left.stat().st_uid == os.geteuid():
            shutil.rmtree(left, ignore_errors=True)


def corner() -> Path:
    """This checkout's own directory that other accounts can reach, for when PostgreSQL has to run as one of them."""
    return Path("/var/tmp") / f"linnet-{fingerprint(ROOT)}"


def place_in_corner(base: Path) -> Path:
    """The directory in the corner that takes the place of one that other accounts cannot reach."""
    return corner() / f"{base.name}-{fingerprint(base)}"


def fingerprint(path: Path) -> str:
    """A short name for a place, which no other place has."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:8]
