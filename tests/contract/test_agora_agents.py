"""Our client and the simulated 7.x cloud, on both faces: agora.md §6 and the exchange of §17.3."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.agora.simulator_settings import AgentSettings, QueryShape, StartOfAgent
from roomscribe.vendors.agora.simulator_tasks import Configuration
from roomscribe.vendors.protocol import TaskRef
from tests.unit.vendors.agora.agents_stage import AgentsStage, form, join
from tests.unit.vendors.agora.stage import DEMO, SECRETS, change


@pytest.fixture
async def stage(face: str) -> AsyncIterator[AgentsStage]:
    stage = AgentsStage(face)
    yield stage
    await stage.close()


def configuration(stage: AgentsStage) -> Configuration:
    (agent,) = stage.in_world(lambda: list(stage.cloud.agents.values()))
    return agent.configuration


def ref(agent_id: str = "") -> TaskRef:
    return TaskRef(vendor_task_id=agent_id, idempotency_key="", kept={})


@pytest.mark.parametrize("prefix", ["", "/cn"])
async def test_a_task_from_join_to_stopped(stage: AgentsStage, prefix: str) -> None:
    client = stage.client(prefix)
    assert (await client.prepare(join())).kept == {}
    started = await client.start(join())
    assert (started.state, started.vendor_state) == (TaskState.RUNNING, "RUNNING")
    assert len(started.vendor_task_id) == 32
    assert started.request_id
    stage.clock.pass_by(5)
    pairs = ({"source": "en-US", "target": ("en-US", "de-DE")},)
    speakers = ({"uid": "1001", "languages": ("fr-FR",)},)
    wish = form(
        languages=("en-US", "fr-FR"), translate=True, translations=pairs, keywords=("Agora",), uid_languages=speakers
    )
    keys = ("languages", "translate", "translations", "keywords", "uid_languages")
    updated = await client.update(ref(started.vendor_task_id), change(wish, *keys))
    assert updated.state is TaskState.RUNNING
    now = configuration(stage)
    assert (now.languages, now.pairs) == (("en-US", "fr-FR"), (("en-US", ("en-US", "de-DE")),))
    assert (now.keywords, now.speakers) == (("Agora",), (("1001", ("fr-FR",)),))

    stage.clock.pass_by(5)
    cleared = form(languages=("en-US", "fr-FR"), translate=True, translations=pairs)
    await client.update(ref(started.vendor_task_id), change(cleared, "keywords", "uid_languages", sequence=2))
    assert (configuration(stage).keywords, configuration(stage).speakers) == ((), ())

    stopped = await client.stop(ref(started.vendor_task_id))
    assert stopped.state is TaskState.STOPPING  # an empty answer is no receipt
    ended = await client.observe(ref(started.vendor_task_id))
    assert (ended.state, ended.vendor_state) == (TaskState.STOPPED, "STOPPED")
    with pytest.raises(CallFailed) as gone:
        await client.stop(ref(started.vendor_task_id))
    assert (gone.value.kind, gone.value.note.code) == (FailureKind.NOT_FOUND, "TaskNotFound")


async def test_nothing_secret_is_in_what_is_kept_of_the_calls(stage: AgentsStage) -> None:
    stored = {"save_captions": True, "storage_vendor": 3, "storage_region_tencent": 9, "storage_bucket": "bucket"}
    keys = {"storage_access_key": "AKIAEXAMPLE", "storage_secret_key": "storage-secret"}
    encrypted = {"encryption": 7, "encryption_secret": "channel-key", "encryption_salt": "A" * 43 + "="}
    started = await stage.client().start(join(form(**stored, **keys, **encrypted)))
    shown = repr(started.exchanges)
    for secret in (*(DEMO[key] for key in SECRETS), "channel-key", "A" * 43, *keys.values(), "007eJ", "Basic"):
        assert secret not in shown


async def test_credentials_the_service_and_the_clock_are_told_apart(stage: AgentsStage) -> None:
    stage.world.clock.offset = 120
    good = await stage.client().check()
    assert good.ok
    assert good.clock_skew == pytest.approx(120, abs=1)
    assert not stage.cloud.agents
    wrong = await stage.client(customer_secret="3" * 32).check()
    assert (wrong.ok, wrong.answer) == (False, "401: Invalid authentication credentials")
    elsewhere = await stage.client(app_id="f" * 32).check()
    assert elsewhere.answer == "ServiceNotEnabled: Real-Time STT is not enabled"
    assert elsewhere.error is not None
    assert elsewhere.error.field == "app_id"


async def test_tokens_need_a_certificate_and_say_so(stage: AgentsStage) -> None:
    with pytest.raises(CallFailed) as bare:
        await stage.client(app_certificate="").prepare(join())
    assert (bare.value.kind, bare.value.note.field) == (FailureKind.NOT_SENT, "bot_tokens")
    assert not stage.world.calls


async def test_a_name_of_ours_that_is_in_use_names_our_task(stage: AgentsStage) -> None:
    client = stage.client()
    first = await client.start(join())
    with pytest.raises(CallFailed) as again:
        await client.start(join())
    assert (again.value.kind, again.value.vendor_task_id) == (FailureKind.DUPLICATE, first.vendor_task_id)
    stage.cloud.settings = AgentSettings(conflict_names_agent=False)
    with pytest.raises(CallFailed) as unnamed:
        await client.start(join())
    assert (unnamed.value.kind, unnamed.value.note.code) == (FailureKind.AMBIGUOUS, "TaskConflict")


async def test_a_name_that_somebody_typed_takes_over_nobodys_task(stage: AgentsStage) -> None:
    client = stage.client()
    await client.start(join(name="lesson 1"))
    with pytest.raises(CallFailed) as taken:
        await client.start(join(name="lesson 1"))
    assert (taken.value.kind, taken.value.vendor_task_id) == (FailureKind.DUPLICATE, "")
    assert taken.value.note.field == "instance_id"


@pytest.mark.parametrize("shape", QueryShape)
async def test_a_start_whose_answer_was_lost_is_found_among_others(stage: AgentsStage, shape: QueryShape) -> None:
    stage.cloud.settings = AgentSettings(query_shape=shape, join_status=StartOfAgent.STARTING)
    client = stage.client()
    for number in range(3):
        await client.start(join(form(pub_bot_uid=str(number + 1)), task=f"other-{number}"))
    stage.world.faults.add(Fault(FaultKind.DROP_AFTER, call="join"))
    with pytest.raises(CallFailed) as lost:
        await client.start(join())
    assert lost.value.kind is FailureKind.AMBIGUOUS
    found = await client.locate(ref(), join())
    assert found is not None
    assert found.vendor_task_id == list(stage.cloud.agents)[-1]
    assert len(stage.cloud.agents) == 4


async def test_a_lost_start_that_has_ended_since_is_found_too(stage: AgentsStage) -> None:
    client = stage.client()
    started = await client.start(join())
    await client.stop(ref(started.vendor_task_id))
    found = await client.locate(ref(), join())
    assert found is not None
    assert (found.vendor_task_id, found.state) == (started.vendor_task_id, TaskState.STOPPED)


async def test_a_start_that_never_arrived_is_not_believed_lost_at_once_and_never_repeated(stage: AgentsStage) -> None:
    client = stage.client()
    stage.world.faults.add(Fault(FaultKind.HTTP, call="join"))
    with pytest.raises(CallFailed):
        await client.start(join())
    with pytest.raises(CallFailed) as early:
        await client.locate(ref(), join())
    assert (early.value.kind, early.value.note.code) == (FailureKind.AMBIGUOUS, "not-listed")
    stage.clock.pass_by(31)
    assert await client.locate(ref(), join()) is None
    assert stage.world.calls["join"] == 1


async def test_the_list_comes_page_by_page(stage: AgentsStage) -> None:
    client = stage.client()
    for number in range(1, 46):
        order = join(form(channel=f"room-{number % 2}", pub_bot_uid=str(number)), task=str(number))
        await client.start(order)
    sizes, cursor, ids = [], "", []
    while True:
        page = await client.list_tasks(cursor=cursor)
        sizes.append(len(page.tasks))
        ids += [each.vendor_task_id for each in page.tasks]
        assert page.total == 45
        cursor = page.next_cursor
        if not cursor:
            break
    assert sizes == [20, 20, 5]
    assert ids == list(stage.cloud.agents)
    one_room = await client.list_tasks(room="room-0")
    assert one_room.total == 22
    assert {each.state for each in one_room.tasks} == {TaskState.RUNNING}
    assert one_room.tasks[0].started_at == 1_700_000_000
    assert (await client.list_tasks(word="STOPPED")).tasks == ()


async def test_a_task_ends_by_itself_after_72_hours_and_never_of_quiet_with_0(stage: AgentsStage) -> None:
    client = stage.client()
    quiet = await client.start(join(form(max_idle_time=0)))
    stage.in_world(lambda: stage.world.people_publish(DEMO["app_id"], "demo-room", []))
    stage.clock.pass_by(259_199)
    assert (await client.observe(ref(quiet.vendor_task_id))).state is TaskState.RUNNING
    stage.clock.pass_by(1)
    assert (await client.observe(ref(quiet.vendor_task_id))).state is TaskState.STOPPED


async def test_a_quiet_room_ends_an_agent(stage: AgentsStage) -> None:
    client = stage.client()
    started = await client.start(join(form(max_idle_time=5)))
    stage.in_world(lambda: stage.world.people_publish(DEMO["app_id"], "demo-room", []))
    stage.clock.pass_by(5)
    assert (await client.observe(ref(started.vendor_task_id))).state is TaskState.STOPPED
    with pytest.raises(CallFailed) as gone:
        await client.update(ref(started.vendor_task_id), change(form(), "languages"))
    assert gone.value.kind is FailureKind.NOT_FOUND
    await client.start(join())  # the name is free again


async def test_a_refusal_lands_at_the_field_that_is_shown(stage: AgentsStage) -> None:
    stored = {"save_captions": True, "storage_bucket": "b", "storage_access_key": "a", "storage_secret_key": "s"}
    wrong = form(**stored, storage_vendor=8, storage_region_baidu=0)
    with pytest.raises(CallFailed) as refused:
        await stage.client().start(join(wrong))
    assert (refused.value.note.code, refused.value.note.field) == ("InvalidFieldValue", "storage_region_baidu")
