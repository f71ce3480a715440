"""HTTP Basic credentials, for vendors that sign nothing."""

from __future__ import annotations

import httpx


def basic_auth(name: str, secret: str) -> httpx.Auth:
    """Sends `Authorization: Basic` with every request of a client."""
    return httpx.BasicAuth(name, secret)
