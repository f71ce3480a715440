"""A real Secret Service for one test: the same daemon as on a GNOME desktop, on a D-Bus of its own.

An imitation would agree with our idea of keyring; the real one knows locked collections, prompts and D-Bus errors.
Use it together with `@pytest.mark.real_keyring` when the code under test asks `keyring` for the store.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.processes import read_line, running
from tests.support.programs import path_of

# No service files: D-Bus must not start the person's own keyring when it is asked for one.
_BUS_CONFIG = """\
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_connections_per_user">100000</limit>
  <limit name="max_completed_connections">100000</limit>
</busconfig>
"""
"""With a desktop's limits: D-Bus itself would refuse the 257th connection of one user."""


@dataclass(frozen=True)
class SecretService:
    """A running service; `env` holds what a separate process needs to find it."""

    address: str
    env: dict[str, str]
    password: str

    def lock(self) -> None:
        """Lock the default collection, as after a pause. Nobody is there to answer a prompt, so it stays locked."""
        import secretstorage

        with closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_default_collection(connection).lock()


def _wait_for_service(timeout: float = 30.0) -> None:
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    question = new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.secrets",))
    deadline = time.monotonic() + timeout
    with closing(open_dbus_connection(bus="SESSION")) as connection:
        while not connection.send_and_get_reply(question, timeout=timeout).body[0]:
            if time.monotonic() > deadline:
                raise RuntimeError("gnome-keyring-daemon did not offer its Secret Service")
            time.sleep(0.02)


@pytest.fixture
def secret_service(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SecretService]:
    """An unlocked, empty Secret Service; this process and those it starts find it by their environment."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the Secret Service is Linux's store for secrets")
    for program in ("dbus-daemon", "gnome-keyring-daemon"):
        path_of(program)
    folder = tmp_path_factory.mktemp("secrets")
    env = {**os.environ, **_private_folders(folder)}
    config, socket, log = folder / "bus.conf", folder / "bus", folder / "log.txt"
    config.write_text(_BUS_CONFIG.format(socket=socket))
    reading, writing = os.pipe()
    try:
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", f"--print-address={writing}"]
        with running(command, env, log, pass_fds=[writing]) as bus:
            env["DBUS_SESSION_BUS_ADDRESS"] = read_line(reading, bus, log)
            service = SecretService(env["DBUS_SESSION_BUS_ADDRESS"], _environment_of(env), "known to the tests")
            for name, value in service.env.items():
                monkeypatch.setenv(name, value)
            keyring = ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"]
            with running(keyring, env, log, stdin=service.password.encode()):
                _wait_for_service()
                yield service
    finally:
        os.close(reading)
        os.close(writing)


def _private_folders(folder: Path) -> dict[str, str]:
    """Homes of its own, so that the daemon finds no keyring of anybody's and leaves none behind."""
    variables = {}
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        path = folder / variable.lower()
        path.mkdir(mode=0o700)
        variables[variable] = str(path)
    return variables


def _environment_of(env: dict[str, str]) -> dict[str, str]:
    return {"DBUS_SESSION_BUS_ADDRESS": env["DBUS_SESSION_BUS_ADDRESS"]}
