"""An unannounced log record of WARNING or above fails the test.

A warning that appears in every run is one nobody reads; so the tests allow none but those a test announces:

    def test_refused(expect_log):
        expect_log("refused by the vendor", logger="roomscribe.net")
        ...

    @pytest.mark.expect_log("refused by the vendor")
    def test_refused(): ...

An announced record that never comes fails the test too.
"""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytest_asyncio import is_async_test

from tests.support.verdict import object_to


@dataclass
class ExpectedLog:
    """An announcement, and what came of it."""

    pattern: str
    logger: str = ""
    level: int = logging.WARNING
    optional: bool = False
    records: list[logging.LogRecord] = field(default_factory=list)

    def takes(self, record: logging.LogRecord) -> bool:
        """Whether this record was announced: this level or above, from this logger or one below it."""
        own = not self.logger or record.name == self.logger or record.name.startswith(f"{self.logger}.")
        return own and record.levelno >= self.level and re.search(self.pattern, record.getMessage()) is not None

    def describe(self) -> str:
        return (
            f"{logging.getLevelName(self.level)} or above matching {self.pattern!r} from {self.logger or 'any logger'}"
        )


class LogWatch(logging.Handler):
    """Collects what is logged during one test."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[ExpectedLog] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def expect(
        self, pattern: str, *, logger: str = "", level: int = logging.WARNING, optional: bool = False
    ) -> ExpectedLog:
        """Announce records that match; `optional` ones may also stay away. `.records` of the result holds them."""
        announced = ExpectedLog(pattern, logger, level, optional)
        self.expected.append(announced)
        return announced

    def objections(self) -> list[str]:
        """What was logged without announcement, and what was announced and not logged."""
        found = []
        for record in self.records:
            takers = [announced for announced in self.expected if announced.takes(record)]
            for announced in takers:
                announced.records.append(record)
            if not takers:
                where = f"{record.pathname}:{record.lineno}"
                found.append(f"unannounced {record.levelname} from {record.name}: {record.getMessage()} ({where})")
        for announced in self.expected:
            if not announced.records and not announced.optional:
                found.append(f"announced, but not logged: {announced.describe()}")
        return found


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "expect_log(pattern, logger='', level=WARNING, optional=False): "
        "announce a log record that would otherwise fail the test",
    )


@pytest.fixture(autouse=True)
def log_guard(request: pytest.FixtureRequest) -> Iterator[LogWatch]:
    watch = LogWatch()
    for marker in request.node.iter_markers("expect_log"):
        watch.expect(*marker.args, **marker.kwargs)
    root = logging.getLogger()
    root.addHandler(watch)
    yield watch
    if is_async_test(request.node):
        # asyncio complains about an error nobody asked for when the task is collected; let that be now, in this
        # test. The youngest generations hold what a test just left, and cost a tenth of a full collection.
        gc.collect(1)
    removed = watch not in root.handlers
    root.removeHandler(watch)
    objections = watch.objections()
    if removed:
        objections.append("the root logger's handlers were replaced and not put back: the guard was blind")
    if objections:
        object_to(request.node, "\n".join(objections))


ExpectLog = Callable[..., ExpectedLog]


@pytest.fixture
def expect_log(log_guard: LogWatch) -> ExpectLog:
    """A function that announces a log record: `expect_log(pattern, logger=…, level=…, optional=…)`."""
    return log_guard.expect
