"""Every kind of fault, on every generation and both faces: what the client makes of it, and what took effect."""

from __future__ import annotations

import http.client
import json
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import Fault, FaultKind, read_fault
from roomscribe.vendors.protocol import Generation
from tests.support.consoles import TestConsole
from tests.support.faces import failure_of


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        ({"kind": "http"}, FailureKind.AMBIGUOUS, "html"),
        ({"kind": "http", "status": 503, "body": ""}, FailureKind.AMBIGUOUS, None),
        ({"kind": "drop-after"}, FailureKind.AMBIGUOUS, "reset"),
        ({"kind": "half-body"}, FailureKind.AMBIGUOUS, "reset"),
        ({"kind": "reset"}, FailureKind.AMBIGUOUS, "reset"),
        ({"kind": "error", "code": "Brand.New", "message": "Brand.New"}, None, "Brand.New"),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
async def test_a_fault_becomes_the_failure_that_it_is(
    console: TestConsole, generation: Generation, data: dict[str, object], kind: FailureKind | None, code: str | None
) -> None:
    task = await console.services.launcher.start(console.draft(generation))
    client = await console.services.clients.client(task.profile_id)
    ref = await console.services.secrets.ref(task)
    console.world.faults.add(read_fault(data, console.world.calls))
    failure: CallFailed = await failure_of(client.observe(ref))
    if kind is not None:
        assert failure.kind is kind
    if code is not None:
        assert code in (failure.note.code, failure.note.vendor_message), failure.note
    assert str(failure.note.meaning)
    assert (await client.observe(ref)).state in (TaskState.STARTING, TaskState.RUNNING)


async def test_a_late_answer_is_an_answer(console: TestConsole, generation: Generation) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, count=None, seconds=0.05))
    task = await console.services.launcher.start(console.draft(generation))
    assert task.state in (TaskState.STARTING, TaskState.RUNNING)


@pytest.mark.parametrize("kind", [FaultKind.DROP_AFTER, FaultKind.HALF_BODY, FaultKind.RESET])
async def test_a_start_that_was_reset_has_not_begun_and_one_whose_answer_broke_has(
    console: TestConsole, generation: Generation, kind: FaultKind
) -> None:
    draft = console.draft(generation)
    await console.services.clients.client(draft.profile_id)  # makes it
    client = console.services.clients._clients[draft.profile_id]
    original = client.start

    async def start(order: object) -> object:
        console.world.faults.add(Fault(kind))  # the steps before the start are left alone
        return await original(order)  # type: ignore[arg-type]

    client.start = start  # type: ignore[method-assign, assignment]
    task = await console.services.launcher.start(draft)
    client.start = original  # type: ignore[method-assign]
    assert task.state is TaskState.UNCONFIRMED
    assert task.error is not None
    assert task.error.kind is FailureKind.AMBIGUOUS
    begun = [each.task_id for each in console.simulation.steering.tasks()]
    assert len(begun) == (0 if kind is FaultKind.RESET else 1)
    if not begun or not generation.abilities.locate_lost_start:
        return
    await console.services.follower.ask(task.id)
    settled = console.services.store.get(task.id)
    assert settled.state in (TaskState.STARTING, TaskState.RUNNING)


# What really goes over the wire


@dataclass(frozen=True)
class Raw:
    """What came over the wire."""

    status: int
    length: int
    """What the answer promised; -1 without a promise."""
    body: bytes


def _ask(console: TestConsole) -> Raw:
    """A call that the blank vendor answers, whoever asks: with a refusal."""
    connection = http.client.HTTPConnection(urlsplit(console.simulation.url).netloc, timeout=10)
    try:
        connection.request("GET", "/blank/v1/account")
        answer = connection.getresponse()
        try:
            body = answer.read()
        except http.client.IncompleteRead as broken:
            body = broken.partial
        return Raw(answer.status, int(answer.headers.get("content-length", -1)), body)
    finally:
        connection.close()


@pytest.fixture
def loopback(console: TestConsole, face: str) -> TestConsole:
    if face != "loopback":
        pytest.skip("only a socket has a wire")
    return console


def test_half_a_body_has_the_length_of_the_whole_one(loopback: TestConsole) -> None:
    whole = _ask(loopback).body
    assert json.loads(whole)
    loopback.world.faults.add(Fault(FaultKind.HALF_BODY))
    assert _ask(loopback) == Raw(401, len(whole), whole[: len(whole) // 2])


def test_a_reset_is_a_reset(loopback: TestConsole) -> None:
    loopback.world.faults.add(Fault(FaultKind.RESET))
    with pytest.raises(ConnectionResetError):
        _ask(loopback)
    assert loopback.world.calls["GetAccount"] == 1
    assert _ask(loopback).status == 401


def test_a_dropped_answer_ends_in_order(loopback: TestConsole) -> None:
    """Unlike a reset: the connection is closed, and only the answer is missing."""
    loopback.world.faults.add(Fault(FaultKind.DROP_AFTER))
    parts = urlsplit(loopback.simulation.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as wire:
        wire.sendall(b"GET /blank/v1/account HTTP/1.1\r\nHost: x\r\n\r\n")
        received = b""
        while chunk := wire.recv(1000):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body == b""


@pytest.mark.parametrize("status", [204, 304])
def test_statuses_without_a_body_have_none(loopback: TestConsole, status: int) -> None:
    loopback.world.faults.add(Fault(FaultKind.HTTP, status=status))
    answer = _ask(loopback)
    assert (answer.status, answer.body) == (status, b"")
