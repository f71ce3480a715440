"""Which keyrings are used: none that is no keyring, none that hides in a chain, and within their limits."""

from __future__ import annotations

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.core
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from roomscribe.domain.errors import BadRequest
from tests.support.keyring_guard import MemoryKeyring
from tests.unit.services.vault_stage import OWNER, SESSION_ONLY


def disguised(module_name: str) -> type[MemoryKeyring]:
    """A keyring in memory that looks like another package's."""
    disguise = type("Keyring", (MemoryKeyring,), {"__module__": module_name})
    # Each class of a keyring registers itself for ever, and would be found by the tests of the search.
    vars(KeyringBackend)["_classes"].discard(disguise)
    return disguise


WeakKeyring = disguised("keyrings.alt.file")


@pytest.mark.usefixtures("no_bus")
@pytest.mark.parametrize(
    ("backend", "why"),
    [
        (keyring.backends.null.Keyring, "keyring.backends.null would not protect them"),
        (WeakKeyring, "keyrings.alt.file would not protect them"),
        (keyring.backends.fail.Keyring, "no keyring service on this computer"),
    ],
)
async def test_there_is_no_third_place(vault, monkeypatch, backend, why):
    chosen = backend()
    monkeypatch.setattr(keyring.core, "_keyring_backend", chosen)
    assert str((await vault.open()).text) == f"{SESSION_ONLY}: {why}"
    await vault.set(OWNER, "key", "some-secret")
    assert not getattr(chosen, "entries", None)


async def test_a_chain_is_taken_apart(vault, monkeypatch):
    weak, good = WeakKeyring(), MemoryKeyring()
    chain = disguised("keyring.backends.chainer")()
    chain.backends = [weak, good]  # type: ignore[attr-defined]
    monkeypatch.setattr(keyring.core, "_keyring_backend", chain)
    assert (await vault.open()).backend == "MemoryKeyring"
    await vault.set(OWNER, "key", "some-secret")
    assert weak.entries == {}
    assert len(good.entries) == 1


async def test_a_configured_backend_that_does_not_load(vault, monkeypatch):
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "nowhere.Keyring")
    assert str((await vault.open()).text) == f"{SESSION_ONLY}: the keyring failed (ModuleNotFoundError)"


async def test_the_limit_of_windows(vault, monkeypatch):
    store = disguised("keyring.backends.Windows")()
    monkeypatch.setattr(keyring.core, "_keyring_backend", store)
    assert (await vault.open()).backend == "Windows Credential Manager"
    await vault.set(OWNER, "key", "🔑" * 640)
    with pytest.raises(BadRequest, match="at most 1280 characters per secret; this one has 1282"):
        await vault.set(OWNER, "key", "🔑" * 641)
    assert await vault.get(OWNER, "key") == "🔑" * 640
    assert list(store.entries.values()) == ["🔑" * 640]
