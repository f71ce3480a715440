"""The supervisor loses no task and no failure, and ends everything in time."""

from __future__ import annotations

import asyncio
import gc

import pytest

from roomscribe.domain.errors import ShuttingDown
from roomscribe.runtime.supervisor import Supervisor
from tests.support.signals import next_emit


@pytest.fixture
async def supervisor():
    supervisor = Supervisor()
    yield supervisor
    await supervisor.aclose(1)


async def test_a_task_is_named_and_gives_its_result(supervisor):
    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    task = supervisor.spawn(work(), name="count to seven")
    assert task.get_name() == "count to seven"
    assert await task == 7


async def test_a_waiting_task_is_not_collected(supervisor):
    done = asyncio.Event()

    async def wait() -> None:
        await asyncio.get_running_loop().create_future()

    async def watch() -> None:
        try:
            await wait()
        finally:
            done.set()

    supervisor.spawn(watch(), name="waits for ever")
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0.01)
    assert not done.is_set()


async def test_a_failure_is_told_once(supervisor):
    seen = []
    supervisor.failed.connect(lambda name, error: seen.append((name, error)))

    async def fail() -> None:
        raise ValueError("no")

    supervisor.spawn(fail(), name="fails")
    name, error = await next_emit(supervisor.failed)
    assert name == "fails"
    assert isinstance(error, ValueError)
    await asyncio.sleep(0.01)
    assert len(seen) == 1


async def test_a_cancelled_task_is_no_failure(supervisor):
    seen = []
    supervisor.failed.connect(lambda name, error: seen.append(name))
    task = supervisor.spawn(asyncio.sleep(60), name="sleeps")
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert seen == []


async def test_closing_cancels_waits_and_refuses(supervisor):
    tidied = []

    async def work() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await asyncio.sleep(0.01)
            tidied.append(True)

    for number in range(5):
        supervisor.spawn(work(), name=f"work {number}")
    await asyncio.sleep(0)
    await supervisor.aclose()
    await supervisor.aclose()
    assert tidied == [True] * 5
    with pytest.raises(ShuttingDown, match="late"):
        supervisor.spawn(asyncio.sleep(0), name="late")


async def test_a_task_that_will_not_end_is_named(supervisor, expect_log):
    expect_log("still running at the end: stubborn", logger="roomscribe.runtime.supervisor")
    release = asyncio.Event()

    async def stubborn() -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    task = supervisor.spawn(stubborn(), name="stubborn")
    await asyncio.sleep(0)
    await supervisor.aclose(0.05)
    assert not task.done()
    release.set()
    await task


async def test_a_task_may_close_its_own_supervisor(supervisor):
    other = supervisor.spawn(asyncio.sleep(60), name="other")
    task = supervisor.spawn(supervisor.aclose(), name="ends the program")
    await task
    assert other.cancelled()
