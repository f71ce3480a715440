"""Qt's own tester looks at every model that a test names, from when it is made to the end of the test.

    @makes(SaveModel)

The test must make one. A rule of Qt's that is broken ends the process at once, with the stack of who broke it: a view
that has met such a model may do so later, far from the cause. `tests/qt/ui/test_models.py` demands it of every model.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps
from typing import Any

import pytest

from tests.support.verdict import object_to


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "models(*classes): models that this test makes; Qt's tester stays with them")


def makes(*classes: type[Any]) -> pytest.MarkDecorator:
    """Tell which models a test makes."""
    return pytest.mark.models.with_args(*classes)  # called with one class, a mark would be put on that


@pytest.fixture(autouse=True)
def model_guard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    named = [each for mark in request.node.iter_markers("models") for each in mark.args]
    if not named:
        yield
        return
    testers: list[Any] = []  # one that nobody holds is gone at once, and tests nothing
    for each in named:
        monkeypatch.setattr(each, "__init__", _tested(each, testers))
    yield
    missing = [each.__name__ for each in named if not any(isinstance(model, each) for model, _ in testers)]
    for _, tester in testers:
        tester.deleteLater()
    if missing:
        object_to(request.node, f"this test is said to make models that it does not make: {', '.join(missing)}")


def _tested(named: type[Any], testers: list[Any]) -> Any:
    from PySide6.QtTest import QAbstractItemModelTester

    original = named.__init__

    @wraps(original)
    def made(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        tester = QAbstractItemModelTester(self, QAbstractItemModelTester.FailureReportingMode.Fatal)
        testers.append((self, tester))

    return made
