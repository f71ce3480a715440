"""What the simulated 7.x cloud tells a receiver of agents, tokens and uploads."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator

import pytest

from roomscribe.net.posting import Poster
from roomscribe.simulator.live import EndCause
from roomscribe.vendors.agora.agents_client import AgentsClient
from roomscribe.vendors.agora.simulator_notice_settings import Storage, TimeUnit
from roomscribe.vendors.agora.simulator_settings import BadBotToken, StartOfAgent
from roomscribe.vendors.agora.token_life import token_life
from roomscribe.vendors.protocol import TaskRef
from tests.contract.agora_notices import RECORDED, at, brief, ms, numbers
from tests.contract.notices_stage import KEY, Told
from tests.support.faces import FACES
from tests.support.receiver import Receiver
from tests.unit.vendors.agora.agents_stage import AgentsStage, form, join
from tests.unit.vendors.agora.stage import DEMO, account

TOKEN_LIFE = token_life(1800)
"""Seconds for which our client makes the bots' tokens of a short task."""


class Agents(Told):
    """7.x with its receiver."""

    stage: AgentsStage

    async def start(self, **changes: object) -> TaskRef:
        wish = join(form(**changes))
        seen = await self.stage.client().start(wish)
        return TaskRef(vendor_task_id=seen.vendor_task_id, idempotency_key=wish.idempotency_key, kept={})

    async def stop(self, ref: TaskRef) -> None:
        await self.stage.client().stop(ref)

    def end(self, ref: TaskRef, cause: EndCause) -> None:
        self.stage.in_world(lambda: self.stage.world.end_task(ref.vendor_task_id, cause))


@pytest.fixture(params=FACES)
async def agents(request: pytest.FixtureRequest) -> AsyncIterator[Agents]:
    stage, receiver = AgentsStage(request.param), Receiver()
    async with Poster() as poster:
        yield Agents(stage, poster, receiver)
    await stage.close()
    receiver.close()


async def test_an_agent_is_told_of_from_join_to_leave(agents: Agents) -> None:
    ref = await agents.start()
    (joined,) = await agents.after(2)
    about = {"agent_id": ref.vendor_task_id, "channel": "demo-room", "start_ts": at()}
    assert joined.pop("noticeId")
    assert joined == {
        "sid": ref.vendor_task_id,
        "productId": 20,
        "eventType": 101,
        "notifyMs": ms(2),
        "payload": about,
    }
    await agents.stop(ref)
    left = {**about, "stop_ts": at(2), "status": "STOPPED", "message": "OK"}
    assert brief(await agents.after(3)) == [(102, left)]
    assert await agents.after(86_400) == []


async def test_every_notice_is_signed_twice_over_its_raw_bytes(agents: Agents) -> None:
    await agents.stop(await agents.start())
    assert len(await agents.after(2)) == 2
    for seen in agents.receiver.seen:
        assert seen.headers["agora-signature"] == hmac.new(KEY.encode(), seen.body, hashlib.sha1).hexdigest()
        assert seen.headers["agora-signature-v2"] == hmac.new(KEY.encode(), seen.body, hashlib.sha256).hexdigest()
        assert seen.headers["content-type"] == "application/json"


async def test_an_agent_that_begins_slowly_joins_when_it_runs(agents: Agents) -> None:
    agents.stage.cloud.settings.join_status = StartOfAgent.STARTING
    agents.stage.cloud.settings.walk_step = 4
    first, second = await agents.start(), await agents.start(instance_id="second")
    assert await agents.after(3) == []
    await agents.stop(first)
    assert [(number, payload["agent_id"]) for number, payload in brief(await agents.after(1))] == [
        (102, first.vendor_task_id),
        (101, second.vendor_task_id),
    ]


async def test_a_silent_channel_ends_the_agent_although_nobody_asks(agents: Agents) -> None:
    await agents.start(max_idle_time=60)
    await agents.after(100)
    agents.stage.in_world(lambda: agents.stage.world.people_publish(DEMO["app_id"], "demo-room", []))
    assert await agents.after(59) == []
    ((number, left),) = brief(await agents.after(1.5))
    assert (number, left["status"], left["message"]) == (102, "STOPPED", "Idle for too long")
    assert left["stop_ts"] == at(160)


async def test_a_silence_between_two_beats_counts_too(agents: Agents) -> None:
    await agents.start(max_idle_time=60)
    await agents.after(100)
    agents.stage.in_world(lambda: agents.stage.world.people_publish(DEMO["app_id"], "demo-room", []))
    agents.stage.clock.pass_by(61)
    agents.stage.in_world(lambda: agents.stage.world.people_publish(DEMO["app_id"], "demo-room", ["1001"]))
    ((number, left),) = brief(await agents.after(100))
    assert (number, left["message"], left["stop_ts"]) == (102, "Idle for too long", at(160))


@pytest.mark.parametrize("fails", [False, True])
async def test_the_longest_life_ends_an_agent(agents: Agents, fails: bool) -> None:
    agents.stage.cloud.settings.lifetime_fails = fails
    await agents.start()
    left = brief(await agents.after(259_201))[-1]
    assert (left[1]["message"], left[1]["status"]) == (
        "Task exceeded maximum lifetime",
        "FAILED" if fails else "STOPPED",
    )
    assert left[1]["stop_ts"] == at(259_200)


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        (EndCause.CONNECTION_LOST, "RTC connection error"),
        (EndCause.REMOVED_BY_APP, "RTC connection error"),
        (EndCause.REMOVED_BY_SERVER, "RTC connection error"),
        (EndCause.RECOGNITION_BROKE, "Fatal ASR error"),
        (EndCause.TRANSLATION_BROKE, "Fatal Translation error"),
    ],
)
async def test_every_failure_has_its_words(agents: Agents, cause: EndCause, message: str) -> None:
    ref = await agents.start()
    await agents.after(2)
    agents.end(ref, cause)
    ((number, left),) = brief(await agents.after())
    assert (number, left["status"], left["message"]) == (102, "FAILED", message)
    assert (await agents.stage.client().observe(ref)).vendor_state == "FAILED"


async def test_a_cause_that_the_vendor_lacks_ends_nothing(agents: Agents) -> None:
    ref = await agents.start()
    with pytest.raises(ValueError, match="connection-lost"):
        agents.end(ref, EndCause.ROOM_DISMISSED)
    assert numbers(await agents.after(2)) == [101]


async def test_a_bot_that_can_not_join_leaves_without_having_joined(agents: Agents) -> None:
    agents.stage.cloud.settings.bad_bot_token = BadBotToken.FAIL_LATER
    client = agents.stage.closing(
        AgentsClient(account(agents.stage.url, app_certificate="0" * 32), agents.stage.factory(), agents.stage.clock)
    )
    await client.start(join(form()))
    ((number, left),) = brief(await agents.after(10))
    assert (number, left["status"], left["message"]) == (102, "FAILED", "RTC connection error")


async def test_a_token_is_warned_of_thirty_seconds_before_it_expires(agents: Agents) -> None:
    ref = await agents.start()
    assert numbers(await agents.after(TOKEN_LIFE - 31)) == [101]
    (warning,) = await agents.after(2)
    assert warning["payload"] == {
        "agent_id": ref.vendor_task_id,
        "name": ref.idempotency_key,
        "channel": "demo-room",
        "start_ts": at(),
        "message": "token will expire!",
    }
    assert warning["eventType"] == 104
    assert await agents.after(3600) == []


async def test_an_agent_that_left_before_is_not_warned_of(agents: Agents) -> None:
    ref = await agents.start()
    await agents.after(100)
    await agents.stop(ref)
    assert numbers(await agents.after(TOKEN_LIFE)) == [102]


async def test_the_files_of_a_recorded_agent_are_told_of(agents: Agents) -> None:
    ref = await agents.start(**RECORDED)
    assert numbers(await agents.after(39)) == [101]
    name = f"{ref.vendor_task_id}_demo-room.m3u8"
    files = [
        {"file_name": f"calls/today/{prefix}{name}", "file_creation_ts": ms()} for prefix in ("", "es-ES_", "ja-JP_")
    ]
    where = {"agent_id": ref.vendor_task_id, "channel": "demo-room"}
    assert brief(await agents.after(2)) == [(200, {**where, **each, "message": "OK"}) for each in files]
    await agents.stop(ref)
    assert numbers(await agents.after(1)) == [102]
    assert brief(await agents.after(1)) == [(201, {**where, "file_list": files, "message": "OK"})]


async def test_files_that_the_storage_refuses_are_named(agents: Agents) -> None:
    agents.stage.cloud.settings.upload = Storage.FAILS
    ref = await agents.start(**(RECORDED | {"translate": False}))
    await agents.after(10)
    await agents.stop(ref)
    told = brief(await agents.after(5))
    assert [number for number, _ in told] == [102, 200, 202]  # the end closes the first slice
    assert told[-1][1]["succeed_file_list"] == []
    (failed,) = told[-1][1]["failed_file_list"]
    assert failed["file_name"] == f"calls/today/{ref.vendor_task_id}_demo-room.m3u8"
    assert failed["message"]


async def test_an_agent_without_storage_has_no_files(agents: Agents) -> None:
    ref = await agents.start()
    await agents.after(100)
    await agents.stop(ref)
    assert numbers(await agents.after(100)) == [102]


async def test_times_may_be_milliseconds_and_notices_may_carry_the_events_own(agents: Agents) -> None:
    agents.stage.cloud.settings.notice_times = TimeUnit.MILLISECONDS
    agents.stage.cloud.settings.notice_event_ms = True
    await agents.stop(await agents.start())
    joined, left = await agents.after(2)
    assert joined["payload"]["start_ts"] == left["payload"]["stop_ts"] == ms()
    assert (joined["eventMs"], joined["notifyMs"]) == (ms(), ms(2))


async def test_duplicates_share_their_notice_id(agents: Agents) -> None:
    agents.stage.cloud.settings.notice_twice = True
    await agents.start()
    one, other = await agents.after(2)
    assert one == other
    assert one["noticeId"]


async def test_every_second_notice_may_overtake_the_one_before(agents: Agents) -> None:
    agents.stage.cloud.settings.notice_disorder = True
    ref = await agents.start()
    assert await agents.after(2) == []
    await agents.stop(ref)
    assert numbers([*await agents.after(0), *await agents.after(1)]) == [102, 101]


async def test_a_notice_that_nothing_overtakes_comes_in_the_end(agents: Agents) -> None:
    agents.stage.cloud.settings.notice_disorder = True
    await agents.start()
    assert await agents.after(1) == []
    assert numbers(await agents.after(30)) == [101]


async def test_a_notice_is_repeated_three_times_at_growing_intervals(agents: Agents) -> None:
    agents.receiver.usual = 503
    await agents.start()
    tries = [len(await agents.after(seconds)) for seconds in (0, 9.9, 0.1, 19.9, 0.1, 39.9, 0.1, 3000)]
    assert tries == [1, 0, 1, 0, 1, 0, 1, 0]
    assert len({each.json["noticeId"] for each in agents.receiver.seen}) == 1


@pytest.mark.parametrize("strict", [False, True])
async def test_an_answer_without_json_may_count_as_a_failure(agents: Agents, strict: bool) -> None:
    agents.stage.cloud.settings.notice_needs_json = strict
    agents.receiver.says = b"ok"
    await agents.start()
    await agents.after(1)
    assert len(await agents.after(10)) == int(strict)
