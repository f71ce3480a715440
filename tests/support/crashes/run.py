"""Plays one scenario: starts the console, kills it, starts it again, waits until all is settled, and judges."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from roomscribe.domain.tasks import EntryKind
from roomscribe.ledger.checking import check
from roomscribe.simulator.inside import TaskFacts
from roomscribe.vendors.registry import Registry
from tests.support.arrivals import Arrival
from tests.support.crashes import judge
from tests.support.crashes.judge import Stalls, Watch
from tests.support.crashes.keyring_files import environment
from tests.support.crashes.nursery import Nursery
from tests.support.crashes.order import ERRORS, Order, heard
from tests.support.crashes.reading import Book
from tests.support.crashes.scenario import Kill, Moment, Scenario
from tests.support.crashes.vendor import Trap, Vendor
from tests.support.invariants import LATE, row_of, without_row
from tests.support.process_guard import watchdogs

STEP = 0.1
"""Seconds between two looks."""
PATIENCE = 60.0
"""Seconds for a process to get ready; nothing is judged by it."""
LONGEST = 90.0
"""Seconds after the last start within which a run must be settled."""


@dataclass
class Outcome:
    """What one run has shown."""

    scenario: Scenario
    violations: list[str] = field(default_factory=list)
    story: str = ""
    crashes: int = 0
    """Consoles that were killed."""
    watchdogs: int = 0
    """Watchdogs that were killed."""
    moments: list[Moment] = field(default_factory=list)
    """Where each console was."""
    cuts: int = 0
    alone: int = 0
    """Tasks that ended with no console there."""
    tasks: int = 0
    requests: int = 0


class Run:
    """One scenario in a folder of its own."""

    def __init__(self, scenario: Scenario, folder: Path, registry: Registry, nursery: Nursery, stalls: Stalls) -> None:
        self._scenario = scenario
        self._folder = folder
        self._registry = registry
        self._nursery = nursery
        self._watch = Watch(registry, stalls)
        self._ledger = folder / "data" / "ledger.sqlite3"
        self._vendor = Vendor(registry, absent=self._absent, wanted=self._wanted, slip=scenario.slip)
        self._events: list[tuple[float, str]] = []
        self._process = 0
        self._cutting: asyncio.Task[None] | None = None
        self._outcome = Outcome(scenario)

    async def play(self) -> Outcome:
        """Play it, and say what it has shown."""
        began = time.time()
        await asyncio.to_thread(self._vendor.start)
        try:
            for trouble in self._scenario.troubles:
                self._vendor.trouble(trouble)
            order = Order(
                folder=self._folder,
                url=self._vendor.url,
                accounts=self._vendor.accounts,
                watchdog=self._scenario.watchdog,
            )
            acts = self._scenario.acts
            for number, kill in enumerate(self._scenario.kills):
                await self._session(replace(order, acts=acts if number == 0 else ()), kill)
            await self._settle(order)
        finally:
            await self._end()
        outcome = self._outcome
        if outcome.violations:
            book, said = Book.of(self._ledger), heard(self._folder / "said.jsonl")
            outcome.story = judge.story(began, self._vendor.log, book, said, self._events)
        return outcome

    # What happens

    async def _session(self, order: Order, kill: Kill) -> None:
        self._watch.able_from = ready = await self._start(order.killed_by(kill))
        if kill.moment in (Moment.ARRIVED, Moment.ANSWERED):
            self._vendor.set(Trap(self._process, kill.moment, kill.number))
        with contextlib.suppress(TimeoutError):
            await _until(lambda: not _lives(self._process), ready + kill.latest - time.time())
        self._vendor.set(None)
        moment = Moment.TIME if _lives(self._process) else kill.moment
        self._kill_console()
        self._tell(f"the console was killed {moment.value}")
        if not self._scenario.troubles:
            self._judge_times()
        self._outcome.crashes += 1
        self._outcome.moments.append(moment)
        self._watch.able_from = time.time()
        if kill.watchdog:
            await self._kill_watchdog()
        if kill.cut:
            await self._join_cut()
            self._cutting = asyncio.get_running_loop().create_task(self._cut(kill.cut))
            self._outcome.cuts += 1
        elif self._cutting is None or self._cutting.done():  # else the end of that does it
            self._vendor.untroubled()
        if self._scenario.away and await self._watched():
            await self._stay_away()

    async def _cut(self, seconds: float) -> None:
        self._tell(f"the simulator is gone for {seconds:.2f} s")
        await self._vendor.cut(seconds)
        self._watch.cut_until = time.time()
        self._vendor.untroubled()
        self._tell("the simulator is there again")

    async def _join_cut(self) -> None:
        if self._cutting is not None:
            await self._cutting
            self._cutting = None

    async def _stay_away(self) -> None:
        """Let the watchdog end what it can, and come back when all that should have ended by then."""
        self._tell("nobody comes back, and the watchdog is there")
        await self._join_cut()
        while await self._watched() and self._open():
            book = Book.of(self._ledger)
            dues = [
                self._watch.due(row, facts, book)
                for facts in self._open()
                if (row := row_of(facts, book.rows)) is not None and row.vendor_task_id
            ]
            if not any(due is not None and time.time() < due + LATE for due in dues):
                break
            await asyncio.sleep(STEP)
        self._judge_times()
        self._outcome.alone += sum(each.ended_at is not None for each in self._vendor.tasks())

    async def _settle(self, order: Order) -> None:
        ready = await self._start(order)
        self._watch.able_from = ready
        await self._join_cut()
        try:
            await _until(self._settled, LONGEST)
        except TimeoutError:
            self._outcome.violations.append("it is not settled")
        self._kill_console()  # what it would do meanwhile would be judged by an older look
        await _until(lambda: not _lives(self._process))
        self._judge()

    def _open(self) -> list[TaskFacts]:
        return [each for each in self._vendor.tasks() if each.ended_at is None]

    def _settled(self) -> bool:
        """Whether nothing is to be expected any more: what can be known is known, and has ended."""
        book, left = Book.of(self._ledger), self._open()
        if not any(row.live and not judge.nobody_knows(row, self._registry) for row in book.rows):
            return True
        return bool(left) and all(self._hopeless(facts, book) for facts in left)

    def _hopeless(self, facts: TaskFacts, book: Book) -> bool:
        """Whether a task has outlived its end so much that waiting longer shows nothing new."""
        row = row_of(facts, book.rows)
        return row is not None and self._watch.late(row, facts, book, time.time()) > judge.REPEATED

    # Judging

    def _absent(self, arrival: Arrival) -> str:
        return Book.of(self._ledger).lacks(arrival, self._registry, [each.arrival for each in self._vendor.log])

    def _wanted(self, arrival: Arrival) -> bool:
        book = Book.of(self._ledger)
        rows = [row for row in book.about(arrival) if row.vendor_task_id]
        return bool(rows) and all(book.wish(row, EntryKind.STOP_WISHED) is None for row in rows)

    def _judge_times(self) -> None:
        book = Book.of(self._ledger)
        self._outcome.violations += judge.late(self._watch, self._vendor.tasks(), book, time.time())

    def _judge(self) -> None:
        book, tasks, said = Book.of(self._ledger), self._vendor.tasks(), heard(self._folder / "said.jsonl")
        outcome, log = self._outcome, self._vendor.log
        self._judge_times()
        outcome.violations += judge.absent(log, book, self._registry)
        outcome.violations += without_row(tasks, book.rows)
        outcome.violations += judge.once_shown_as_ended(tasks, book, said)
        outcome.violations += judge.broken(said)
        errors = self._folder / ERRORS
        if errors.exists() and "Traceback" in (text := errors.read_text()):
            outcome.violations.append(f"a console complained: {text}")
        found = check(self._ledger)
        if not found.sound:
            outcome.violations.append(f"the ledger is not sound: {found}")
        outcome.tasks, outcome.requests = len(tasks), len(log)

    # Processes

    async def _start(self, order: Order) -> float:
        """Start a console; when it was ready, UTC seconds. One that ends itself before counts as ready then."""
        (self._folder / "data").mkdir(exist_ok=True)
        before = _count(self._folder, "ready")
        self._process = self._open_window(order) if self._scenario.window else self._nursery.start(order)
        self._tell(f"console {self._process} is started")
        await _until(lambda: _count(self._folder, "ready") > before or not _lives(self._process))
        return time.time()

    def _open_window(self, order: Order) -> int:
        with (self._folder / ERRORS).open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.crashes.window"],
                env={
                    **os.environ,
                    **environment(self._folder / "keyring"),
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                },
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write(f"{order.text()}\n".encode())
        _children[process.pid] = process
        return process.pid

    def _kill_console(self) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)

    async def _kill_watchdog(self) -> None:
        for each in await asyncio.to_thread(watchdogs, self._folder):
            each.kill()
            self._outcome.watchdogs += 1
            self._tell("the watchdog was killed")

    async def _watched(self) -> bool:
        return bool(await asyncio.to_thread(watchdogs, self._folder))

    async def _end(self) -> None:
        self._kill_console()
        await _until(lambda: not _lives(self._process))
        with contextlib.suppress(asyncio.CancelledError):
            await self._join_cut()
        while left := await asyncio.to_thread(watchdogs, self._folder):
            for each in left:
                each.kill()
            await asyncio.sleep(STEP)
        await asyncio.to_thread(self._vendor.stop)
        _children.pop(self._process, None)

    def _tell(self, text: str) -> None:
        self._events.append((time.time(), text))


_children: dict[int, subprocess.Popen[bytes]] = {}
"""Those that this process has started itself, by process id."""


def _lives(process: int) -> bool:
    if (child := _children.get(process)) is not None:
        return child.poll() is None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _count(folder: Path, what: str) -> int:
    return sum(each["what"] == what for each in heard(folder / "said.jsonl"))


async def _until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(STEP / 4)
