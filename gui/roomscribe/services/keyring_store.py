"""The OS keyring as blocking calls: which store it is, whether it may be trusted, and what its failures mean.

Only the vault's worker thread calls this: a call takes up to 90 ms, or as long as a prompt is open.
"""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T, Text

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

WINDOWS_LIMIT = 1280
"""UTF-16 units that the Windows Credential Manager takes; a longer value fails there with a raw system error."""
PROBED_SERVICE = "RoomScribe/probe"
"""Read, never written, to see whether the keyring is locked."""

_NO_STORE = ("keyring.backends.fail",)
_UNSAFE = ("keyring.backends.null", "keyrings.")
"""Backends that keep nothing, and the family of those that write files of their own."""
_NAMES = {
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.kwallet": "KWallet",
}
_SECRET_SERVICE = ("keyring.backends.SecretService", "keyring.backends.libsecret")
_DAEMONS = {"gnome-keyring": "GNOME Keyring", "kwallet": "KWallet", "ksecret": "KWallet", "keepassxc": "KeePassXC"}


class KeyringUnavailable(Exception):
    """The keyring cannot be used now; `reason` is the sentence for the status line."""

    def __init__(self, reason: Text, *, backend: str = "", shut: bool = True) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.backend = backend
        """Human name of the store that refused, "" where there is none."""
        self.shut = shut
        """The next call would fail too, or open the same prompt again; False where only this call failed."""


class KeyringStore:
    """A trusted keyring. Every method raises `KeyringUnavailable` when it is locked or gone."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend
        self._windows = _module(type(backend)) == "keyring.backends.Windows"
        self.name = _name(backend)

    def check(self, value: str) -> None:
        """`BadRequest` when this store cannot hold the value. Asks nobody, so any thread may call it."""
        units = len(value.encode("utf-16-le")) // 2
        if self._windows and units > WINDOWS_LIMIT:
            raise BadRequest(
                T(
                    "Windows keeps at most {limit} characters per secret; this one has {count}.",
                    limit=WINDOWS_LIMIT,
                    count=units,
                )
            )

    def read(self, service: str, user: str) -> str | None:
        """The value, or None."""
        try:
            return self._backend.get_password(service, user)
        except Exception as error:  # backends raise whatever their system raises (pywintypes, jeepney)
            raise self._unavailable(error) from error

    def write(self, service: str, user: str, value: str) -> None:
        """Add or replace a value; `BadRequest` when this store cannot hold it."""
        self.check(value)
        if self._windows:
            # Its backend does not replace a value: it renames the old one, which would stay behind.
            self.remove(service, user)
        try:
            self._backend.set_password(service, user, value)
        except Exception as error:  # as above
            raise self._unavailable(error) from error

    def remove(self, service: str, user: str) -> None:
        """Delete a value; one that is not there is fine."""
        from keyring.errors import PasswordDeleteError

        try:
            self._backend.delete_password(service, user)
        except PasswordDeleteError as error:
            # Backends say the same for "not there" and for "not allowed".
            if self.read(service, user) is not None:
                raise self._unavailable(error) from error
        except Exception as error:  # as above
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> KeyringUnavailable:
        from keyring.errors import InitError, KeyringLocked

        log.info("the keyring failed: %s", type(error).__name__)
        if isinstance(error, KeyringLocked):
            reason = T("secrets are kept for this session only: {backend} is locked", backend=self.name)
        elif isinstance(error, InitError):
            reason = T("secrets are kept for this session only: {backend} could not be opened", backend=self.name)
        else:
            reason = T(
                "secrets are kept for this session only: {backend} failed ({why})",
                backend=self.name,
                why=type(error).__name__,
            )
        shut = isinstance(error, (KeyringLocked, InitError))
        return KeyringUnavailable(reason, backend=self.name, shut=shut)


def find_store() -> KeyringStore:
    """The keyring of this computer, reachable and unlocked (a prompt may ask the person for that).

    Writes nothing. Raises `KeyringUnavailable` where there is none, none to be trusted, or none that opens.
    """
    try:
        backend = _trusted_backend()
    except KeyringUnavailable:
        raise
    except Exception as error:  # a configured backend may fail to load in any way
        why = type(error).__name__
        raise KeyringUnavailable(
            T("secrets are kept for this session only: the keyring failed ({why})", why=why)
        ) from error
    store = KeyringStore(backend)
    store.read(PROBED_SERVICE, "probe")
    return store


def _trusted_backend() -> KeyringBackend:
    import keyring
    from keyring.backend import KeyringBackend

    chosen = keyring.get_keyring()
    candidates = _children(chosen)
    if not any(map(_is_store, candidates)):
        # keyring remembers its first look round; a service may have started since then.
        viable = [each for each in KeyringBackend.get_viable_backends() if _module(each) in (*_NAMES, *_SECRET_SERVICE)]
        candidates += [each() for each in sorted(viable, key=lambda each: each.priority, reverse=True)]
    for candidate in candidates:
        if _is_store(candidate) and not _is_unsafe(candidate):
            return candidate
    unsafe = next(filter(_is_unsafe, candidates), None)
    if unsafe is not None:
        name = _module(type(unsafe))
        raise KeyringUnavailable(
            T("secrets are kept for this session only: {backend} would not protect them", backend=name), backend=name
        )
    raise KeyringUnavailable(T("secrets are kept for this session only: no keyring service on this computer"))


def _children(backend: KeyringBackend) -> list[KeyringBackend]:
    # The chainer asks every backend it knows, weak ones included; take it apart and choose for ourselves.
    if _module(type(backend)) == "keyring.backends.chainer":
        return list(backend.backends)  # type: ignore[attr-defined]
    return [backend]


def _is_store(backend: KeyringBackend) -> bool:
    return not _module(type(backend)).startswith(_NO_STORE)


def _is_unsafe(backend: KeyringBackend) -> bool:
    return _module(type(backend)).startswith(_UNSAFE)


def _module(backend: type[Any]) -> str:
    return backend.__module__


def _name(backend: KeyringBackend) -> str:
    module = _module(type(backend))
    if module in _SECRET_SERVICE:
        return _secret_service_name()
    return _NAMES.get(module) or type(backend).__name__


def _secret_service_name() -> str:
    """Who answers for the Secret Service here; "Secret Service" where that cannot be seen (sandboxes)."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    question = new_method_call(bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
    try:
        with closing(open_dbus_connection(bus="SESSION")) as connection:
            (process,) = connection.send_and_get_reply(question, timeout=2).body
        program = Path(f"/proc/{process}/comm").read_text("utf-8").strip()
    except Exception as error:  # noqa: BLE001 - only a name for the status line is at stake
        log.info("cannot tell who provides the Secret Service: %s", type(error).__name__)
        return "Secret Service"
    return next((name for start, name in _DAEMONS.items() if program.startswith(start)), "Secret Service")
