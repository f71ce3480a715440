"""Starts that a vendor, or the console itself, refuses: the row says so, the message says why and what to do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import StartOrder
from roomscribe.vendors.trtc.usersig import make_user_sig
from tests.e2e.clouds import AGORA, START, TRTC, Cloud
from tests.e2e.program import Program, opened, write
from tests.support.dialogs import shown

HOUR = 3600


def refused(program: Program, task: Task, *words: str) -> None:
    """The row says that nothing runs; table and details say why, in the catalogue's words."""
    assert task.state is TaskState.REJECTED, task
    assert not task.live
    assert program.cell(task.id, "State") == "rejected"
    assert program.live() == "0 live"
    assert task.error is not None
    summary = shown(program.window.details.summary)
    short_code, _, meaning = program.cell(task.id, "Error").partition(": ")
    assert task.error.code.endswith(short_code)
    assert meaning in summary
    assert str(task.error.remedy) in summary
    assert task.error.code in summary
    for each in words:
        assert each in summary


@pytest.mark.parametrize(
    ("generation", "wrong", "words"),
    [
        (TRTC, {"secret_key": "another-key"}, ("The SecretKey does not fit the SecretId.", "request ")),
        (AGORA, {"customer_secret": "another-secret"}, ("Customer",)),
    ],
)
async def test_a_wrong_key(
    cloud: Cloud, tmp_path: Path, generation: str, wrong: dict[str, str], words: tuple[str, ...]
) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation, secrets=wrong)
        refused(program, await program.start(profile.id), *words)
    assert cloud.task_ids(generation) == []


def pasted(cloud: Cloud, *, key: str, age: int) -> str:
    """A UserSig of the example's bot, good for an hour from `age` seconds ago on."""
    app_id, now = int(cloud.accounts[TRTC]["sdk_app_id"]), int(time.time()) - age
    return make_user_sig(sdk_app_id=app_id, key=key, identifier="caption_bot", lifetime=HOUR, now=now)


async def test_a_pasted_signature_that_has_expired_is_told_at_its_field(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        program.fill(profile.id, user_sig_source="pasted")
        write(program.panel, "UserSig", pasted(cloud, key=cloud.secrets(TRTC)["sdk_secret_key"], age=2 * HOUR))
        await program.until(lambda: "This UserSig expired on " in shown(program.panel))
        assert not program.panel.start.isEnabled()
    assert cloud.arrivals == []


async def test_a_pasted_signature_that_the_vendor_refuses(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start(
            profile.id, user_sig_source="pasted", user_sig=pasted(cloud, key="another key", age=0)
        )
        refused(program, task, "The bot's signature is wrong or has expired.")
        assert "The bot's signature is wrong or has expired." in shown(program.panel)


async def test_a_clock_that_is_off_by_hours_is_allowed_for_and_said(cloud: Cloud, tmp_path: Path) -> None:
    cloud.world.clock.offset = 3 * HOUR
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        await program.start_until(TaskState.RUNNING, profile.id)
        program.window.status.refresh()
        assert program.window.status.skew.text() == "clock 3 h off, allowed for"


async def test_a_vendor_without_signatures_works_with_a_wrong_clock(cloud: Cloud, tmp_path: Path) -> None:
    cloud.world.clock.offset = 30 * HOUR  # tokens made by our clock would have expired long ago
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, AGORA)
        await program.start_until(TaskState.RUNNING, profile.id)


async def test_an_unknown_room_type_cannot_be_started(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        program.fill(profile.id, room_type=7)
        assert not program.panel.start.isEnabled()
        assert "Room type" in program.panel.start.toolTip()
        assert program.services.store.tasks() == []
    assert cloud.arrivals == []


async def test_a_task_that_somebody_else_has_started(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        generation = program.services.registry.generation(TRTC)
        elsewhere = await program.services.clients.client(profile.id)
        await elsewhere.start(StartOrder(values=generation.example, idempotency_key="other", runs_for=60, kept={}))
        task = await program.start(profile.id)
        refused(program, task, "A task of this kind is running in the room already", "FailedOperation.TaskExist")
    assert len(cloud.task_ids(TRTC)) == 1


@pytest.mark.parametrize(
    ("generation", "code"), [(TRTC, "FailedOperation.NotAllowed"), (TRTC, "Brand.New"), (AGORA, "2")]
)
async def test_an_error_of_the_vendors_own(cloud: Cloud, tmp_path: Path, generation: str, code: str) -> None:
    # TRTC answers it with HTTP 200.
    said = "the vendor's own words"
    cloud.world.faults.add(Fault(FaultKind.ERROR, call=START[generation], code=code, message=said))
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation)
        refused(program, await program.start(profile.id), said)


async def test_the_form_can_be_started_again_once_it_is_corrected(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC, secrets={"secret_key": "another-key"})
        refused(program, await program.start(profile.id))
        await cloud.add_account(program.services, TRTC)
        await program.services.clients.forget(profile.id)
        await program.start_until(TaskState.RUNNING, profile.id)
        assert program.live() == "1 live"
