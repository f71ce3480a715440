"""Every shape in which Agora, or something before it, words an error (agora.md §8.4), whatever its type says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import TaskRef
from tests.support.faces import FACES, failure_of
from tests.unit.vendors.agora.agents_stage import AgentsStage, join
from tests.unit.vendors.agora.stage import Stage

K = FailureKind
SHAPES = {
    "message": ({"message": "m"}, "400", "m"),
    "message-code": ({"message": "m", "code": 2}, "2", "m"),
    "code-reason": ({"code": 2, "reason": "m"}, "2", "m"),
    "detail-reason": ({"detail": "m", "reason": "InvalidFieldValue"}, "InvalidFieldValue", "m"),
    "failed-agent": ({"message": "m", "agent_id": "a", "create_ts": 1700000000, "status": "FAILED"}, "400", "m"),
    "failed-agent-bare": ({"message": "m", "agent_id": "a", "status": "FAILED"}, "400", "m"),
}
TYPES = ("application/json", "application/json; charset=utf-8", "text/plain", "text/html", "application/octet-stream")
REF = TaskRef(vendor_task_id="task-1", idempotency_key="key-1", kept={"builder_token": "kept-from-before"})


@pytest.fixture(params=FACES)
async def five(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    stage = Stage(face=request.param)
    yield stage
    await stage.close()


@pytest.fixture(params=FACES)
async def seven(request: pytest.FixtureRequest) -> AsyncIterator[AgentsStage]:
    stage = AgentsStage(face=request.param)
    yield stage
    await stage.close()


def spoil(stage: Stage | AgentsStage, body: str, content_type: str = "application/json", status: int = 400) -> None:
    stage.world.faults.add(Fault(FaultKind.HTTP, status=status, body=body, content_type=content_type))


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize(("body", "code", "words"), SHAPES.values(), ids=SHAPES)
async def test_5_is_understood(five: Stage, body: object, code: str, words: str, content_type: str) -> None:
    spoil(five, json.dumps(body), content_type)
    note = (await failure_of(five.client().observe(REF))).note
    assert (note.kind, note.code, note.vendor_message) == (K.REJECTED, code, words)
    assert note.entry.startswith("agora/")


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize(("body", "code", "words"), SHAPES.values(), ids=SHAPES)
async def test_7_is_understood(seven: AgentsStage, body: object, code: str, words: str, content_type: str) -> None:
    spoil(seven, json.dumps(body), content_type)
    note = (await failure_of(seven.client().start(join()))).note
    assert (note.kind, note.code, note.vendor_message) == (K.REJECTED, code, words)
    assert note.entry.startswith("agora/")


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (401, "", K.AUTH, "401"),
        (429, " \n", K.RATE_LIMITED, "429"),
        (503, "", K.AMBIGUOUS, "503"),
        (200, "", K.AMBIGUOUS, None),
        (404, "", K.AMBIGUOUS, None),
        (502, "<html><body>Bad gateway</body></html>", K.AMBIGUOUS, "html"),
        (200, "<HTML><body>Please sign in to this network</body></HTML>", K.AMBIGUOUS, "html"),
        (200, '{"message": "cut', K.AMBIGUOUS, None),
        (200, "[]", K.AMBIGUOUS, None),
        (400, "null", K.AMBIGUOUS, None),
    ],
)
async def test_what_has_no_shape_of_agoras(
    seven: AgentsStage, status: int, body: str, kind: FailureKind, code: str | None, content_type: str
) -> None:
    spoil(seven, body, content_type, status)
    note = (await failure_of(seven.client().start(join()))).note
    # Only the type may tell a web page that shows nothing of one.
    assert (note.kind, note.code) == (kind, code or ("html" if content_type == "text/html" else "malformed"))


async def test_an_agent_that_failed_at_once_is_kept_with_its_id(seven: AgentsStage) -> None:
    """An id that is overlooked can never be stopped (agora.md §14)."""
    body = {"message": "no resources", "agent_id": "agent-1", "create_ts": 1700000000, "status": "FAILED"}
    spoil(seven, json.dumps(body), status=200)
    seen = await seven.client().start(join())
    assert (seen.vendor_task_id, seen.vendor_state, seen.state) == ("agent-1", "FAILED", TaskState.FAILED)


@pytest.mark.parametrize("body", ["", "{}", '{"taskId": "task-1", "createTs": 1, "status": "STOPPING"}'])
async def test_a_stop_is_accepted_whatever_its_body(five: Stage, body: str) -> None:
    spoil(five, body, status=200)
    assert (await five.client().stop(REF)).state is TaskState.STOPPING
