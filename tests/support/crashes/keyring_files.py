"""A keyring in files, for processes that are killed and find it again: `KEYRING` in their environment names it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError

FOLDER = "ROOMSCRIBE_TEST_KEYRING"


def environment(folder: Path) -> dict[str, str]:
    """What makes a process, and those that it starts, keep secrets in this folder."""
    return {"PYTHON_KEYRING_BACKEND": f"{__name__}.FileKeyring", FOLDER: str(folder)}


class FileKeyring(KeyringBackend):
    """One file per secret, each written whole or not at all."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - a property of the class
        """Whoever has not asked for it by its environment must not be given it: keyring knows all that are loaded."""
        if FOLDER not in os.environ:
            raise RuntimeError(f"{FOLDER} is not set")
        return 1

    def get_password(self, service: str, username: str) -> str | None:
        try:
            return _path(service, username).read_text("utf-8")
        except FileNotFoundError:
            return None

    def set_password(self, service: str, username: str, password: str) -> None:
        path = _path(service, username)
        path.parent.mkdir(exist_ok=True)
        made = path.with_name(f"{path.name}.{os.getpid()}")
        made.write_text(password, "utf-8")
        made.replace(path)

    def delete_password(self, service: str, username: str) -> None:
        try:
            _path(service, username).unlink()
        except FileNotFoundError:
            raise PasswordDeleteError("no such password") from None


def _path(service: str, username: str) -> Path:
    return Path(os.environ[FOLDER]) / hashlib.sha256(f"{service}\n{username}".encode()).hexdigest()
