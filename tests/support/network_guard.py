"""Only loopback can be reached.

A test that talks to the internet fails on a train, and one day costs money at a vendor. An attempt raises, and since
the program may treat the error as an ordinary bad network, the attempt is remembered and fails the test at its end.

`@pytest.mark.unreachable_network` is for tests about that bad network: attempts fail the way a cut cable does.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.verdict import object_to

_LOCAL_NAMES = ("localhost", "localhost.localdomain", "")


class NetworkError(RuntimeError):
    """Something tried to reach another computer. Not an OSError: those are expected and handled."""


class _Watch:
    """What is allowed now, and what was attempted since the test began."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self.cable_is_cut = False

    def refuse(self, attempt: str, as_if: OSError) -> None:
        if self.cable_is_cut:
            raise as_if
        self.attempts.append(attempt)
        raise NetworkError(f"tests reach loopback only, and this was {attempt}")


_watch = _Watch()
_patch = pytest.MonkeyPatch()


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)


def is_local(host: object) -> bool:
    name = _text(host).split("%")[0].lower()
    if name in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_address(host: object) -> bool:
    try:
        ipaddress.ip_address(_text(host).split("%")[0])
    except ValueError:
        return False
    return True


def _check_address(sock: socket.socket, address: Any, verb: str) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
        cut = OSError(errno.ENETUNREACH, "Network is unreachable")
        _watch.refuse(f"{verb} {address[0]} port {address[1]}", cut)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "unreachable_network: attempts to reach other computers fail like a cut cable, and are no offence"
    )
    connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
    getaddrinfo = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check_address(self, address, "a connection to")
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check_address(self, address, "a connection to")
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        _check_address(self, rest[-1], "a datagram to")
        return sendto(self, data, *rest)

    def guarded_getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        # Numbers need no question to anybody, and are judged when something connects to them.
        if host is not None and not is_local(host) and not _is_address(host):
            cut = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            _watch.refuse(f"a question for the address of {_text(host)}", cut)
        return getaddrinfo(host, *rest, **more)

    _patch.setattr(socket.socket, "connect", guarded_connect)
    _patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    _patch.setattr(socket.socket, "sendto", guarded_sendto)
    _patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def pytest_unconfigure(config: pytest.Config) -> None:
    _patch.undo()


@pytest.fixture(autouse=True)
def network_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    _watch.attempts.clear()
    _watch.cable_is_cut = request.node.get_closest_marker("unreachable_network") is not None
    yield
    _watch.cable_is_cut = False
    if _watch.attempts:
        object_to(request.node, f"tests reach loopback only, and this one attempted {', '.join(_watch.attempts)}")
