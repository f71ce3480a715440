"""What the simulated TRTC tells a receiver of both generations' tasks, from the start to every kind of end."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from typing import Any

import pytest

from roomscribe.net.posting import Poster
from roomscribe.simulator.live import EndCause, Sentence
from roomscribe.simulator.webhooks import Fate
from roomscribe.vendors.trtc.simulator_notice_settings import CallbackName, SentenceShape
from tests.contract.notices_stage import KEY, Told
from tests.support.faces import FACES
from tests.support.receiver import Receiver
from tests.unit.vendors.trtc.stage import DEMO, NEW_YEAR, Stage, order, order_2, ref, values, values_2

GENERATIONS = (1, 2)
JOINS = 1.3
"""Seconds until the bot is in the room."""


class Hall(Told):
    """A stage with one quiet room."""

    stage: Stage

    async def start(self, generation: int, **changes: object) -> str:
        """Id of a started task."""
        if generation == 1:
            return (await self.stage.client().start(order(values(**changes)))).vendor_task_id
        return (await self.stage.client_2().start(order_2(values_2(**changes)))).vendor_task_id

    async def stop(self, generation: int, task_id: str) -> None:
        await (self.stage.client() if generation == 1 else self.stage.client_2()).stop(ref(task_id))

    def people(self, *user_ids: str) -> None:
        self.stage.in_world(lambda: self.stage.world.people_publish(DEMO["sdk_app_id"], "number:500123", user_ids))

    def say(self, task_id: str) -> None:
        """Let a task produce a final sentence with a translation."""

        def tell() -> None:
            (task,) = (each for each in self.stage.world.live_tasks() if each.task_id == task_id)
            sentence = Sentence(
                task=task,
                round_id="round-1",
                speaker="alice",
                language="en",
                text="Hello.",
                started_at=task.accepted_at + 2,
                ended_at=task.accepted_at + 3.5,
                translations={"ja": "こんにちは。"},
            )
            self.stage.world.sentences.tell(sentence)

        self.stage.in_world(tell)


@pytest.fixture(params=FACES)
async def hall(request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    stage, receiver = Stage(request.param, busy_rooms=False), Receiver()
    async with Poster() as poster:
        yield Hall(stage, poster, receiver)
    await stage.close()
    receiver.close()


def brief(notices: list[Any]) -> list[tuple[int, Any]]:
    return [(each["EventType"], each["EventInfo"]["Payload"]) for each in notices]


def ms(seconds: float) -> int:
    return round((NEW_YEAR + seconds) * 1000)


async def test_a_task_of_1_0_is_told_of_from_start_to_stop(hall: Hall) -> None:
    task_id = await hall.start(1)
    assert await hall.after(JOINS - 0.1) == []
    (started,) = await hall.after(1.1)
    info = {"EventMsTs": ms(JOINS), "TaskId": task_id, "RoomId": "500123", "RoomIdType": 0, "Payload": {"Status": 0}}
    assert started == {"EventGroupId": 9, "EventType": 901, "CallbackTs": ms(2.3), "EventInfo": info}
    await hall.stop(1, task_id)
    (ended,) = await hall.after(0.5)
    assert ended["EventInfo"] == info | {"EventMsTs": ms(2.3), "Payload": {"LeaveCode": 0}}
    assert ended["EventType"] == 902
    assert await hall.after(36_000) == []


async def test_a_task_of_2_0_names_its_robot(hall: Hall) -> None:
    task_id = await hall.start(2)
    (started,) = await hall.after(2)
    info = {
        "EventMsTs": ms(JOINS),
        "TaskId": task_id,
        "RoomId": "500123",
        "RoomIdType": 0,
        "RobotId": "caption_bot",
        "Payload": {"Status": 0},
    }
    assert started == {"EventGroupId": 14, "EventType": 1401, "CallbackTs": ms(2), "EventInfo": info}
    await hall.stop(2, task_id)
    assert brief(await hall.after()) == [(1402, {"LeaveCode": 0})]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_every_notice_is_signed_over_its_raw_bytes(hall: Hall, generation: int) -> None:
    await hall.stop(generation, await hall.start(generation, room="房间", room_type=1))
    assert await hall.after(2)
    for seen in hall.receiver.seen:
        expected = base64.b64encode(hmac.new(KEY.encode(), seen.body, hashlib.sha256).digest()).decode()
        assert seen.headers["sign"] == expected
        assert seen.headers["sdkappid"] == DEMO["sdk_app_id"]
        assert seen.headers["content-type"] == "application/json"


async def test_the_key_is_in_no_log(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await hall.start(1)
    await hall.after(2)
    assert "HTTP Request: POST" in caplog.text
    assert KEY not in caplog.text


async def test_without_a_key_there_is_no_signature(hall: Hall) -> None:
    hall.webhooks.set_target(DEMO["sdk_app_id"], hall.receiver.url)
    await hall.start(1)
    await hall.after(2)
    (seen,) = hall.receiver.seen
    assert "sign" not in seen.headers


@pytest.mark.parametrize(("generation", "idle", "ended"), [(1, 60, 902), (2, 30, 1402)])
async def test_a_silent_room_ends_the_task_although_nobody_asks(
    hall: Hall, generation: int, idle: int, ended: int
) -> None:
    await hall.start(generation)
    await hall.after(2)
    assert await hall.after(idle - 2) == []
    (notice,) = await hall.after(1)
    assert brief([notice]) == [(ended, {"LeaveCode": 99})]
    assert notice["EventInfo"]["EventMsTs"] == ms(idle)
    assert notice["CallbackTs"] == ms(idle + 1)


async def test_a_silence_between_two_beats_counts_too(hall: Hall) -> None:
    hall.people("alice")
    await hall.start(1)
    await hall.after(100)
    hall.people()
    hall.stage.clock.pass_by(61)
    hall.people("alice")
    (notice,) = await hall.after(100)
    assert brief([notice]) == [(902, {"LeaveCode": 99})]
    assert notice["EventInfo"]["EventMsTs"] == ms(160)


async def test_a_shorter_silence_does_not(hall: Hall) -> None:
    hall.people("alice")
    await hall.start(1)
    await hall.after(100)
    hall.people()
    hall.stage.clock.pass_by(59)
    hall.people("alice")
    assert await hall.after(3600) == []


async def test_the_longest_run_ends_a_task_that_is_heard(hall: Hall) -> None:
    hall.people("alice")
    await hall.start(1)
    told = brief(await hall.after(36_001))
    assert told == [(901, {"Status": 0}), (902, {"LeaveCode": 99})]


@pytest.mark.parametrize(("generation", "ended"), [(1, 902), (2, 1402)])
@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (EndCause.REMOVED_BY_APP, 1),
        (EndCause.ROOM_DISMISSED, 2),
        (EndCause.REMOVED_BY_SERVER, 3),
        (EndCause.ROOM_DISSOLVED, 4),
        (EndCause.BROKEN, 98),
    ],
)
async def test_every_other_end_has_its_code(
    hall: Hall, generation: int, ended: int, cause: EndCause, code: int
) -> None:
    task_id = await hall.start(generation)
    await hall.after(2)
    hall.stage.in_world(lambda: hall.stage.world.end_task(task_id, cause))
    assert brief(await hall.after()) == [(ended, {"LeaveCode": code})]


async def test_a_cause_that_the_vendor_lacks_ends_nothing(hall: Hall) -> None:
    task_id = await hall.start(1)
    await hall.after(2)
    with pytest.raises(ValueError, match="removed-by-app"):
        hall.stage.in_world(lambda: hall.stage.world.end_task(task_id, EndCause.RECOGNITION_BROKE))
    assert await hall.after() == []


@pytest.mark.parametrize("told", [True, False])
async def test_a_task_that_was_stopped_on_its_way_has_no_start(hall: Hall, told: bool) -> None:
    hall.stage.cloud.settings.notice_unjoined_end = told
    await hall.stop(1, await hall.start(1))
    assert brief(await hall.after(2)) == ([(902, {"LeaveCode": 0})] if told else [])


async def test_a_start_that_breaks_is_told_as_failed(hall: Hall) -> None:
    task_id = await hall.start(1)
    hall.stage.in_world(lambda: hall.stage.world.end_task(task_id, EndCause.BROKEN))
    assert brief(await hall.after()) == [(901, {"Status": 1}), (902, {"LeaveCode": 98})]


async def test_both_generations_tell_their_sentences(hall: Hall) -> None:
    first, second = await hall.start(1), await hall.start(2, room="500124")
    await hall.after(5)
    hall.say(first)
    times = {"StartTimeMs": 2000, "EndTimeMs": 3500, "RoundId": "round-1"}
    said = {"UserId": "alice", "Text": "Hello.", **times}
    assert brief(await hall.after()) == [(903, said)]
    hall.say(second)
    translated = {"UserId": "alice", "Text": "こんにちは。", **times, "Language": "ja"}
    assert brief(await hall.after()) == [(1403, said), (1404, translated)]


async def test_what_is_not_known_of_notices_can_be_switched(hall: Hall) -> None:
    settings, settings_2 = hall.stage.cloud.settings, hall.stage.cloud.settings_2
    settings.notice_callback_name = CallbackName.MS_TS
    settings.notice_event_time_as_text = settings.notice_room_as_number = settings.notice_sentence_utc = True
    settings_2.notice_sentence_shape, settings_2.notice_end_code = SentenceShape.AS_CAPTION, False
    first, second = await hall.start(1), await hall.start(2, room="500124")
    started = (await hall.after(2))[0]
    assert started["CallbackMsTs"] == ms(2)
    assert "CallbackTs" not in started
    assert (started["EventInfo"]["EventMsTs"], started["EventInfo"]["RoomId"]) == (str(ms(JOINS)), 500123)
    hall.say(first)
    ((_, said),) = brief(await hall.after())
    assert (said["StartTimeMs"], said["EndTimeMs"]) == (ms(2), ms(3.5))
    hall.say(second)
    (_, original), (_, translated) = brief(await hall.after())
    shared = {"sender": "alice", "roundid": "round-1", "start_utc_ms": ms(2), "end": True}
    assert original == {**shared, "text": "Hello."}
    assert translated == {**shared, "translate_msg": [{"language": "ja", "text": "こんにちは。"}]}
    await hall.stop(2, second)
    assert brief(await hall.after()) == [(1402, {})]


async def test_notices_may_be_made_to_come_twice(hall: Hall) -> None:
    hall.stage.cloud.settings.notice_twice = True
    await hall.start(1)
    one, other = await hall.after(2)
    assert one == other


async def test_a_notice_is_tried_at_once_again_then_every_ten_seconds_for_a_minute(hall: Hall) -> None:
    hall.people("alice")
    hall.receiver.usual = 500
    await hall.start(1)
    tries = [len(await hall.after(seconds)) for seconds in (2, 9.9, 0.1, *5 * (10,), 3600)]
    assert tries == [2, 0, 1, 1, 1, 1, 1, 1, 0]
    (given_up,) = hall.webhooks.deliveries()
    assert given_up.fate is Fate.GIVEN_UP
