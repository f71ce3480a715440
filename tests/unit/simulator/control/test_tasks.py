"""Tasks of every cloud over the control API: seen, and ended as if something had happened."""

from __future__ import annotations

import pytest

from roomscribe.domain.states import TaskState
from tests.unit.simulator.control.conftest import REGISTRY, Control

GENERATIONS = [each.id for each in REGISTRY.generations()]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_task_is_seen_from_its_start_to_its_end(control: Control, generation: str) -> None:
    task = await control.running(generation)
    told = await control.ask("GET", "/tasks")
    (seen,) = told["tasks"]
    assert (seen["vendor"], seen["generation"], seen["task_id"]) == (task.vendor, generation, task.vendor_task_id)
    assert seen["word"] == task.vendor_state
    assert seen["room"].endswith(task.room)
    assert seen["app_id"]
    assert seen["bot"]
    assert seen["started_at"] <= told["now"]
    assert seen["ended_at"] is None


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("cause", ["idle", "lifetime", "removed-by-server"])
async def test_a_task_ends_as_it_is_told(control: Control, generation: str, cause: str) -> None:
    task = await control.running(generation)
    told = await control.ask("POST", "/tasks/end", {"task_id": task.vendor_task_id, "cause": cause})
    assert len(told["tasks"]) == 1
    ended = await control.console.asked_until(task.id, TaskState.GONE, TaskState.STOPPED, TaskState.FAILED)
    assert ended.ended_at is not None


@pytest.mark.parametrize("cause", ["recognition-broke", "translation-broke", "connection-lost"])
async def test_an_agent_whose_engine_breaks_has_failed(control: Control, cause: str) -> None:
    task = await control.running("agora-7")
    told = await control.ask("POST", "/tasks/end", {"task_id": task.vendor_task_id, "cause": cause})
    assert told["tasks"][0]["word"] == "FAILED"
    assert (await control.console.asked_until(task.id, TaskState.FAILED)).vendor_state == "FAILED"


@pytest.mark.parametrize("cause", ["room-dismissed", "room-dissolved", "removed-by-app", "broken"])
async def test_a_bot_loses_its_room(control: Control, cause: str) -> None:
    await control.ask("PATCH", "/switches", {"trtc.stopped_seconds": 1_000_000})
    task = await control.running("trtc-1")
    told = await control.ask("POST", "/tasks/end", {"task_id": task.vendor_task_id, "cause": cause})
    assert told["tasks"][0]["word"] == "Stopped"
    assert told["tasks"][0]["ended_at"] is not None


async def test_what_cannot_be_ended_is_refused(control: Control) -> None:
    task = await control.running("trtc-1")
    wish = {"task_id": task.vendor_task_id, "cause": "boredom"}
    at, error = await control.refused("POST", "/tasks/end", wish)
    assert (at, error.startswith("'boredom' is no cause; use idle, lifetime, ")) == ("cause", True)
    at, error = await control.refused("POST", "/tasks/end", {**wish, "cause": "recognition-broke"})
    assert (at, error.startswith("recognition-broke is no cause here; use one of idle, ")) == ("cause", True)
    unknown = {"task_id": "nobody's", "cause": "idle"}
    assert await control.refused("POST", "/tasks/end", unknown, status=404) == ("task_id", "No live task has this id.")
    assert await control.refused("POST", "/tasks/end", {}) == ("task_id", "It must be a text.")
    assert (await control.refused("POST", "/tasks/end", {"task": 1}))[0] == "task"
    assert (await control.refused("POST", "/tasks/end", [1]))[0] == ""


async def test_calls_are_counted(control: Control) -> None:
    task = await control.running("agora-5")
    client = await control.console.services.clients.client(task.profile_id)
    before = (await control.ask("GET", "/calls"))["calls"]
    assert before["acquire"] == before["start"] == 1
    await client.observe(await control.console.services.secrets.ref(task))
    after = (await control.ask("GET", "/calls"))["calls"]
    assert after == {**before, "query": before.get("query", 0) + 1}
