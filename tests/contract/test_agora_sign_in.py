"""Calls that are signed in by a 007 token instead of customer keys, with quotes and without (agora.md §2.2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.responses import JSONResponse

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.agora.agents_client import AgentsClient
from roomscribe.vendors.agora.client import AgoraClient
from roomscribe.vendors.agora.tokens import decode, verify
from roomscribe.vendors.protocol import TaskRef
from tests.support.faces import ManualClock, failure_of
from tests.unit.vendors.agora.agents_stage import AgentsStage, join
from tests.unit.vendors.agora.stage import DEMO, START_OF_TIME, Stage, account, change, order, values

WAYS = pytest.mark.parametrize("way", ["token", "token-unquoted"])
KEYLESS = {"customer_id": "", "customer_secret": ""}
"""What is not asked for then."""


@pytest.fixture
async def stage(face: str) -> AsyncIterator[Stage]:
    stage = Stage(face)
    yield stage
    await stage.close()


@pytest.fixture
async def agents(face: str) -> AsyncIterator[AgentsStage]:
    stage = AgentsStage(face)
    yield stage
    await stage.close()


@WAYS
async def test_a_whole_task_of_5(stage: Stage, way: str) -> None:
    client = stage.client(sign_in=way, **KEYLESS)
    assert (await client.check()).ok
    task = await stage.running(client)
    assert (await client.observe(task)).state is TaskState.RUNNING
    await client.update(task, change(values(languages=("fr-FR",)), "languages"))
    assert (await client.stop(task)).state is TaskState.STOPPING


@WAYS
async def test_a_whole_agent_of_7(agents: AgentsStage, way: str) -> None:
    client = agents.client(sign_in=way, **KEYLESS)
    assert (await client.check()).ok
    task = await agents.running(client)
    assert (await client.observe(task)).state is TaskState.RUNNING
    assert [each.vendor_task_id for each in (await client.list_tasks()).tasks] == [task.vendor_task_id]
    assert (await client.stop(task)).state is TaskState.STOPPING


@WAYS
async def test_another_certificate_is_refused_at_its_field(agents: AgentsStage, way: str) -> None:
    failure = await failure_of(agents.client(sign_in=way, app_certificate="f" * 32).list_tasks())
    assert (failure.kind, failure.note.vendor_message) == (FailureKind.AUTH, "Invalid token")
    assert failure.note.field == "app_certificate"


async def test_a_token_made_by_a_clock_that_is_late_is_made_again_by_the_vendors_time(stage: Stage) -> None:
    stage.clock.pass_by(1200)
    late = AgoraClient(account(stage.url, sign_in="token", **KEYLESS), stage.factory(), ManualClock())
    assert (await stage.closing(late).prepare(order())).kept
    assert stage.world.calls["acquire"] == 2


async def test_a_token_that_the_vendors_time_does_not_mend_is_told(stage: Stage) -> None:
    refusal = '{"message": "Token is expired"}'
    stage.world.faults.add(Fault(FaultKind.HTTP, status=401, body=refusal, content_type="application/json", count=None))
    client = stage.closing(AgoraClient(account(stage.url, sign_in="token", **KEYLESS), stage.factory(), stage.clock))
    failure = await failure_of(client.prepare(order()))
    assert failure.kind is FailureKind.AUTH
    assert failure.note.field == "app_certificate"
    assert stage.world.calls["acquire"] == 1


@pytest.mark.parametrize(("way", "quote"), [("token", '"'), ("token-unquoted", "")])
async def test_the_header_names_the_channel_where_the_call_knows_it_and_nothing_of_it_is_kept(
    way: str, quote: str
) -> None:
    seen: list[str] = []

    async def record(scope: Any, receive: Any, send: Any) -> None:
        seen.append(dict(scope["headers"])[b"authorization"].decode())
        content = {"agent_id": "a", "status": "RUNNING", "message": seen[-1]}
        await JSONResponse(content)(scope, receive, send)

    factory = HttpFactory(lambda: InProcessTransport(record))
    client = AgentsClient(account("http://127.0.0.1:8080", sign_in=way), factory, ManualClock())
    started = await client.start(join())
    asked = await client.observe(TaskRef(vendor_task_id="a", idempotency_key="", kept={}))
    await client.aclose()
    prefix = f"agora token={quote}"
    tokens = [each.removeprefix(prefix).removesuffix(quote) for each in seen]
    assert all(each.startswith(prefix) and each.endswith(quote) for each in seen)
    read = [decode(each) for each in tokens]
    assert [(each.app_id, each.channel, each.uid) for each in read] == [
        (DEMO["app_id"], "demo-room", ""),
        (DEMO["app_id"], "", ""),
    ]
    assert all(verify(each, DEMO["app_certificate"]) and each.issued_at == START_OF_TIME for each in read)
    assert not any(token in repr((started.exchanges, asked.exchanges)) for token in tokens)
