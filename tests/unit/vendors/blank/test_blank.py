"""The blank vendor works against its own simulator, on both faces: start, ask, change, stop, and every refusal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from pydantic import ValidationError

from roomscribe.domain.clock import ShiftedClock, SystemClock
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.validation import check_fields
from roomscribe.simulator.application import build_application
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.world import World
from roomscribe.vendors.blank.models import start_body
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.blank.simulator import DEMO
from roomscribe.vendors.protocol import Change, StartOrder, TaskClient, TaskRef
from roomscribe.vendors.registry import BUILT_IN, Registry
from tests.support.faces import Faced

GENERATION = VENDOR.generations[0]
SECRET = DEMO["app_secret"]


class Cloud(Faced):
    """A simulated cloud and the ways to reach it."""

    def __init__(self, face: str) -> None:
        self.clock = ShiftedClock(SystemClock())
        self.world = World(_Movable(self.clock))
        super().__init__(build_application(GENERATION.make_cloud(self.world).routes()), face)

    def client(self, secret: str = SECRET) -> TaskClient:
        profile = Profile(
            id="p",
            name="Blank",
            vendor=VENDOR.id,
            generation=GENERATION.id,
            site="main",
            base_url=self.url,
            account={"app_id": DEMO["app_id"]},
        )
        account = Account(profile=profile, secrets={"app_secret": secret})
        return self.closing(GENERATION.make_client(account, self.factory(), self.clock))

    def later(self, seconds: float) -> None:
        """Let time pass in the world."""
        self.clock.offset += seconds


class _Movable:
    """A clock whose waiting time moves with its wall time."""

    def __init__(self, clock: ShiftedClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.monotonic() + self._clock.offset


@pytest.fixture(params=["in-process", "loopback"])
async def cloud(request: pytest.FixtureRequest) -> AsyncIterator[Cloud]:
    cloud = Cloud(request.param)
    yield cloud
    await cloud.close()


def order(key: str = "k1", **values: object) -> StartOrder:
    return StartOrder(values={**GENERATION.example, **values}, idempotency_key=key, runs_for=60, kept={})


def ref(task_id: str, key: str = "k1") -> TaskRef:
    return TaskRef(vendor_task_id=task_id, idempotency_key=key, kept={})


def test_the_example_is_a_valid_draft_and_the_vendor_is_not_built_in() -> None:
    registry = Registry([VENDOR])
    fields = registry.generation("blank-1").fields
    assert check_fields(fields, GENERATION.example, "main") == []
    assert not any("blank" in target for target in BUILT_IN)


def test_a_target_that_is_spoken_anyway_is_a_problem() -> None:
    profile = Profile(id="p", name="p", vendor="blank", generation="blank-1", site="main")
    (problem,) = GENERATION.check({"spoken": "en", "targets": ("es", "en")}, profile)
    assert problem.key == "targets"


def test_the_preview_shows_half_a_form_and_no_passcode() -> None:
    profile = Profile(id="p", name="p", vendor="blank", generation="blank-1", site="main")
    (call,) = GENERATION.preview({"room": "r1", "passcode": "let-me-in"}, profile)
    assert call.body == {"room": "r1", "passcode": "•••"}


async def test_a_body_that_cannot_be_sent_is_refused_at_its_field_without_what_stood_in_it(cloud: Cloud) -> None:
    wrong = order(passcode=["let-me-in"])
    with pytest.raises(CallFailed) as refused:
        await cloud.client().start(wrong)
    assert (refused.value.kind, refused.value.note.field) == (FailureKind.NOT_SENT, "passcode")
    with pytest.raises(ValidationError) as raw:
        start_body(wrong)
    assert "let-me-in" not in str(raw.value)
    change = Change(values={"max_idle_time": 1}, changed=frozenset({"max_idle_time"}), sequence=1)
    with pytest.raises(CallFailed) as refused:
        await cloud.client().update(ref("t"), change)
    assert refused.value.note.field == "max_idle_time"


async def test_what_the_vendor_repeats_is_redacted(cloud: Cloud) -> None:
    passcode = "let-me-in-please"
    cloud.world.faults.add(Fault(kind=FaultKind.ERROR, call="StartTask", code="invalid", message=f"not {passcode}"))
    client = cloud.client()
    with pytest.raises(CallFailed) as refused:
        await client.start(order(passcode=passcode))
    assert refused.value.note.vendor_message == "not •••"


async def test_a_passcode_is_known_for_its_own_call_only(cloud: Cloud) -> None:
    client = cloud.client()
    await client.start(order(passcode="demo-room"))  # a room's name, as somebody may choose it
    started = await client.start(order(key="k2", room="demo-room-2"))
    sent = started.exchanges[0].request
    assert isinstance(sent, dict)
    assert sent["room"] == "demo-room-2"


async def test_a_task_starts_runs_changes_and_stops(cloud: Cloud) -> None:
    client = cloud.client()
    started = await client.start(order())
    assert (started.state, started.vendor_state) == (TaskState.STARTING, "joining")
    task = ref(started.vendor_task_id)
    cloud.later(2)
    assert (await client.observe(task)).state is TaskState.RUNNING
    changed = await client.update(
        task, Change(values={"targets": ("ja",), "max_idle_time": 60}, changed=frozenset({"targets"}), sequence=1)
    )
    assert changed.exchanges[0].request == {"targets": ["ja"], "sequence": 1}
    assert isinstance(changed.exchanges[0].response, dict)
    assert changed.exchanges[0].response["targets"] == ["ja"]
    assert (await client.stop(task)).state is TaskState.STOPPING
    cloud.later(2)
    assert (await client.observe(task)).state is TaskState.STOPPED


async def test_an_ended_task_is_forgotten_after_a_while(cloud: Cloud) -> None:
    client = cloud.client()
    task = ref((await client.start(order())).vendor_task_id)
    await client.stop(task)
    cloud.later(60)
    with pytest.raises(CallFailed) as caught:
        await client.observe(task)
    assert caught.value.kind is FailureKind.NOT_FOUND
    assert caught.value.note.request_id


async def test_a_quiet_room_ends_the_task(cloud: Cloud) -> None:
    client = cloud.client()
    cloud.world.people_publish(DEMO["app_id"], "quiet", [])
    task = ref((await client.start(order(room="quiet", max_idle_time=5))).vendor_task_id)
    cloud.later(4)
    assert (await client.observe(task)).state is TaskState.RUNNING
    cloud.later(3)
    assert (await client.observe(task)).state is TaskState.STOPPED


async def test_a_lost_start_is_found_by_its_key(cloud: Cloud) -> None:
    client = cloud.client()
    assert await client.locate(ref(""), order()) is None
    cloud.world.faults.add(Fault(kind=FaultKind.DROP_AFTER, call="StartTask"))
    with pytest.raises(CallFailed) as caught:
        await client.start(order())
    assert caught.value.kind is FailureKind.AMBIGUOUS
    found = await client.locate(ref(""), order())
    assert found is not None
    assert found.vendor_task_id


async def test_the_same_bot_in_the_same_room_is_refused_and_the_task_named(cloud: Cloud) -> None:
    client = cloud.client()
    first = await client.start(order("k1"))
    with pytest.raises(CallFailed) as caught:
        await client.start(order("k2"))
    assert caught.value.kind is FailureKind.DUPLICATE
    assert caught.value.vendor_task_id == first.vendor_task_id
    assert (await client.start(order("k1"))).vendor_task_id == first.vendor_task_id


async def test_an_old_sequence_is_refused(cloud: Cloud) -> None:
    client = cloud.client()
    task = ref((await client.start(order())).vendor_task_id)
    change = Change(values={"max_idle_time": 90}, changed=frozenset({"max_idle_time"}), sequence=4)
    await client.update(task, change)
    with pytest.raises(CallFailed) as caught:
        await client.update(task, replace(change, sequence=4))
    assert caught.value.note.code == "stale-change"


async def test_an_unknown_code_keeps_the_vendors_words(cloud: Cloud) -> None:
    cloud.world.faults.add(Fault(kind=FaultKind.ERROR, call="StartTask", code="strange", message="new rule"))
    with pytest.raises(CallFailed) as caught:
        await cloud.client().start(order())
    assert caught.value.kind is FailureKind.REJECTED
    assert caught.value.note.vendor_message == "new rule"


async def test_a_gateway_page_is_no_answer_of_the_vendor(cloud: Cloud) -> None:
    cloud.world.faults.add(Fault(kind=FaultKind.HTTP))
    with pytest.raises(CallFailed) as caught:
        await cloud.client().observe(ref("blank-1"))
    assert caught.value.kind is FailureKind.AMBIGUOUS
    assert caught.value.note.code == "html"


async def test_check_tells_right_from_wrong_secrets_and_measures_the_clock(cloud: Cloud) -> None:
    cloud.world.clock.offset = 90.0
    good = await cloud.client().check()
    bad = await cloud.client("f" * 16).check()
    assert good.ok
    assert good.clock_skew == pytest.approx(90, abs=1.5)
    assert (bad.ok, bad.answer.partition(":")[0]) == (False, "bad-credentials")
    assert bad.error is not None
    assert bad.error.kind is FailureKind.AUTH


async def test_no_secret_is_kept_in_an_exchange(cloud: Cloud) -> None:
    seen = await cloud.client().start(order(passcode="let-me-in"))
    assert "let-me-in" not in repr(seen)
    assert SECRET not in repr(seen)
