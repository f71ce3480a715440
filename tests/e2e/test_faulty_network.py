"""Bad networks and unreadable answers: the row never claims more than is known, and is settled by asking."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from roomscribe.domain.states import TaskState
from roomscribe.net import http
from roomscribe.services import follower
from roomscribe.simulator.faults import Fault, FaultKind
from tests.e2e.clouds import AGORA, BOTH, START, TRTC, Cloud
from tests.e2e.program import Program, opened
from tests.support.dialogs import shown

SETTLED = {TRTC: TaskState.UNSENT, AGORA: TaskState.RUNNING}
"""What comes of a start that never arrived: TRTC is asked about it, at Agora asking starts it."""
ENDED_ELSEWHERE = {TRTC: TaskState.STOPPED, AGORA: TaskState.GONE}
JSON = "application/json"
UNREADABLE = {
    "502 with HTML": (Fault(FaultKind.HTTP, status=502), "A web page came back instead of the vendor's answer"),
    "half a body": (
        Fault(FaultKind.HTTP, status=200, body='{"Resp', content_type=JSON),
        "could not be read (HTTP 200)",
    ),
    "no body": (Fault(FaultKind.HTTP, status=200, body="", content_type=JSON), "could not be read (HTTP 200)"),
}


def spoil(cloud: Cloud, call: str, fault: Fault, count: int | None = 1) -> None:
    cloud.world.faults.add(Fault(**{**vars(fault), "call": call, "count": count}))


async def an_open_question(
    program: Program, cloud: Cloud, generation: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Start a task whose answer is spoilt: it is unconfirmed with these words, until asking has settled it."""
    profile = await cloud.add_account(program.services, generation)
    task = await program.start(profile.id)
    assert task.state is TaskState.UNCONFIRMED, task
    assert program.cell(task.id, "State") == "unconfirmed"
    assert words in program.cell(task.id, "Error")
    assert program.live() == "1 live, 1 not confirmed"
    assert program.window.commands.stop.isEnabled()

    monkeypatch.setattr(follower, "SURE_AFTER", 0.0)  # time enough has passed for a late request to arrive
    monkeypatch.setattr(follower, "SAID_AGAIN_AFTER", 0.0)
    await program.task_is(task.id, SETTLED[generation])
    assert program.live() == ("1 live" if generation == AGORA else "0 live")


@pytest.mark.parametrize("generation", BOTH)
@pytest.mark.parametrize("answer", UNREADABLE)
async def test_a_start_whose_answer_can_not_be_read(
    cloud: Cloud, tmp_path: Path, generation: str, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, words = UNREADABLE[answer]
    spoil(cloud, START[generation], fault)
    async with opened(tmp_path) as program:
        await an_open_question(program, cloud, generation, words, monkeypatch)


@pytest.mark.parametrize("generation", BOTH)
async def test_a_start_that_is_not_answered_in_time(
    cloud: Cloud, tmp_path: Path, generation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(0.5))
    spoil(cloud, START[generation], Fault(FaultKind.HANG))
    async with opened(tmp_path) as program:
        await an_open_question(program, cloud, generation, "did not answer in time", monkeypatch)


@pytest.mark.parametrize("fault", [Fault(FaultKind.HTTP, status=502), Fault(FaultKind.DROP_AFTER)])
async def test_trouble_before_the_start_leaves_nothing_behind(cloud: Cloud, tmp_path: Path, fault: Fault) -> None:
    spoil(cloud, "acquire", fault)
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, AGORA)
        task = await program.start(profile.id)
        assert program.cell(task.id, "State") == "not sent"
        assert program.live() == "0 live"
    assert cloud.task_ids(AGORA) == []


@pytest.mark.unreachable_network
@pytest.mark.parametrize("generation", BOTH)
async def test_a_host_that_is_not_found(cloud: Cloud, tmp_path: Path, generation: str) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation, base_url="")
        task = await program.start(profile.id)
        assert program.cell(task.id, "State") == "not sent"
        assert program.cell(task.id, "Error") == "The vendor's host name was not found."
        assert "Nothing was sent." in shown(program.window.details.summary)
        assert not program.window.commands.stop.isEnabled()
        assert program.live() == "0 live"


@pytest.mark.parametrize("generation", BOTH)
@pytest.mark.parametrize("answer", UNREADABLE)
async def test_a_question_with_an_unreadable_answer_changes_nothing_but_the_note(
    cloud: Cloud, tmp_path: Path, generation: str, answer: str
) -> None:
    fault, words = UNREADABLE[answer]
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        spoil(cloud, "*", fault, count=None)
        program.services.watcher.nudge(task.id)
        await program.until(lambda: program.services.store.get(task.id).error)
        assert program.cell(task.id, "State") == "running"
        assert words in program.cell(task.id, "Error")
        assert program.window.notices.notices() == []  # nobody asked for this, so nobody is interrupted

        cloud.world.faults.clear()
        program.services.watcher.nudge(task.id)
        await program.until(lambda: not program.services.store.get(task.id).error)
        assert program.cell(task.id, "Error") == ""


@pytest.mark.usefixtures("stops_soon_again")
@pytest.mark.parametrize(("generation", "stop"), [(TRTC, "StopAITranscription"), (AGORA, "stop")])
async def test_a_stop_is_pursued_through_bad_answers_until_there_is_a_receipt(
    cloud: Cloud, tmp_path: Path, generation: str, stop: str
) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        spoil(cloud, stop, Fault(FaultKind.HTTP, status=502), count=2)
        program.window.select_task(task.id)
        program.window.commands.stop.trigger()
        await program.until(lambda: program.services.store.get(task.id).error)
        assert program.cell(task.id, "State") == "stop not confirmed"

        ended = await program.task_is(task.id, TaskState.STOPPED)
        assert ended.receipt is not None
        assert program.cell(task.id, "State") == "stopped"
        assert cloud.arrived(stop) >= 3


@pytest.mark.parametrize("generation", BOTH)
async def test_a_task_that_ended_meanwhile(cloud: Cloud, tmp_path: Path, generation: str) -> None:
    cloud.trtc.settings.stopped_seconds = 3600.0
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        elsewhere = await program.services.clients.client(profile.id)
        await elsewhere.stop(await program.services.secrets.ref(task))

        # TRTC says for a while that it has stopped; Agora does not know it any more, which proves nothing.
        ended = await program.task_is(task.id, ENDED_ELSEWHERE[generation])
        assert program.cell(task.id, "State") == ended.state.value
        assert (program.cell(task.id, "Age") == "receipt") == (generation == TRTC)
        assert program.live() == "0 live"
        program.window.select_task(task.id)
        assert not program.window.commands.stop.isEnabled()
