"""The keyring is in memory and empty at every test's start.

A test that writes to the keyring of the person who runs it destroys their credentials. `@pytest.mark.real_keyring` is
for the tests of the real thing, which bring their own (see secret_service).
"""

from __future__ import annotations

from typing import NoReturn

import keyring.backend
import keyring.core
import keyring.errors
import pytest
from keyring.compat import properties


class MemoryKeyring(keyring.backend.KeyringBackend):
    """Behaves like a real store, and forgets everything with the test. Its content is `.entries`."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    @properties.classproperty
    def priority(cls) -> NoReturn:  # noqa: N805
        # Not to be found by keyring's own search for the best store.
        raise RuntimeError("for tests only")

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("no such password")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "real_keyring: let keyring find the system's own store for this test")


@pytest.fixture(autouse=True)
def memory_keyring(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring | None:
    """The keyring that everything in this process uses during the test; None with the marker `real_keyring`."""
    if request.node.get_closest_marker("real_keyring"):
        # Both are remembered by keyring from an earlier look round, when another D-Bus or none was there.
        monkeypatch.setattr(keyring.core, "_keyring_backend", None)
        vars(keyring.backend.get_all_keyring).pop("saved_result", None)
        return None
    store = MemoryKeyring()
    monkeypatch.setattr(keyring.core, "_keyring_backend", store)
    return store
