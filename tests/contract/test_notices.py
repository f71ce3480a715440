"""A served simulator tells a real receiver of every generation's tasks by itself: nobody asks it anything meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from roomscribe.domain.states import TaskState
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console, until
from tests.support.receiver import Receiver

REGISTRY = load_registry()
RECORDED = {
    "save_captions": True,
    "storage_vendor": 1,
    "storage_region": 0,
    "storage_bucket": "captions",
    "storage_access_key": "AKIAEXAMPLE",
    "storage_secret_key": "storage-secret",
}
LIVES: dict[str, tuple[int, int, dict[str, Any]]] = {
    "trtc-1": (901, 902, {}),
    "trtc-2": (1401, 1402, {}),
    "agora-5": (30, 31, RECORDED),
    "agora-6": (30, 31, RECORDED),
    "agora-7": (101, 102, {}),
}
"""Each generation's first and last event, and what a form needs for them."""


class Served:
    """A console on a served simulator, and a receiver of its notifications."""

    def __init__(self, console: TestConsole, receiver: Receiver, control: httpx.AsyncClient) -> None:
        self.console = console
        self.receiver = receiver
        self.control = control

    def events(self) -> list[int]:
        return [each.json.get("eventType", each.json.get("EventType")) for each in self.receiver.seen]

    async def start(self, generation: Generation) -> str:
        """Local id of a started task."""
        draft = self.console.draft(generation, **LIVES[generation.id][2])
        return (await self.console.services.launcher.start(draft)).id

    async def send_everybody_home(self) -> None:
        for room in (await self.control.get("/_sim/rooms")).json()["rooms"]:
            path = f"/_sim/rooms/{room['app']}/{room['room']}"
            (await self.control.put(path, json={"people": []})).raise_for_status()


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    console, receiver = await open_test_console(tmp_path, REGISTRY, face="loopback"), Receiver()
    async with httpx.AsyncClient(base_url=console.simulation.url, trust_env=False) as control:
        answer = await control.put("/_sim/webhooks", json={"url": receiver.url, "key": "cbkey0001"})
        assert answer.status_code == 200
        yield Served(console, receiver, control)
    await console.aclose()
    receiver.close()


@pytest.fixture(params=list(LIVES))
def generation(request: pytest.FixtureRequest) -> Generation:
    return REGISTRY.generation(request.param)


async def test_a_task_that_is_stopped_is_told_of_from_start_to_end(served: Served, generation: Generation) -> None:
    first, last, _ = LIVES[generation.id]
    task = await served.start(generation)
    await until(lambda: first in served.events())
    await served.console.services.stopper.wish(task)
    await served.console.asked_until(task, TaskState.STOPPED)
    await until(lambda: last in served.events())
    assert served.events()[0] == first
    assert {each.headers["content-type"] for each in served.receiver.seen} == {"application/json"}


async def test_a_task_that_nobody_speaks_to_is_told_of_from_start_to_end(
    served: Served, generation: Generation
) -> None:
    first, last, _ = LIVES[generation.id]
    await served.start(generation)
    await until(lambda: first in served.events())
    asked = served.console.world.calls.total()
    await served.send_everybody_home()
    await until(lambda: last in served.events())
    assert served.console.world.calls.total() == asked


async def test_the_sentences_of_trtc_are_told(served: Served) -> None:
    await served.start(REGISTRY.generation("trtc-1"))
    await until(lambda: 903 in served.events())
    told = next(each.json for each in served.receiver.seen if each.json["EventType"] == 903)
    said = told["EventInfo"]["Payload"]
    assert said["UserId"] == "1001"
    assert said["Text"]
    assert 0 < said["StartTimeMs"] < said["EndTimeMs"]


async def test_the_fate_of_a_notice_can_be_asked_about(served: Served, generation: Generation) -> None:
    await served.start(generation)
    await until(lambda: served.receiver.seen)
    (first, *_) = (await served.control.get("/_sim/webhooks")).json()["latest"]
    assert (first["event"], first["tries"]) == (str(LIVES[generation.id][0]), 1)
