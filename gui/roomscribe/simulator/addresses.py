"""Which addresses the simulator may send something to: those of this computer."""

from __future__ import annotations

from urllib.parse import urlsplit

OWN_HOSTS = ("127.0.0.1", "localhost", "::1")


def require_own_address(url: str) -> None:
    """Raises `ValueError` with a sentence for the user unless `url` is plain http on this computer."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("The address can't be read; the port must be a number from 1 to 65535.") from None
    if any(each.isspace() or not each.isprintable() for each in url):
        raise ValueError("The address must not contain spaces or control characters.")
    if parts.scheme != "http":
        raise ValueError("The address must begin with http://; the simulator sends to this computer alone.")
    if "@" in parts.netloc:
        raise ValueError("The address must not contain a user name or password.")
    if host not in OWN_HOSTS:
        raise ValueError("The simulator sends to this computer alone: use 127.0.0.1, localhost or [::1] as the host.")
    if port == 0:
        raise ValueError("The address can't be read; the port must be a number from 1 to 65535.")
    if "?" in url or "#" in url:
        raise ValueError("Leave out everything from “?” or “#” on.")
