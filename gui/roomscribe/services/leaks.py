"""The last line before disk: refuses any text in which a known secret stands."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import quote

from roomscribe.services.vault import Vault

SHORTEST = 12
"""Characters. Every real key is longer, and a short one could be a word that rightly stands in a row."""


def leak_guard(vault: Vault) -> Callable[[str], None]:
    """A check that raises `ValueError` when a text holds a secret of this session, plain or encoded."""

    def check(text: str) -> None:
        for secret in vault.known_secrets():
            if len(secret) < SHORTEST:
                continue
            forms = (secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode())
            if any(form in text for form in forms):
                # Without the value and without the text: this message may end in a log.
                raise ValueError("refused to write a secret to disk")

    return check
