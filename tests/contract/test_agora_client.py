"""Our client and the simulated Agora cloud, on both faces: the exchanges of agora.md §17.1 and §17.2."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.agora.simulator_settings import AgoraSettings, SecondStart, SecondStop, StartStatus, StopBody
from roomscribe.vendors.agora.simulator_tasks import Configuration, Project
from roomscribe.vendors.protocol import TaskRef
from tests.unit.vendors.agora.stage import DEMO, SECRETS, Stage, bot_token, change, order, values


@pytest.fixture
async def stage(face: str) -> AsyncIterator[Stage]:
    stage = Stage(face)
    yield stage
    await stage.close()


def configuration(stage: Stage) -> Configuration:
    (task,) = stage.in_world(lambda: list(stage.cloud.tasks.values()))
    return task.configuration


async def test_a_task_from_acquire_to_not_found(stage: Stage) -> None:
    client = stage.client()
    prepared = await client.prepare(order())
    assert len(prepared.kept["builder_token"]) >= 300
    started = await client.start(order(kept=prepared.kept))
    assert (started.state, started.vendor_state) == (TaskState.RUNNING, "IN_PROGRESS")
    assert len(started.vendor_task_id) == 32
    assert started.request_id

    ref = TaskRef(vendor_task_id=started.vendor_task_id, idempotency_key="", kept=prepared.kept)
    assert (await client.observe(ref)).vendor_task_id == started.vendor_task_id

    stage.clock.pass_by(5)
    pairs = ({"source": "en-US", "target": ("de-DE",)},)
    form = values(languages=("en-US", "fr-FR"), translate=True, translations=pairs)
    updated = await client.update(ref, change(form, "languages", "translate", "translations"))
    assert updated.state is TaskState.RUNNING
    now = configuration(stage)
    assert now.languages == ("en-US", "fr-FR")
    assert now.translating
    assert now.pairs == (("en-US", ("de-DE",)),)

    stopped = await client.stop(ref)
    assert stopped.state is TaskState.STOPPING  # an empty answer is no receipt
    with pytest.raises(CallFailed) as gone:
        await client.observe(ref)
    assert gone.value.kind is FailureKind.NOT_FOUND
    assert gone.value.note.vendor_message == "The task is not found"
    assert gone.value.note.request_id


async def test_nothing_secret_is_in_what_is_kept_of_the_calls(stage: Stage) -> None:
    client = stage.client()
    form = values(
        encryption=7,
        encryption_secret="channel-key",
        encryption_salt="A" * 43 + "=",
        save_captions=True,
        storage_vendor=1,
        storage_region=0,
        storage_bucket="bucket",
        storage_access_key="AKIAEXAMPLE",
        storage_secret_key="storage-secret",
    )
    prepared = await client.prepare(order(form))
    started = await client.start(order(form, prepared.kept))
    shown = repr((prepared.exchanges, started.exchanges))
    secrets = [DEMO[key] for key in SECRETS] + [prepared.kept["builder_token"], "channel-key", "A" * 43]
    for secret in (*secrets, "AKIAEXAMPLE", "storage-secret", "007eJ", "Basic"):
        assert secret not in shown


async def test_a_wrong_secret_is_told_from_a_wrong_app(stage: Stage) -> None:
    wrong = await stage.client(customer_secret="3" * 32).check()
    assert not wrong.ok
    assert wrong.answer == "401: Invalid authentication credentials"
    assert wrong.error is not None
    assert wrong.error.kind is FailureKind.AUTH
    elsewhere = await stage.client(app_id="f" * 32).check()
    assert not elsewhere.ok
    assert elsewhere.answer == "400: invalid_appid!"


async def test_a_check_tells_the_clocks_difference_and_starts_nothing(stage: Stage) -> None:
    stage.world.clock.offset = 120
    report = await stage.client().check()
    assert report.ok
    assert report.clock_skew == pytest.approx(120, abs=1)
    assert report.request_id
    assert not stage.cloud.tasks


async def test_a_wrong_clock_of_ours_does_not_spoil_the_bots_tokens(stage: Stage) -> None:
    stage.world.clock.offset = 7200  # two hours: longer than the tokens of a short task live
    await stage.running(stage.client())
    assert len(stage.cloud.tasks) == 1


async def test_a_builder_token_lives_five_minutes(stage: Stage) -> None:
    client = stage.client()
    kept = (await client.prepare(order())).kept
    stage.clock.pass_by(301)
    with pytest.raises(CallFailed) as late:
        await client.start(order(kept=kept))
    assert late.value.note.vendor_message == "resourceId reaches out the limited time interval!"
    assert late.value.kind is FailureKind.REJECTED


async def test_a_second_start_names_the_task_that_runs(stage: Stage) -> None:
    client = stage.client()
    ref = await stage.running(client)
    with pytest.raises(CallFailed) as again:
        await client.start(order(kept=ref.kept))
    assert again.value.kind is FailureKind.DUPLICATE
    assert again.value.vendor_task_id == ref.vendor_task_id
    assert again.value.note.code == "409"


@pytest.mark.parametrize("second_start", [SecondStart.CONFLICT, SecondStart.ALREADY_RUNNING])
async def test_a_start_whose_answer_was_lost_is_found(stage: Stage, second_start: SecondStart) -> None:
    stage.cloud.settings = AgoraSettings(second_start=second_start)
    client = stage.client()
    kept = (await client.prepare(order())).kept
    stage.world.faults.add(Fault(FaultKind.DROP_AFTER, call="start"))
    with pytest.raises(CallFailed) as lost:
        await client.start(order(kept=kept))
    assert lost.value.kind is FailureKind.AMBIGUOUS

    found = await client.locate(TaskRef(vendor_task_id="", idempotency_key="", kept=kept), order(kept=kept))
    assert found is not None
    assert found.vendor_task_id == next(iter(stage.cloud.tasks))
    assert found.state is TaskState.RUNNING
    assert len(stage.cloud.tasks) == 1


async def test_a_start_that_never_arrived_starts_when_it_is_looked_for(stage: Stage) -> None:
    client = stage.client()
    kept = (await client.prepare(order())).kept
    found = await client.locate(TaskRef(vendor_task_id="", idempotency_key="", kept=kept), order(kept=kept))
    assert found is not None
    assert found.vendor_task_id in stage.cloud.tasks


async def test_a_lost_start_stays_open_once_its_token_is_too_old_to_ask_with(stage: Stage) -> None:
    client = stage.client()
    kept = (await client.prepare(order())).kept
    stage.clock.pass_by(301)
    with pytest.raises(CallFailed) as refused:
        await client.locate(TaskRef(vendor_task_id="", idempotency_key="", kept=kept), order(kept=kept))
    assert refused.value.kind is FailureKind.AMBIGUOUS


async def test_a_second_start_that_names_nothing_stays_open(stage: Stage) -> None:
    stage.cloud.settings = AgoraSettings(second_start=SecondStart.CODE_49)
    client = stage.client()
    ref = await stage.running(client)
    with pytest.raises(CallFailed) as again:
        await client.start(order(kept=ref.kept))
    assert (again.value.kind, again.value.note.code) == (FailureKind.AMBIGUOUS, "49")


async def test_a_lost_builder_token_is_said_before_anything_is_sent(stage: Stage) -> None:
    client = stage.client()
    with pytest.raises(CallFailed) as lost:
        await client.observe(TaskRef(vendor_task_id="1" * 32, idempotency_key="", kept={}))
    assert (lost.value.kind, lost.value.note.code) == (FailureKind.NOT_SENT, "no-builder-token")
    assert lost.value.exchange is None


async def test_tokens_need_a_certificate_and_say_so(stage: Stage) -> None:
    with pytest.raises(CallFailed) as bare:
        await stage.client(app_certificate="").prepare(order())
    assert (bare.value.kind, bare.value.note.field) == (FailureKind.NOT_SENT, "bot_tokens")
    assert not stage.world.calls


@pytest.mark.parametrize(
    ("pasted", "field", "words"),
    [
        ({"sub_bot_token": bot_token("1")}, "sub_bot_token", "Invalid token"),
        ({"pub_bot_token": bot_token("88222", channel="other")}, "pub_bot_token", "Invalid token"),
        ({"pub_bot_token": bot_token("88222", certificate="0" * 32)}, "pub_bot_token", "Invalid token"),
        ({"pub_bot_token": bot_token("88222", issued_at=1)}, "pub_bot_token", "Token is expired"),
        ({"pub_bot_token": bot_token("88222", privileges=())}, "pub_bot_token", "Token is expired"),
    ],
)
async def test_a_bots_wrong_token_lands_at_its_field(
    stage: Stage, pasted: dict[str, object], field: str, words: str
) -> None:
    good: dict[str, object] = {"sub_bot_token": bot_token("47091"), "pub_bot_token": bot_token("88222")}
    form = values(bot_tokens="pasted") | good | pasted
    client = stage.client()
    kept = (await client.prepare(order(form))).kept
    with pytest.raises(CallFailed) as refused:
        await client.start(order(form, kept))
    assert refused.value.note.field == field
    assert words in refused.value.note.vendor_message
    assert (await client.start(order(form | good, kept))).state is TaskState.RUNNING


async def test_no_tokens_are_fine_where_the_certificate_is_off_and_only_there(stage: Stage) -> None:
    client, form = stage.client(), values(bot_tokens="none")
    with pytest.raises(CallFailed) as refused:
        await stage.running(client, form)
    assert refused.value.note.field == "sub_bot_token"
    stage.cloud.add_project(Project(app_id=DEMO["app_id"]))
    await stage.running(client, form)
    assert len(stage.cloud.tasks) == 1


async def test_a_task_that_ended_meanwhile_takes_neither_update_nor_stop(stage: Stage) -> None:
    client = stage.client()
    ref = await stage.running(client, values(max_idle_time=5))
    stage.in_world(lambda: stage.world.people_publish(DEMO["app_id"], "demo-room", []))
    stage.clock.pass_by(5)
    for call in (client.observe(ref), client.stop(ref), client.update(ref, change(values(), "languages"))):
        with pytest.raises(CallFailed) as gone:
            await call
        assert gone.value.kind is FailureKind.NOT_FOUND


async def test_an_update_of_nothing_a_running_task_takes_is_not_sent(stage: Stage) -> None:
    client = stage.client()
    ref = await stage.running(client)
    with pytest.raises(BadRequest) as refused:
        await client.update(ref, change(values(), "channel"))
    assert refused.value.field == "channel"
    assert stage.world.calls["update"] == 0


async def test_listening_to_everybody_again_is_sent_as_all(stage: Stage) -> None:
    client = stage.client()
    ref = await stage.running(client, values(subscribe_uids=("1001", "1002")))
    assert configuration(stage).subscribed == ("1001", "1002")
    await client.update(ref, change(values(), "subscribe_uids"))
    assert configuration(stage).subscribed is None


async def test_a_stale_sequence_is_refused(stage: Stage) -> None:
    client = stage.client()
    ref = await stage.running(client)
    await client.update(ref, change(values(languages=("fr-FR",)), "languages", sequence=7))
    stage.clock.pass_by(5)
    with pytest.raises(CallFailed) as stale:
        await client.update(ref, change(values(languages=("de-DE",)), "languages", sequence=7))
    assert (stale.value.kind, stale.value.note.code) == (FailureKind.REJECTED, "2")
    assert configuration(stage).languages == ("fr-FR",)


@pytest.mark.parametrize(("body", "state"), [(StopBody.TASK, TaskState.STOPPED), (StopBody.OBJECT, TaskState.STOPPING)])
async def test_every_body_of_a_stop_is_read(stage: Stage, body: StopBody, state: TaskState) -> None:
    stage.cloud.settings = AgoraSettings(stop_body=body)
    client = stage.client()
    assert (await client.stop(await stage.running(client))).state is state


async def test_a_repeated_stop_is_no_failure(stage: Stage) -> None:
    stage.cloud.settings = AgoraSettings(second_stop=SecondStop.CODE_49, stopping_seconds=10)
    client = stage.client()
    ref = await stage.running(client)
    await client.stop(ref)
    assert (await client.observe(ref)).vendor_state == "STOPPING"
    assert (await client.stop(ref)).state is TaskState.STOPPING


async def test_a_task_walks_through_every_word(stage: Stage) -> None:
    stage.cloud.settings = AgoraSettings(start_status=StartStatus.WALK)
    client = stage.client()
    kept = (await client.prepare(order())).kept
    seen = [await client.start(order(kept=kept))]
    ref = TaskRef(vendor_task_id=seen[0].vendor_task_id, idempotency_key="", kept=kept)
    for _ in range(6):
        stage.clock.pass_by(1)
        seen.append(await client.observe(ref))
    words = ["IDLE", "PREPARING", "PREPARED", "STARTING", "CREATED", "STARTED", "IN_PROGRESS"]
    assert [each.vendor_state for each in seen] == words
    assert [each.state for each in seen] == [TaskState.STARTING] * 5 + [TaskState.RUNNING] * 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(FaultKind.HTTP), "html"),
        (Fault(FaultKind.HTTP, status=200, body='{"taskId": "12', content_type="application/json"), "malformed"),
        (Fault(FaultKind.DROP_AFTER), "reset"),
        (Fault(FaultKind.ERROR, code="504", message="internal"), "504"),
        (Fault(FaultKind.ERROR, code="62", message="network"), "62"),
        (Fault(FaultKind.ERROR, code="20", message="timeout"), "20"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_start_that_may_hide_a_task_is_ambiguous(stage: Stage, fault: Fault, code: str) -> None:
    client = stage.client()
    kept = (await client.prepare(order())).kept
    fault.call = "start"
    fault.count = 1
    stage.world.faults.add(fault)
    with pytest.raises(CallFailed) as unclear:
        await client.start(order(kept=kept))
    assert (unclear.value.kind, unclear.value.note.code) == (FailureKind.AMBIGUOUS, code)
    assert unclear.value.exchange is not None
