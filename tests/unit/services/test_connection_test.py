"""A connection test reports whatever happens, and leaves nothing open."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from roomscribe.domain.errors import BadRequest, CallFailed, ErrorNote, FailureKind
from roomscribe.domain.own_errors import PAUSED
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.services.clients import ClientPool
from roomscribe.services.connection_test import ConnectionTest
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.blank.simulator import DEMO
from roomscribe.vendors.protocol import ConnectionReport
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole

REGISTRY = Registry([VENDOR])


def connection_test(console: TestConsole) -> ConnectionTest:
    return ConnectionTest(REGISTRY, console.services.clients, console.services.vault)


def profile(console: TestConsole) -> Profile:
    return console.profile(VENDOR.generations[0])


async def test_a_saved_profile_is_tried_with_its_saved_secrets(console: TestConsole) -> None:
    report = await connection_test(console).run(profile(console))
    assert report.ok
    assert report.request_id


async def test_typed_secrets_go_before_saved_ones(console: TestConsole) -> None:
    report = await connection_test(console).run(profile(console), {"app_secret": "f" * 16})
    assert not report.ok
    assert report.answer.startswith("bad-credentials")
    assert report.error is not None


async def test_an_unsaved_profile_is_tried_with_typed_secrets_alone(console: TestConsole) -> None:
    unsaved = replace(profile(console), id="new", simulator=False)
    test = connection_test(console)
    assert (await test.run(unsaved, {"app_secret": DEMO["app_secret"]})).ok
    assert not (await test.run(unsaved, {"app_secret": ""})).ok


async def test_where_the_vendor_wants_a_pause_that_is_the_report(console: TestConsole) -> None:
    pace = console.services.rates.pace(profile(console).id)
    permit = pace.take(act=True)
    assert permit is not None
    permit.refused(600.0)
    report = await connection_test(console).run(replace(profile(console), id="new"), DEMO)
    assert not report.ok
    assert report.answer.startswith(PAUSED.code)


async def test_a_vendor_that_never_answers_is_reported(console: TestConsole) -> None:
    console.world.faults.add(Fault(kind=FaultKind.HANG))
    report = await connection_test(console).run(profile(console), timeout=0.05)
    assert (report.ok, report.answer) == (False, "timeout")


async def test_an_address_that_may_not_be_used_is_reported_with_its_field(console: TestConsole) -> None:
    report = await connection_test(console).run(replace(profile(console), base_url="http://gateway.example"))
    assert not report.ok
    assert report.error is not None
    assert report.error.field == "base_url"


class _Client:
    """A client that raises although its contract forbids it."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.closed = False

    async def check(self) -> ConnectionReport:
        raise self.error

    async def aclose(self) -> None:
        self.closed = True


NOTE = ErrorNote(
    kind=FailureKind.AUTH, code="Auth", vendor_message="no", meaning=T("Unknown key."), remedy=T("Enter it again.")
)


@pytest.mark.parametrize("error", [CallFailed(NOTE), BadRequest(T("Unknown key."))])
async def test_even_a_client_that_raises_is_reported_and_closed(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    client = _Client(error)

    async def try_out(self: ClientPool, profile: Profile, secrets: dict[str, str]) -> _Client:
        return client

    monkeypatch.setattr(ClientPool, "try_out", try_out)
    report = await connection_test(console).run(profile(console))
    assert str(report.meaning) == "Unknown key."
    assert client.closed


async def test_a_cancelled_test_closes_its_client(console: TestConsole, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Client(CallFailed(NOTE))
    begun = asyncio.Event()

    async def check() -> ConnectionReport:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def try_out(self: ClientPool, profile: Profile, secrets: dict[str, str]) -> _Client:
        return client

    monkeypatch.setattr(client, "check", check)
    monkeypatch.setattr(ClientPool, "try_out", try_out)
    running = console.spawner.spawn(connection_test(console).run(profile(console)), name="test")
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert client.closed
    console.spawner.tasks.discard(running)
