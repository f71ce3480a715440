"""Who runs the program is asked for once, in one place: a table of thousands of rows is compared with it on a click."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest

import roomscribe
from roomscribe.services.user import user_name


@pytest.fixture(autouse=True)
def unknown() -> Iterator[None]:
    user_name.cache_clear()
    yield
    user_name.cache_clear()


def test_the_system_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask() -> str:
        asked.append("mei")
        return "mei"

    monkeypatch.setattr(getpass, "getuser", ask)
    assert [user_name() for _ in range(3)] == ["mei"] * 3
    assert asked == ["mei"]


def test_nobody_else_asks_the_system() -> None:
    root = Path(roomscribe.__file__).parent
    asking = [path for path in root.rglob("*.py") if "getuser" in path.read_text("utf-8")]
    assert [path.relative_to(root).as_posix() for path in asking] == ["services/user.py"]
