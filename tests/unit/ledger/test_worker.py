"""The worker keeps the order, loses no call to a cancellation, and never holds up the end."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest

from roomscribe.ledger.worker import Worker, WorkerClosed, settled, when_done


@pytest.fixture
async def worker():
    worker = Worker("test worker")
    yield worker
    await worker.close(1)


async def test_calls_run_in_order_on_one_other_thread(worker):
    seen: list[int] = []

    def note(number: int) -> threading.Thread:
        seen.append(number)
        return threading.current_thread()

    threads = await asyncio.gather(*(worker.call(partial(note, number)) for number in range(200)))
    assert seen == list(range(200))
    assert len(set(threads)) == 1
    assert threads[0] is not threading.current_thread()
    assert threads[0].daemon


async def test_an_exception_reaches_its_caller_and_the_worker_goes_on(worker):
    with pytest.raises(ZeroDivisionError):
        await worker.call(lambda: 1 / 0)
    assert await worker.call(lambda: 7) == 7


async def test_a_cancelled_wait_does_not_cancel_the_call(worker):
    gate, done = threading.Event(), threading.Event()
    first = asyncio.gather(worker.call(gate.wait))
    second = asyncio.gather(worker.call(done.set))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    gate.set()
    await first
    await worker.call(lambda: None)
    assert done.is_set()


async def test_a_failure_nobody_waits_for_is_reported(worker, expect_log):
    expect_log("after its caller had gone: disk full", logger="roomscribe.ledger.worker")
    gate = threading.Event()

    def fail() -> None:
        gate.wait(5)
        raise OSError("disk full")

    call = asyncio.gather(worker.call(fail))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    gate.set()
    await worker.call(lambda: None)
    await asyncio.sleep(0.01)


async def test_close_waits_for_what_is_queued_and_refuses_the_rest(worker):
    done: list[int] = []
    calls = [worker.submit(partial(done.append, n)) for n in range(50)]
    assert await worker.close()
    assert done == list(range(50))
    assert all(call.done() for call in calls)
    with pytest.raises(WorkerClosed):
        worker.submit(lambda: None)
    assert await worker.close()


async def test_close_gives_up_on_a_call_that_hangs():
    worker, gate = Worker("stuck worker"), threading.Event()
    worker.submit(gate.wait)
    assert not await worker.close(0.05)
    gate.set()
    assert await worker.close(5)


async def test_close_without_a_call():
    assert await Worker("idle worker").close()


def test_a_result_for_a_closed_loop_disturbs_nobody():
    worker, gate = Worker("late worker"), threading.Event()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await worker.call(gate.wait)

    asyncio.run(give_up())
    gate.set()
    asyncio.run(worker.close(5))


@pytest.mark.parametrize("moment", ["before its end", "as it ended", "as its end was told"])
async def test_whoever_gave_up_waiting_hears_how_it_ended_but_not_before_it_knows(worker: Worker, moment: str) -> None:
    gate, heard = threading.Event(), []
    future = worker.submit(gate.wait)

    async def wait() -> None:
        try:
            await settled(future, late=heard.append)
        except asyncio.CancelledError:
            assert heard == []
            raise

    def give_up(_: object) -> None:
        waiting.cancel()

    if moment == "as it ended":
        when_done(future, give_up)
    waiting = asyncio.get_running_loop().create_task(wait())
    await asyncio.sleep(0)
    if moment == "before its end":
        waiting.cancel()
    elif moment == "as its end was told":
        when_done(future, give_up)
    gate.set()
    worker.submit(lambda: None).result()  # now all has been told to the loop, which sees it in one turn
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await worker.call(lambda: None)
    assert heard == [None]
