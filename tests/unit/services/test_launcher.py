"""What becomes of a start that goes wrong on our side; the vendors' side is tested in tests/contract."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import AccountUnusable, BadRequest
from roomscribe.domain.states import STATE_WORDS, TaskState
from roomscribe.domain.tasks import Observation, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.net.pace import PATIENCE, Permit
from roomscribe.services import follower as follower_module
from roomscribe.services.batch_turns import Turns
from roomscribe.services.launcher import _token_too_short
from roomscribe.services.lost_starts import SURE_AFTER
from roomscribe.services.pacing import START
from roomscribe.services.vault import Vault
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.agora import search
from roomscribe.vendors.agora.record import VENDOR as AGORA
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.protocol import StartOrder, TaskClient
from roomscribe.vendors.registry import Registry
from roomscribe.vendors.trtc.record import VENDOR as TRTC
from tests.support.consoles import TestConsole, open_test_console, until

BLANK = VENDOR.generations[0]


async def test_a_secret_that_cannot_be_kept_stops_the_start_and_the_row_says_so(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(self: Vault, owner: str, key: str, value: str, *, session_only: bool = False) -> None:
        raise BadRequest(T("Too long for this keyring."))

    monkeypatch.setattr(Vault, "set", refuse)
    task = await console.services.launcher.start(console.draft(BLANK, passcode="a-secret-passcode"))

    assert task.state is TaskState.UNSENT
    assert task.error is not None
    assert str(task.error.meaning) == "Too long for this keyring."
    assert console.world.calls["StartTask"] == 0
    assert await console.services.ledger.task(task.id) == task


@pytest.mark.parametrize("lost", ["secret", "account"])
async def test_a_turn_that_came_to_no_call_is_given_back(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    clients = console.services.clients
    client = clients.client

    async def refuse(self: Vault, owner: str, key: str, value: str, *, session_only: bool = False) -> None:
        raise BadRequest(T("Too long for this keyring."))

    async def gone(profile_id: str, permit: Permit | None = None, *rest: Any) -> TaskClient:
        if permit is not None:
            raise AccountUnusable(T("Its profile was deleted."))
        return await client(profile_id)

    if lost == "secret":
        monkeypatch.setattr(Vault, "set", refuse)
    else:
        monkeypatch.setattr(clients, "client", gone)
    pace = console.services.rates.pace(console.profile(BLANK).id, START)
    turn = Turns(lambda: pace, console.clock).begin()
    task = await console.services.launcher.start(console.draft(BLANK, passcode="a-secret-passcode"), turn=turn)
    assert task.state is TaskState.UNSENT
    assert console.world.calls["StartTask"] == 0
    assert pace.used == 0


async def test_an_answer_that_cannot_be_written_down_leaves_an_open_question_not_a_lost_row(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = console.services.recorder
    record = recorder.record

    async def disk_full(task_id: str, *entries: Any, **changes: Any) -> Task:
        if console.world.calls["StartTask"]:
            raise LedgerUnusable(T("The disk is full."))
        return await record(task_id, *entries, **changes)

    with monkeypatch.context() as patch:
        patch.setattr(recorder, "record", disk_full)
        with pytest.raises(LedgerUnusable):
            await console.services.launcher.start(console.draft(BLANK))
    (row,) = console.services.store.tasks()
    assert row.state is TaskState.UNCONFIRMED

    assert (await console.asked_until(row.id, TaskState.RUNNING)).vendor_task_id


async def test_nothing_is_written_for_a_draft_with_a_problem(console: TestConsole) -> None:
    with pytest.raises(BadRequest) as refused:
        await console.services.launcher.start(console.draft(BLANK, room=""))
    assert refused.value.field == "room"
    assert console.services.store.tasks() == []


async def test_a_task_may_not_run_longer_than_its_vendor_lets_it(console: TestConsole) -> None:
    draft = console.draft(BLANK, minutes=24 * 60 + 1)
    assert "24 hours" in str(console.services.launcher.too_long(draft))
    with pytest.raises(BadRequest) as refused:
        await console.services.launcher.start(draft)
    assert refused.value.field == "minutes"


async def test_a_missing_secret_is_named_before_anything_is_written(console: TestConsole) -> None:
    services, profile = console.services, console.profile(BLANK)
    await services.clients.forget(profile.id)
    await services.vault.delete(f"profile/{profile.id}", "app_secret")
    with pytest.raises(BadRequest, match="App secret") as refused:
        await services.launcher.start(console.draft(BLANK))
    assert refused.value.field == "app_secret"
    assert services.store.tasks() == []


async def test_only_what_the_form_shows_is_sent_and_written(console: TestConsole) -> None:
    draft = console.draft(BLANK)
    odd = Draft(profile_id=draft.profile_id, values={**draft.values, "no_such_field": "x"}, minutes=30)
    task = await console.services.launcher.start(odd)
    assert "no_such_field" not in task.values


async def test_one_shared_bot_is_a_clash_also_while_the_first_start_is_written_down(tmp_path: Path) -> None:
    console = await open_test_console(tmp_path, Registry([AGORA]))
    try:
        launcher, agora = console.services.launcher, console.services.registry.generation("agora-5")
        first = console.draft(agora, sub_bot_uid="7", pub_bot_uid="8")
        ours = console.draft(agora, sub_bot_uid="7", pub_bot_uid="9")
        starts = await asyncio.gather(launcher.start(first), launcher.start(ours), return_exceptions=True)
        assert [type(each) for each in starts] == [Task, BadRequest]
        clash = launcher.clash(ours)
        assert clash is not None
        assert clash.task.bot == "8"
        assert clash.message.args["state"] is STATE_WORDS[clash.task.state]  # a text, so that it is translated too
        assert "Stop it first" in str(clash.message)
        for state in (TaskState.UNCONFIRMED, TaskState.REQUESTING, TaskState.STOPPING):
            console.services.store.put(replace(clash.task, state=state))
            harder = launcher.clash(ours)
            assert harder is not None
            assert "Stop it" not in str(harder.message)
        assert launcher.clash(console.draft(agora, sub_bot_uid="5", pub_bot_uid="6")) is None
    finally:
        await console.aclose()


async def test_a_start_that_never_arrived_keeps_its_own_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    console = await open_test_console(tmp_path, Registry([AGORA]))
    try:
        follower, store = console.services.follower, console.services.store
        console.world.faults.add(Fault(FaultKind.HTTP, call="join"))
        task = await console.services.launcher.start(console.draft(console.services.registry.generation("agora-7")))
        assert task.state is TaskState.UNCONFIRMED
        assert not await follower.ask(task.id)  # the vendor's list may be behind
        assert (store.get(task.id).state, store.get(task.id).error) == (TaskState.UNCONFIRMED, task.error)
        monkeypatch.setattr(search, "FRESH", 0.0)
        monkeypatch.setattr(follower_module, "SAID_AGAIN_AFTER", 0.0)
        console.clock.offset += SURE_AFTER + 1
        await console.asked_until(task.id, TaskState.UNSENT)
        assert store.get(task.id).error == task.error
    finally:
        await console.aclose()


async def test_a_profile_that_is_saved_under_a_start_leaves_no_open_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its client is closed between the check and the request."""
    console = await open_test_console(tmp_path, Registry([AGORA]))
    try:
        draft = console.draft(console.services.registry.generation("agora-7"))

        async def saved_meanwhile(*order: Any, **how: Any) -> None:
            await console.services.clients.forget(draft.profile_id)

        monkeypatch.setattr(console.services.secrets, "keep_typed", saved_meanwhile)
        task = await console.services.launcher.start(draft)
        assert task.error is not None
        assert (task.state, task.error.code) == (TaskState.UNSENT, "renewed")
        assert console.world.calls["join"] == 0
        monkeypatch.undo()
        assert (await console.services.launcher.start(draft)).live
    finally:
        await console.aclose()


async def test_a_wish_that_came_during_a_start_outlives_that_it_was_sent_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = await open_test_console(tmp_path, Registry([AGORA]))
    try:
        services, draft = console.services, console.draft(console.services.registry.generation("agora-7"))
        await services.clients.client(draft.profile_id)  # makes it
        client = services.clients._clients[draft.profile_id]
        send = client.start

        async def twice(order: StartOrder) -> Observation:
            (row,) = services.store.tasks()
            await services.stopper.wish(row.id)
            await send(order)
            return await send(order)

        monkeypatch.setattr(client, "start", twice)
        task = await services.launcher.start(draft)
        assert console.world.calls["join"] == 2
        assert task.vendor_task_id == console.simulation.steering.tasks()[0].task_id
        assert (task.state, task.stop_wished_at is None) == (TaskState.STOPPING, False)
        assert (await console.asked_until(task.id, TaskState.STOPPED)).receipt is not None
    finally:
        await console.aclose()


async def test_what_is_stopped_while_it_waits_behind_a_vendors_pause_is_not_sent(console: TestConsole) -> None:
    services, draft = console.services, console.draft(BLANK)
    pace = services.rates.pace(draft.profile_id, START)
    pace.shrink(PATIENCE - 1)
    starting = console.spawner.spawn(services.launcher.start(draft), name="start")
    await until(lambda: pace._acting)
    (row,) = services.store.tasks()
    await services.stopper.wish(row.id)
    pace._pause_acts = 0.0  # the pause is over
    pace._tell()
    task = await starting
    assert task.state is TaskState.UNSENT
    assert task.error is not None
    assert "stopped before its turn" in str(task.error.meaning)
    assert console.world.calls["StartTask"] == 0
    assert not pace.used, "its turn is given back"


async def test_what_is_broken_off_before_its_turn_says_that_it_was_not_sent(console: TestConsole) -> None:
    """Somebody closes the program while a batch's row waits behind a vendor's pause."""
    services, draft = console.services, console.draft(BLANK)
    pace = services.rates.pace(draft.profile_id, START)
    pace.shrink(60.0)
    turns = Turns(lambda: pace, console.clock)
    starting = console.spawner.spawn(services.launcher.start(draft, turn=turns.begin()), name="start")
    await until(lambda: turns._waiting)
    starting.cancel()
    await asyncio.wait([starting])
    assert starting.cancelled()
    (task,) = services.store.tasks()
    assert task.state is TaskState.UNSENT
    assert await services.ledger.task(task.id) == task
    assert console.world.calls["StartTask"] == 0


@pytest.mark.parametrize("looks", [1, 2])
async def test_no_draft_is_sent_to_another_api_version_than_it_was_checked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    console = await open_test_console(tmp_path, Registry([TRTC]))
    try:
        services, draft = console.services, console.draft(console.services.registry.generation("trtc-1"))
        profile = services.profiles.get(draft.profile_id)
        client = services.clients.client
        asked: list[str] = []

        async def changed_meanwhile(profile_id: str, *how: Any) -> TaskClient:
            found = await client(profile_id, *how)
            asked.append(profile_id)
            if len(asked) == looks:
                await services.profiles.save(replace(profile, generation="trtc-2"))
            return found

        monkeypatch.setattr(services.clients, "client", changed_meanwhile)
        try:
            task = await services.launcher.start(draft)
        except BadRequest:
            assert not services.store.tasks()
        else:
            assert (task.generation, task.state) == ("trtc-1", TaskState.UNSENT)
        assert console.world.calls["StartAITranscription"] == console.world.calls["CreateCloudTranscription"] == 0
    finally:
        await console.aclose()


@pytest.mark.parametrize(
    ("seconds", "words"), [(119.0, "Choose 1 minute at most"), (120.0, "Choose 2 minutes at most")]
)
def test_how_long_a_task_may_run_on_its_token_is_said_in_minutes(seconds: float, words: str) -> None:
    assert words in str(_token_too_short(1000.0 + seconds, 1000.0))
