"""Secrets are in the keyring or in memory, the status says which and why, and nothing that hangs holds us up."""

from __future__ import annotations

import asyncio
import gc
import threading

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.core
import keyring.errors
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.errors import BadRequest
from roomscribe.services import vault as module
from roomscribe.services.known_secrets import LINGER
from roomscribe.services.vault import Vault
from tests.support.faces import ManualClock
from tests.support.keyring_guard import MemoryKeyring
from tests.unit.ledger.programs import run_python
from tests.unit.services.vault_stage import OWNER, SESSION_ONLY


async def fresh():
    vault = Vault(SystemClock())
    await vault.open()
    return vault


async def test_a_secret_is_there_in_the_next_session(vault, memory_keyring):
    status = await vault.open()
    assert status.persistent
    assert str(status.text) == "secrets in MemoryKeyring"
    assert memory_keyring.entries == {}, "looking for the keyring must not write to it"
    await vault.set(OWNER, "secret_key", "密钥-0123456789")
    assert memory_keyring.entries == {("RoomScribe/profile/p1/secret_key", "secret_key"): "密钥-0123456789"}
    later = await fresh()
    assert await later.get(OWNER, "secret_key") == "密钥-0123456789"
    assert await later.get(OWNER, "other") is None
    assert await later.delete(OWNER, "secret_key")
    assert memory_keyring.entries == {}
    assert await later.get(OWNER, "secret_key") is None
    await later.aclose()


async def test_session_only_never_reaches_the_keyring(vault, memory_keyring):
    await vault.open()
    await vault.set("profile/demo", "secret_key", "demo-secret", session_only=True)
    assert await vault.get("profile/demo", "secret_key") == "demo-secret"
    await vault.retry()
    assert memory_keyring.entries == {}
    assert await vault.delete("profile/demo", "secret_key")
    assert await vault.get("profile/demo", "secret_key") is None


async def test_delete_all_and_empty_values(vault, memory_keyring):
    await vault.open()
    await vault.set("task/t1", "kept", "a-token")
    await vault.set("task/t1", "typed", "a-signature")
    assert await vault.delete_all("task/t1", ("kept", "typed", "never there"))
    assert memory_keyring.entries == {}
    await vault.set(OWNER, "key", "something")
    await vault.set(OWNER, "key", "")
    assert memory_keyring.entries == {}


async def test_known_secrets(vault, memory_keyring):
    memory_keyring.entries["RoomScribe/profile/p1/old", "old"] = "read-from-keyring"
    await vault.open()
    await vault.get(OWNER, "old")
    await vault.set(OWNER, "new", "handed-in")
    await vault.set(OWNER, "short", "12345")
    vault.known.add("told-elsewhere")
    assert vault.known.values == {"read-from-keyring", "handed-in", "told-elsewhere"}


async def test_only_what_has_lapsed_and_stands_nowhere_else_is_forgotten(memory_keyring):
    clock = ManualClock()
    vault = Vault(clock)
    await vault.open()
    for task in ("task/t1", "task/t2"):
        await vault.set(task, "typed", "signature")
        await vault.set(task, "token", f"token-of-{task}")
        await vault.set(task, "shared", "token-of-both")
    await vault.delete("task/t1", "typed")
    assert await vault.delete_all("task/t1", ("token", "shared", "never there"), lapsed=True)
    assert "token-of-task/t1" in vault.known.values, "an answer may be on its way"
    clock.pass_by(LINGER + 1)
    await vault.get("task/t2", "token")
    assert vault.known.values == {"signature", "token-of-task/t2", "token-of-both"}
    await vault.aclose()


@pytest.mark.parametrize(("owner", "key"), [("p1", "k"), ("room/p1", "k"), ("profile/", "k"), ("profile/p1", "")])
async def test_a_place_must_be_one(vault, owner, key):
    with pytest.raises(ValueError, match="no place"):
        await vault.set(owner, key, "secret")


async def test_half_a_character_is_refused(vault):
    await vault.open()
    with pytest.raises(BadRequest, match="half a character at position 3"):
        await vault.set(OWNER, "key", "ab\ud83d")
    assert await vault.get(OWNER, "key") is None


@pytest.mark.real_keyring
@pytest.mark.usefixtures("no_bus")
async def test_without_a_keyring_service(vault):
    status = await vault.open()
    assert not status.persistent
    assert status.backend == ""
    assert str(status.text) == f"{SESSION_ONLY}: no keyring service on this computer"
    await vault.set(OWNER, "secret_key", "for-today")
    assert await vault.get(OWNER, "secret_key") == "for-today"
    assert await vault.delete(OWNER, "secret_key")
    assert await vault.get(OWNER, "secret_key") is None


@pytest.mark.real_keyring
async def test_the_real_secret_service(vault, secret_service):
    status = await vault.open()
    assert status.persistent
    assert str(status.text) == "secrets in GNOME Keyring"
    await vault.set(OWNER, "secret_key", "first")
    await vault.set(OWNER, "secret_key", "second 密钥🔑")
    later = await fresh()
    assert await later.get(OWNER, "secret_key") == "second 密钥🔑"
    assert await later.delete(OWNER, "secret_key")
    await later.aclose()
    last = await fresh()
    assert await last.get(OWNER, "secret_key") is None
    await last.aclose()


@pytest.mark.real_keyring
async def test_locked_while_in_use(vault, secret_service):
    await vault.open()
    await vault.set(OWNER, "before", "written-unlocked")
    secret_service.lock()
    await vault.set(OWNER, "after", "typed-while-locked")
    assert not vault.status.persistent
    assert vault.status.backend == "GNOME Keyring"
    assert str(vault.status.text) == f"{SESSION_ONLY}: GNOME Keyring is locked"
    assert await vault.get(OWNER, "after") == "typed-while-locked"
    assert await vault.get(OWNER, "before") == "written-unlocked", "read once per session"
    assert not await vault.delete(OWNER, "before")
    assert await vault.get(OWNER, "before") is None


@pytest.mark.real_keyring
async def test_locked_from_the_start(vault, secret_service):
    secret_service.lock()
    status = await vault.open()
    assert str(status.text) == f"{SESSION_ONLY}: GNOME Keyring is locked"
    assert await vault.get(OWNER, "secret_key") is None


@pytest.mark.real_keyring
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(min_size=1, max_size=200) | st.sampled_from(["\x00", "a\x00b", "\n", " ", "x" * 20_000]))
def test_any_value_survives_in_the_real_secret_service(secret_service, value):
    async def there_and_back() -> str | None:
        vault = await fresh()
        await vault.set(OWNER, "any", value)
        assert vault.status.persistent
        await vault.aclose()
        vault = await fresh()
        try:
            return await vault.get(OWNER, "any")
        finally:
            await vault.aclose()

    found = asyncio.run(there_and_back())
    # keyring leaves its D-Bus connections to the collector, which sleeps while a test runs. They are young; all that
    # earlier tests have left alive takes half a second to look at, forty times.
    gc.collect(1)
    assert found == value


class LockableKeyring(MemoryKeyring):
    """Can be locked, like the real ones, and made to hang, as with a prompt that nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.error: Exception | None = None
        self.answer = threading.Event()
        self.answer.set()

    def _ask(self) -> None:
        self.answer.wait(20)
        if self.error:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        super().delete_password(service, username)


@pytest.fixture
def lockable(monkeypatch):
    store = LockableKeyring()
    monkeypatch.setattr(keyring.core, "_keyring_backend", store)
    yield store
    store.answer.set()


async def test_retry_carries_out_what_the_keyring_still_owes(vault, lockable):
    lockable.entries["RoomScribe/profile/p1/old", "old"] = "to-be-deleted"
    lockable.error = keyring.errors.KeyringLocked("locked")
    assert not (await vault.open()).persistent
    await vault.set(OWNER, "new", "typed-while-locked")
    await vault.set("profile/demo", "key", "demo-secret", session_only=True)
    assert not await vault.delete(OWNER, "old")
    lockable.error = None
    assert (await vault.retry()).persistent
    assert lockable.entries == {("RoomScribe/profile/p1/new", "new"): "typed-while-locked"}


async def test_one_failure_does_not_close_the_keyring(vault, lockable):
    await vault.open()
    lockable.error = OSError("pywintypes.error, or so")
    await vault.set(OWNER, "key", "first-value")
    assert str(vault.status.text) == f"{SESSION_ONLY}: LockableKeyring failed (OSError)"
    assert await vault.get(OWNER, "key") == "first-value"
    lockable.error = None
    await vault.set(OWNER, "key", "second-value")
    assert vault.status.persistent
    assert list(lockable.entries.values()) == ["second-value"]


async def test_a_prompt_that_nobody_answers_holds_up_nothing(vault, lockable, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    told = []
    vault.subscribe(lambda: told.append(str(vault.status.text)))
    lockable.answer.clear()
    assert "does not answer" in str((await vault.open()).text)
    assert not (await vault.retry()).persistent, "no second prompt while the first one is open"
    await vault.set(OWNER, "key", "typed-meanwhile")
    lockable.answer.set()
    monkeypatch.setattr(module, "PATIENCE", 5)
    await vault.retry()
    assert vault.status.persistent
    assert told[-1] == "secrets in LockableKeyring"
    assert lockable.entries == {("RoomScribe/profile/p1/key", "key"): "typed-meanwhile"}


async def test_closing_does_not_wait_for_a_keyring_that_does_not_answer(lockable, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    vault = Vault(SystemClock())
    await vault.open()
    lockable.answer.clear()
    await vault.set(OWNER, "key", "written when nobody waits any more")
    await vault.aclose()
    assert lockable.entries == {}
    lockable.answer.set()


async def test_a_deletion_is_not_undone_by_an_older_read(vault, lockable):
    lockable.entries["RoomScribe/profile/p1/key", "key"] = "old-secret"
    await vault.open()
    lockable.answer.clear()
    read = asyncio.gather(vault.get(OWNER, "key"))
    await asyncio.sleep(0)
    deleted = asyncio.gather(vault.delete(OWNER, "key"))
    await asyncio.sleep(0)
    lockable.answer.set()
    await read
    assert list(await deleted) == [True]
    assert await vault.get(OWNER, "key") is None


def test_importing_the_vault_does_not_import_keyring():
    program = "import sys, roomscribe.services.vault; sys.exit('keyring' in sys.modules or 'PySide6' in sys.modules)"
    assert run_python(program).returncode == 0


async def test_what_no_keyring_holds_is_told_apart(vault, memory_keyring):
    await vault.set(OWNER, "typed-before", "canary-0")
    await vault.open()
    await vault.set(OWNER, "kept", "canary-1")
    await vault.set(OWNER, "session", "canary-2", session_only=True)
    await vault.set("task/t", "session", "canary-3", session_only=True)
    assert vault.only_here({OWNER}) == {(OWNER, "session"): "canary-2"}
    assert set(vault.only_here({OWNER, "task/t"}).values()) == {"canary-2", "canary-3"}
    await vault.delete(OWNER, "session")
    assert vault.only_here({OWNER}) == {}


async def test_without_a_keyring_everything_is_here_only(vault):
    await vault.set(OWNER, "key", "canary-0")
    assert vault.only_here({OWNER}) == {(OWNER, "key"): "canary-0"}


async def test_what_another_process_replaced_is_read_again(vault, memory_keyring):
    await vault.open()
    await vault.set(OWNER, "key", "canary-old")
    await vault.set(OWNER, "gone", "canary-gone")
    await vault.set(OWNER, "session", "canary-mine", session_only=True)
    other = Vault(SystemClock())
    await other.open()
    await other.set(OWNER, "key", "canary-new")
    await other.delete(OWNER, "gone")
    await other.aclose()
    assert await vault.get(OWNER, "key") == "canary-old"
    await vault.refresh(OWNER)
    assert await vault.get(OWNER, "key") == "canary-new"
    assert await vault.get(OWNER, "gone") is None
    assert await vault.get(OWNER, "session") == "canary-mine"
    assert "canary-new" in vault.known.values


async def test_a_keyring_that_is_gone_takes_nothing_with_it(vault, memory_keyring, monkeypatch):
    await vault.open()
    await vault.set(OWNER, "key", "canary-old")

    def locked(*_: object) -> str:
        raise keyring.errors.KeyringLocked("locked")

    monkeypatch.setattr(MemoryKeyring, "get_password", locked)
    await vault.refresh(OWNER)
    assert await vault.get(OWNER, "key") == "canary-old"
    assert not vault.status.persistent
