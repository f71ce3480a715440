"""A wish to stop is pursued until the vendor proves the end, whatever it answers meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.domain.own_errors import CANNOT_ASK, STOP_IGNORED
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.pursuit import IGNORED_AFTER, STOP_AGAIN_AFTER
from roomscribe.services.unproven import Urgency, urgency
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole, open_test_console
from tests.support.every_vendor import ASK
from tests.support.faces import ManualClock

REGISTRY = Registry(load_registry().vendors)
STOPS = {
    "trtc-1": "StopAITranscription",
    "trtc-2": "DeleteCloudTranscription",
    "agora-5": "stop",
    "agora-6": "stop",
    "agora-7": "leave",
}
IGNORING: dict[str, dict[str, object]] = {
    "trtc-1": {"trtc.stop_works": False},
    "trtc-2": {"trtc-2.stop_works": False},
    "agora-5": {"agora.stop_reaction": "ignored"},
    "agora-6": {"agora.stop_reaction": "ignored"},
    "agora-7": {"agora-7.stop_reaction": "ignored"},
}
TAKING_BACK = {
    group: {f"{group}.stop_reaction": "taken-back", f"{group}.stopping_seconds": 30} for group in ("agora", "agora-7")
}


@pytest.fixture
def time() -> ManualClock:
    return ManualClock()


@pytest.fixture(params=sorted(STOPS))
def generation(request: pytest.FixtureRequest) -> Generation:
    return REGISTRY.generation(request.param)


@pytest.fixture
async def console(tmp_path: Path, time: ManualClock) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, REGISTRY, speed=1.0, time=time)
    yield console
    await console.aclose()


def turn(console: TestConsole, switches: dict[str, object]) -> None:
    console.simulation.steering.switches.change(switches)


async def stopping(console: TestConsole, generation: Generation, time: ManualClock) -> Task:
    task = await console.services.launcher.start(console.draft(generation))
    time.pass_by(5)
    await console.asked_until(task.id, TaskState.RUNNING)
    return await console.services.stopper.wish(task.id)


async def asked_for(console: TestConsole, task: Task, time: ManualClock, seconds: float, every: float = 1.0) -> Task:
    """The row after asking for a while, as the watcher would."""
    for _ in range(int(seconds / every)):
        await console.services.follower.ask(task.id)
        time.pass_by(every)
    return console.services.store.get(task.id)


async def every_stop_is_told(console: TestConsole, generation: Generation, task: Task) -> None:
    """Each request to stop stands in the journal, whatever was answered, and however often it was the same."""
    journal = await console.services.ledger.journal(task.id)
    told = sum(entry.exchange is not None and entry.exchange.call == STOPS[generation.id] for entry in journal)
    assert told == console.world.calls[STOPS[generation.id]] > 1


async def ended(console: TestConsole, task: Task, time: ManualClock) -> Task:
    row = await asked_for(console, task, time, 300, every=10)
    assert row.state is TaskState.STOPPED
    assert row.receipt is not None
    assert row.error is None
    return row


async def test_a_stop_that_is_accepted_and_ignored_is_noticed_and_pursued(
    console: TestConsole, generation: Generation, time: ManualClock
) -> None:
    turn(console, IGNORING[generation.id])
    task = await stopping(console, generation, time)
    row = await asked_for(console, task, time, IGNORED_AFTER + 5)

    assert row.state is TaskState.STOPPING
    assert row.can_stop
    assert row.error is not None
    assert row.error.code == STOP_IGNORED.code
    tried = console.world.calls[STOPS[generation.id]]
    assert tried >= 2
    await asked_for(console, task, time, 1800, every=5)
    more = console.world.calls[STOPS[generation.id]] - tried
    assert 1800 / 70 < more < 1800 / 55, "about once a minute in the long run"
    journal = await console.services.ledger.journal(task.id)
    noticed = [entry for entry in journal if entry.error is not None and entry.error.code == STOP_IGNORED.code]
    assert len(noticed) == 1
    await every_stop_is_told(console, generation, task)

    turn(console, {name: not value if value is False else "ends" for name, value in IGNORING[generation.id].items()})
    await ended(console, task, time)


@pytest.mark.parametrize(("group", "number"), [("agora", "agora-5"), ("agora", "agora-6"), ("agora-7", "agora-7")])
async def test_a_task_that_seems_to_end_and_runs_again_is_stopped_again(
    console: TestConsole, group: str, number: str, time: ManualClock
) -> None:
    turn(console, TAKING_BACK[group])
    task = await stopping(console, REGISTRY.generation(number), time)
    row = await asked_for(console, task, time, 20)
    assert (row.state, row.vendor_state, row.error) == (TaskState.STOPPING, "STOPPING", None)
    row = await asked_for(console, task, time, 120)
    assert row.state is TaskState.STOPPING
    assert console.world.calls[STOPS[number]] >= 2
    words = {entry.vendor_state for entry in await console.services.ledger.journal(task.id)}
    assert {"STOPPING", row.vendor_state} <= words
    turn(console, {f"{group}.stop_reaction": "ends"})
    await ended(console, task, time)


async def test_pressing_stop_again_sends_it_at_once(
    console: TestConsole, generation: Generation, time: ManualClock
) -> None:
    turn(console, IGNORING[generation.id])
    task = await stopping(console, generation, time)
    await asked_for(console, task, time, 600, every=5)
    tried = console.world.calls[STOPS[generation.id]]
    while console.world.calls[STOPS[generation.id]] == tried:
        await asked_for(console, task, time, 1)
    tried += 1
    time.pass_by(STOP_AGAIN_AFTER)
    await console.services.stopper.wish(task.id)
    await asked_for(console, task, time, 2)
    assert console.world.calls[STOPS[generation.id]] == tried + 1
    await asked_for(console, task, time, STOP_AGAIN_AFTER + 1)
    assert console.world.calls[STOPS[generation.id]] == tried + 2, "and its back-off begins anew"


async def test_a_slip_of_the_vendor_proves_nothing_while_it_has_taken_no_stop(
    console: TestConsole, generation: Generation, time: ManualClock
) -> None:
    task = await stopping(console, generation, time)
    call, code, message = ASK.get(generation.id, ASK["agora-5"])  # that of agora-6, too
    console.world.faults.add(Fault(FaultKind.HTTP, call=STOPS[generation.id], status=502, count=None))
    row = await asked_for(console, task, time, 1)
    for _ in range(2):
        console.world.faults.add(slip := Fault(FaultKind.ERROR, call=call, code=code, message=message))
        row = await asked_for(console, task, time, 1)
        assert slip not in console.world.faults.waiting()
        assert (row.state, row.receipt) == (TaskState.STOPPING, None)
        assert row.error is not None
        assert await console.services.follower.ask(task.id), "it lives, so the next slip is a first one again"
    assert [facts.ended_at for facts in console.simulation.steering.tasks()] == [None]
    console.world.faults.clear()
    await ended(console, row, time)


async def test_what_the_vendor_does_not_know_twice_has_ended_whatever_became_of_the_stop(
    console: TestConsole, generation: Generation, time: ManualClock
) -> None:
    task = await stopping(console, generation, time)
    call, code, message = ASK.get(generation.id, ASK["agora-5"])
    console.world.faults.add(Fault(FaultKind.DROP_AFTER, call=STOPS[generation.id]))  # the vendor took it all the same
    console.world.faults.add(Fault(FaultKind.ERROR, call=call, code=code, message=message, count=None))
    row = await asked_for(console, task, time, 3)
    assert row.state is TaskState.STOPPED
    assert row.receipt is not None
    assert row.receipt.word == code


async def test_an_hour_without_network_is_survived(
    console: TestConsole, generation: Generation, time: ManualClock
) -> None:
    task = await stopping(console, generation, time)
    console.world.faults.add(Fault(FaultKind.RESET, count=None))
    row = await asked_for(console, task, time, 3600, every=60)
    assert row.state is TaskState.STOPPING
    assert row.error is not None
    assert row.can_stop
    assert urgency(row, console.services.clock.now()) is Urgency.ALARMING
    await every_stop_is_told(console, generation, task)
    console.world.faults.clear()
    await ended(console, row, time)


async def test_keys_that_are_changed_hold_the_stop_up_until_they_are_entered(
    console: TestConsole, generation: Generation, time: ManualClock
) -> None:
    services = console.services
    task = await stopping(console, generation, time)
    secret = next(each.key for each in generation.account_fields if each.secret and each.required)
    owner = f"profile/{task.profile_id}"
    right = await services.vault.get(owner, secret)
    assert right is not None
    await services.vault.set(owner, secret, "x" * len(right), session_only=True)
    await services.clients.forget(task.profile_id)
    row = await asked_for(console, task, time, 60, every=5)
    assert row.state is TaskState.STOPPING
    assert row.error is not None
    assert row.error.code not in ("", CANNOT_ASK.code)
    await services.vault.set(owner, secret, right, session_only=True)
    await services.clients.forget(task.profile_id)
    await ended(console, row, time)


async def test_a_deleted_profile_leaves_the_row_open_and_says_so(
    console: TestConsole, generation: Generation, time: ManualClock
) -> None:
    services = console.services
    task = await stopping(console, generation, time)
    profile = services.profiles.get(task.profile_id)
    services.profiles._simulated.pop(profile.id)
    await services.clients.forget(profile.id)
    row = await asked_for(console, task, time, 3600, every=60)
    assert row.state is TaskState.STOPPING
    assert row.error is not None
    assert row.error.code == CANNOT_ASK.code
    assert row.can_stop
    journal = await services.ledger.journal(task.id)
    assert sum(entry.kind is EntryKind.REFUSED for entry in journal) == 1, "said once, not every minute"
