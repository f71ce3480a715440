"""The last line before disk: refuses any text in which a known secret stands."""

from __future__ import annotations

from collections.abc import Callable

from roomscribe.services.vault import Vault


def leak_guard(vault: Vault) -> Callable[[str], None]:
    """A check that raises `ValueError` when a text holds a secret of this session, plain or encoded."""

    def check(text: str) -> None:
        if vault.known.stand_in(text):
            # Without the value and without the text: this message may end in a log.
            raise ValueError("refused to write a secret to disk")

    return check
