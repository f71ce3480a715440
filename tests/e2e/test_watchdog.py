"""The watchdog: it outlives window and crash, stops tasks at their end, ends with the last one, and shows no secret."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.__main__ import main
from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.console import build_services
from roomscribe.services.watchdog import process
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog
from tests.e2e import brisk_watchdog
from tests.e2e.accounts import fill_in_account, save_account
from tests.e2e.canaries import Canaries
from tests.e2e.child_program import GUARDED, WATCHING
from tests.e2e.children import child
from tests.e2e.clouds import AGORA, BOTH, REGISTRY, TRTC, Cloud
from tests.e2e.program import Program, opened, press
from tests.e2e.test_canary import SECRETS
from tests.e2e.watched import LATE, STOP, StopTimes, none_left, secrets_of, the_watchdog, told_by_watchdog
from tests.support.consoles import PATIENCE, PlainSpawner, until
from tests.support.dialogs import shown
from tests.support.process_guard import watchdogs
from tests.support.secret_service import SecretService

pytestmark = [pytest.mark.real_keyring, pytest.mark.timeout(120)]

PROGRAM = "tests.e2e.child_program"


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watchdog that is started here waits less before it ends. Two tests see the shipped one end."""
    monkeypatch.setattr(process, "command", brisk_watchdog.command)


async def accounts_in_keyring(cloud: Cloud, data_dir: Path) -> None:
    """An earlier session has saved an account at each vendor."""
    services = build_services(data_dir, REGISTRY, PlainSpawner(), SystemClock())
    await services.open()
    for generation in BOTH:
        await cloud.add_account(services, generation)
    await services.aclose()


def folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


async def leave_running(program: Program, promise: str) -> None:
    """Close the window over live tasks, once it has said what becomes of them."""
    program.window.close()
    dialog = await program.dialog(LeaveDialog)
    await program.until(lambda: promise in shown(dialog))
    press(dialog, "Leave running")
    await program.until(program.left.is_set)


async def end_soon(data_dir: Path) -> None:
    """Somebody brings the end of every task forward, without a console."""
    ledger = Ledger(data_dir / "ledger.sqlite3", SystemClock())
    await ledger.open()
    for task in await ledger.tasks():
        await ledger.save(replace(task, ends_at=time.time() + 1.0))
    await ledger.close()


async def test_a_killed_console_is_outlived(tmp_path: Path, secret_service: SecretService) -> None:
    data_dir, canaries = tmp_path / "data", Canaries()
    with Cloud(accounts=SECRETS) as cloud:
        await accounts_in_keyring(cloud, data_dir)
        stops = StopTimes(cloud, data_dir)
        with child(folder(tmp_path, "one"), PROGRAM, "guarded", str(data_dir), "watchdog") as victim:
            await victim.says(GUARDED)
            watchdog = await the_watchdog(data_dir)
            assert os.getsid(watchdog.pid) == watchdog.pid, "neither terminal nor Ctrl-C reaches it"
            assert stops.first == {}
            victim.tell("die")
            assert await victim.ended() == -signal.SIGKILL
            canaries.add_all(
                "account", {f"{each} {key}": value for each in BOTH for key, value in SECRETS[each].items()}
            )
            canaries.add_travellers(cloud.arrivals)
            assert secrets_of(watchdog, data_dir, canaries) == []
            await until(lambda: stops.first.keys() == set(BOTH), PATIENCE)
            assert stops.there == [watchdog] * 2, "it is the first one that outlives the console"
            # By its exit and not by what it wrote: only then nothing of it can be written any more.
            await none_left(data_dir)
        assert canaries.found_below(data_dir) == []

        arrived = len(cloud.arrivals)
        async with opened(data_dir) as program:
            for task in program.services.store.tasks():
                assert (task.state, program.cell(task.id, "Age")) == (TaskState.STOPPED, "receipt")
                assert task.ends_at is not None
                assert 0 <= stops.first[task.generation] - task.ends_at <= LATE
                assert await told_by_watchdog(program.services, task)
            assert len(cloud.arrivals) == arrived, "what is proven is not asked about again"


async def test_two_consoles_have_one_watchdog_and_replace_one_that_was_killed(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService
) -> None:
    data_dir = tmp_path / "data"
    await accounts_in_keyring(cloud, data_dir)
    stops = StopTimes(cloud, data_dir)
    one, two = folder(tmp_path, "one"), folder(tmp_path, "two")
    with child(one, PROGRAM, "guarded", str(data_dir), "watchdog", "brisk") as starter:
        with child(two, PROGRAM, "watching", str(data_dir), "watchdog", "brisk") as other:
            await other.says(WATCHING)
            await starter.says(GUARDED)
            watchdog = await the_watchdog(data_dir)
            # A second one comes to its end by itself: the lock is taken.
            second = [sys.executable, "-m", "roomscribe", "watchdog", "--data-dir", str(data_dir)]
            assert subprocess.run(second, stdin=subprocess.DEVNULL, check=False).returncode == 0  # noqa: ASYNC221
            assert watchdogs(data_dir) == [watchdog]
            await starter.killed()
            watchdog.kill()
            await other.says("The watchdog ended unexpectedly; another one was started.")
            successor = await the_watchdog(data_dir)
            assert successor.pid != watchdog.pid
            await until(lambda: "guards 2 of 2" in (data_dir / "watchdog" / "log.txt").read_text()[-400:], PATIENCE)
            assert stops.first == {}
            other.tell("die")
            assert await other.ended() == -signal.SIGKILL
        await until(lambda: stops.first.keys() == set(BOTH), PATIENCE)
        assert stops.there == [successor] * 2
        await none_left(data_dir)


async def test_the_next_console_takes_over_without_a_second_stop(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, brisk: None
) -> None:
    data_dir = tmp_path / "data"
    await accounts_in_keyring(cloud, data_dir)
    with child(folder(tmp_path, "one"), PROGRAM, "guarded", str(data_dir), "watchdog", "brisk") as victim:
        await victim.says(GUARDED)
        await victim.killed()
    async with opened(data_dir, watchdog=True) as program:
        assert len(watchdogs(data_dir)) == 1
        services = program.services
        for task in services.store.live():
            await program.until(lambda: all(services.lease.watches(each) for each in services.store.live()))
            await program.stop(task.id)
        await none_left(data_dir)
    assert [cloud.arrived(STOP[each]) for each in BOTH] == [1, 1]


async def test_a_stop_that_a_dead_console_wished_is_pursued(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, brisk: None
) -> None:
    data_dir = tmp_path / "data"
    async with opened(data_dir, watchdog=True) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        cloud.world.faults.add(Fault(FaultKind.HTTP, call=STOP[TRTC], count=None))
        program.window.select_task(task.id)
        program.window.commands.stop.trigger()
        await program.until(lambda: cloud.arrived(STOP[TRTC]))
        await leave_running(program, "It stays and stops the task")
    cloud.world.faults.clear()
    await none_left(data_dir)
    async with opened(data_dir) as program:
        assert program.services.store.get(task.id).receipt is not None


async def test_secrets_that_no_keyring_holds_are_told_over_a_pipe(tmp_path: Path, brisk: None) -> None:
    data_dir, canaries = tmp_path / "data", Canaries()
    with Cloud(accounts=SECRETS) as cloud:
        stops = StopTimes(cloud, data_dir)
        async with opened(data_dir, watchdog=True) as program:
            for generation in BOTH:
                profile = await save_account(program, await fill_in_account(program, cloud, generation))
                await program.start_until(TaskState.RUNNING, profile.id)
            await leave_running(program, "The watchdog keeps the keys in its memory")
        canaries.add_all("account", {f"{each} {key}": value for each in BOTH for key, value in SECRETS[each].items()})
        canaries.add_travellers(cloud.arrivals)
        assert secrets_of(await the_watchdog(data_dir), data_dir, canaries) == []
        assert stops.first == {}
        await end_soon(data_dir)
        await until(lambda: stops.first.keys() == set(BOTH), PATIENCE)
        await none_left(data_dir)
        assert canaries.found_below(data_dir) == []


async def test_a_console_without_the_keys_leaves_the_end_to_the_watchdog_that_was_told_them(
    cloud: Cloud, tmp_path: Path, brisk: None
) -> None:
    data_dir = tmp_path / "data"
    async with opened(data_dir, watchdog=True) as program:
        profile = await save_account(program, await fill_in_account(program, cloud, AGORA))
        task = await program.start_until(TaskState.RUNNING, profile.id)
        await leave_running(program, "The watchdog keeps the keys in its memory")
    async with opened(data_dir, watchdog=True) as program:
        await program.until(lambda: program.services.store.get(task.id).error)  # it can't be asked about
        program.window.select_task(task.id)
        program.window.commands.stop.trigger()
        await program.until(lambda: program.services.store.get(task.id).state is TaskState.STOPPED)
        assert await told_by_watchdog(program.services, task)
        await none_left(data_dir)


async def test_it_can_be_switched_off(cloud: Cloud, tmp_path: Path, secret_service: SecretService, brisk: None) -> None:
    data_dir = tmp_path / "data"
    async with opened(data_dir, watchdog=True) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        await the_watchdog(data_dir)
        program.window.commands.watchdog.trigger()
        await program.until(lambda: "nothing stops tasks at their end time" in shown(program.window.notices))
        await none_left(data_dir)
        program.window.close()
        dialog = await program.dialog(LeaveDialog)
        await program.until(lambda: "The watchdog is switched off (menu Task). While this console" in shown(dialog))
        press(dialog, "Stay")
    async with opened(data_dir, watchdog=True) as program:
        assert not program.window.commands.watchdog.isChecked()
        program.window.commands.watchdog.trigger()
        await the_watchdog(data_dir)
        await program.stop(task.id)
        kinds = [entry.kind for entry in await program.services.ledger.journal(task.id)]
        assert EntryKind.WATCHED not in kinds, "the console was there all the time"
        await none_left(data_dir)


async def test_demo_tasks_need_none(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True, watchdog=True) as program:
        profile = next(each for each in program.services.profiles.all() if each.generation == TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        await program.desk.watchdog.look()
        assert watchdogs(tmp_path) == []
        assert not (tmp_path / "watchdog").exists()
        await program.stop(task.id)


def test_it_is_small() -> None:
    """The process loads neither Qt nor the simulator, and no migration."""
    heavy = ("PySide6", "qasync", "starlette", "uvicorn", "alembic", "websockets", "google")
    code = (
        "import sys, roomscribe.watchdog, roomscribe.ledger.database, roomscribe.net.http\n"
        "from roomscribe.vendors.registry import load_registry\n"
        "load_registry()\n"
        f"print([each for each in {heavy} if each in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_it_is_not_offered_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = capsys.readouterr().out
    assert "simulate" in offered
    assert "watchdog" not in offered


def test_without_tasks_to_guard_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "roomscribe", "watchdog", "--data-dir", str(tmp_path)]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "there is no register of tasks" in ended.stderr
    assert list(tmp_path.iterdir()) == []
