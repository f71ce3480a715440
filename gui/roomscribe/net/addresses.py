"""Which addresses a profile may have. Apart from the HTTP library, so that forms can check them without loading it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T


def require_safe_url(url: str) -> str:
    """The URL without a slash at its end; raises `BadRequest` unless it is https, or http on loopback."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadRequest(T("The port must be a number from 1 to 65535."), field="base_url") from None
    if port == 0:
        raise BadRequest(T("The port must be a number from 1 to 65535."), field="base_url")
    if parts.query or parts.fragment:
        raise BadRequest(T("Leave out everything from “?” or “#” on."), field="base_url")
    if parts.scheme == "https" and host:
        return url.rstrip("/")
    if parts.scheme == "http" and is_loopback(host):
        return url.rstrip("/")
    if parts.scheme == "http":
        raise BadRequest(T("Plain http is accepted for this computer (127.0.0.1) alone. Use https."), field="base_url")
    raise BadRequest(
        T("The address must begin with https:// (or http:// for this computer, 127.0.0.1)."), field="base_url"
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
