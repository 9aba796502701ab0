"""Passwords and keys for the servers that run on this machine: made once, kept where only this user can read them."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, repr=False)  # a traceback must not show them
class Credentials:
    """One secret per field. The names of the database roles are in ops/roles.sql."""

    superuser_password: str
    owner_password: str
    app_password: str
    batch_password: str
    backup_password: str
    broker_password: str
    secret_key: str
    mfa_encryption_key: str  # 32 bytes in URL-safe base64: a Fernet key

    @classmethod
    def generate(cls) -> "Credentials":
        """New secrets, each of 256 bits."""
        made = {field.name: secrets.token_urlsafe(32) for field in fields(cls)}
        made["secret_key"] = secrets.token_urlsafe(64)
        made["mfa_encryption_key"] = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        return cls(**made)

    @classmethod
    def load_or_generate(cls, path: Path) -> "Credentials":
        """Those in the file; what the file lacks is made and written to it."""
        kept = json.loads(path.read_text()) if path.exists() else {}
        known = {field.name for field in fields(cls)}
        credentials = cls(**asdict(cls.generate()) | {name: kept[name] for name in known & kept.keys()})
        if asdict(credentials) != kept:
            write_private(path, json.dumps(asdict(credentials), indent=2) + "\n")
        return credentials

    def password_of(self, role: str) -> str:
        """The password of linnet_owner, linnet_app, linnet_batch or linnet_backup."""
        return asdict(self)[f"{role}_password"]

    def for_roles(self) -> dict[str, str]:
        """The environment that ops/roles.sql reads."""
        return {f"{role.upper()}_PASSWORD": self.password_of(role) for role in ("owner", "app", "batch", "backup")}


def write_private(path: Path, text: str) -> None:
    """Write a whole file or nothing, readable by its owner alone from its first moment."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
