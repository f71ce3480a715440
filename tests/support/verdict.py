"""How guards speak: once, and only about tests that passed otherwise."""

from __future__ import annotations

import pytest

_failed = pytest.StashKey[bool]()


def note_failure(item: pytest.Item) -> None:
    item.stash[_failed] = True


def has_failed(item: pytest.Item) -> bool:
    """A failed test leaves things behind because it failed; reporting those would bury the cause."""
    return item.stash.get(_failed, False)


def object_to(item: pytest.Item, message: str) -> None:
    """Fail the test with this message, unless it has failed already."""
    if not has_failed(item):
        pytest.fail(message, pytrace=False)
