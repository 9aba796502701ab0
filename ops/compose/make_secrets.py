"""Fill secrets/ for docker-compose.yml, once: `python3 -m ops.compose.make_secrets [directory]`.

One file for each secret of 256 bits, and for each address that contains one. Nobody but you may enter the directory;
the files in it can be read by all, because containers read them as other users. Standard library only.
"""

import sys
from dataclasses import asdict
from pathlib import Path

from ops.credentials import Credentials
from ops.places import ROOT, make_private

BROKER = """requirepass {password}
bind * -::*
dir /data
appendonly yes
maxmemory-policy noeviction
"""


def contents(credentials: Credentials) -> dict[str, str]:
    """The files' names and what is in them."""
    databases = {
        f"database_url_{role}": f"postgresql://linnet_{role}:{credentials.password_of(role)}@db:5432/linnet"
        for role in ("owner", "app", "batch")
    }
    return {
        **asdict(credentials),
        **databases,
        "broker_url": f"redis://:{credentials.broker_password}@broker:6379/0",
        "broker_conf": BROKER.format(password=credentials.broker_password),
    }


def fill(directory: Path) -> list[str]:
    """Write the files; return their names. Raises FileExistsError when there is one: it may be in use."""
    make_private(directory)
    files = contents(Credentials.generate())
    if there := [name for name in files if (directory / name).exists()]:
        raise FileExistsError(f"{directory} has {', '.join(there)} already. Nothing was changed.")
    for name, text in files.items():
        path = directory / name
        path.write_text(text)
        path.chmod(0o644)
    return sorted(files)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "secrets"
    try:
        print(f"{chosen}: {', '.join(fill(chosen))}")
    except FileExistsError as error:
        sys.exit(str(error))
