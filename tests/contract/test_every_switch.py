"""Whatever a switch says, a task either starts, is seen and proves its end, or the console says why it did not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.services.simulation import known_switches
from roomscribe.simulator.switches import Data, SwitchType
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import open_test_console

REGISTRY = load_registry()
GENERATIONS = {
    "trtc": ("trtc-1", "trtc-2"),
    "trtc-2": ("trtc-2",),
    "agora": ("agora-5", "agora-6"),
    "agora-7": ("agora-7",),
}
"""Which generations a group of switches concerns."""
STOPS_ARE_IGNORED = {
    ("trtc-1", "trtc.stop_works"),
    ("trtc-2", "trtc-2.stop_works"),
    ("agora-5", "agora.stop_reaction"),
    ("agora-6", "agora.stop_reaction"),
    ("agora-7", "agora-7.stop_reaction"),
}
"""With these the vendor accepts a stop and lets the task run: what matters is that no row claims an end."""
NOT_STARTED = (TaskState.REJECTED, TaskState.UNSENT)


def alternatives() -> Iterator[tuple[str, str, Data]]:
    """Generation, switch and value, for each value that is no default; of numbers and texts there are too many."""
    for switch in known_switches(REGISTRY).switches():
        values = (True, False) if switch.type is SwitchType.YES_NO else switch.choices
        for generation in GENERATIONS[switch.group]:
            yield from ((generation, switch.name, value) for value in values if value != switch.default)


@pytest.mark.parametrize(("generation", "switch", "value"), list(alternatives()))
async def test_the_client_bears_it(tmp_path: Path, generation: str, switch: str, value: Data) -> None:
    console = await open_test_console(tmp_path, REGISTRY)
    try:
        console.simulation.steering.switches.change({switch: value})
        services, record = console.services, REGISTRY.generation(generation)
        task = await services.launcher.start(console.draft(record))
        if task.state in NOT_STARTED:
            assert task.error is not None
            assert str(task.error.meaning)
            assert str(task.error.remedy)
            return
        assert task.vendor_task_id
        await services.follower.ask(task.id)
        if not services.store.get(task.id).state.ended:
            await services.stopper.wish(task.id)
        for _ in range(5):  # the vendor's limit of calls is in real time, so the world's passes in leaps
            if services.store.get(task.id).state.ended:
                break
            console.world.clock.advance(10)
            await services.follower.ask(task.id)
        last = services.store.get(task.id)
        if (generation, switch) in STOPS_ARE_IGNORED:
            assert (last.state, last.can_stop) == (TaskState.STOPPING, True)
        else:
            assert last.state.ended, last.error
    finally:
        await console.aclose()
