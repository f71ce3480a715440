"""What the simulated 5.x and 6.x cloud tells a receiver: uploads alone, for starts and ends have no event."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from roomscribe.net.posting import Poster
from roomscribe.simulator.live import EndCause
from roomscribe.vendors.agora.client import AgoraClient
from roomscribe.vendors.agora.limits import AGORA_5, AGORA_6, AgoraLimits
from roomscribe.vendors.agora.simulator_notice_settings import PlaylistName, Storage, TimeUnit
from roomscribe.vendors.agora.simulator_settings import StartStatus
from roomscribe.vendors.agora.simulator_tasks import Project
from roomscribe.vendors.protocol import TaskRef
from tests.contract.agora_notices import RECORDED, at, brief, ms, numbers
from tests.contract.notices_stage import Told
from tests.support.faces import FACES
from tests.support.receiver import Receiver
from tests.unit.vendors.agora.stage import DEMO, Stage, account, order, values


class Tasks(Told):
    """5.x or 6.x with its receiver."""

    stage: Stage
    limits: AgoraLimits

    async def start(self, **changes: object) -> TaskRef:
        wish = values(self.limits, **changes)
        client = self.client()
        prepared = await client.prepare(order(wish))
        seen = await client.start(order(wish, prepared.kept))
        return TaskRef(vendor_task_id=seen.vendor_task_id, idempotency_key="", kept=prepared.kept)

    async def stop(self, ref: TaskRef) -> None:
        await self.client().stop(ref)

    def client(self) -> AgoraClient:
        stage = self.stage
        return stage.closing(AgoraClient(account(stage.url), stage.factory(), stage.clock, self.limits))


@pytest.fixture(params=[(face, limits) for face in FACES for limits in (AGORA_5, AGORA_6)], ids=lambda each: each[0])
async def tasks(request: pytest.FixtureRequest) -> AsyncIterator[Tasks]:
    face, limits = request.param
    stage, receiver = Stage(face), Receiver()
    stage.cloud.add_project(Project(app_id=DEMO["app_id"], certificate=DEMO["app_certificate"], limits=limits))
    async with Poster() as poster:
        told = Tasks(stage, poster, receiver)
        told.limits = limits
        yield told
    await stage.close()
    receiver.close()


async def test_a_recorded_task_is_told_of_by_its_uploads(tasks: Tasks) -> None:
    ref = await tasks.start(**RECORDED)
    (started,) = await tasks.after(1)
    assert started.pop("noticeId")
    assert started == {
        "productId": 20,
        "eventType": 30,
        "notifyMs": ms(1),
        "payload": {
            "cname": "demo-room",
            "subBotUid": str(values(tasks.limits)["sub_bot_uid"]),
            "pubBotUid": str(values(tasks.limits)["pub_bot_uid"]),
            "taskId": ref.vendor_task_id,
            "sequence": 0,
            "serviceScene": "1",
            "sendts": at(),
            "serviceType": 2,
            "details": {"msgName": "uploader_started", "status": 0},
        },
    }
    name = f"calls/today/{ref.vendor_task_id}_demo-room.m3u8"
    told = brief(await tasks.after(180))
    assert [(number, payload["serviceType"], payload["sequence"]) for number, payload in told] == [
        (4, 0, 1),
        (33, 2, 2),
        (33, 2, 3),
        (33, 2, 4),
    ]
    assert told[0][1]["details"] == {"msgName": "cloud_recording_file_infos", "fileList": name}
    progress = [payload["details"]["progress"] for _, payload in told[1:]]
    assert progress == [6666, 10_000, 8888]
    await tasks.stop(ref)
    ((number, payload),) = brief(await tasks.after(5))
    assert (number, payload["sequence"], payload["sendts"]) == (31, 5, at(183))
    assert (payload["details"]["msgName"], payload["details"]["status"]) == ("uploaded", 0)
    assert payload["details"]["fileList"][0] == {
        "fileName": name,
        "trackType": "text",
        "mode": 1,
        "sliceStartTime": ms(),
    }
    assert len(payload["details"]["fileList"]) == 3
    assert await tasks.after(3600) == []


async def test_a_task_that_is_not_recorded_is_not_told_of(tasks: Tasks) -> None:
    ref = await tasks.start()
    await tasks.after(100)
    await tasks.stop(ref)
    await tasks.after(100)
    assert tasks.receiver.seen == []


@pytest.mark.parametrize("cause", [None, EndCause.CONNECTION_LOST])
async def test_the_end_of_a_recorded_task_is_noticed_although_nobody_asks(tasks: Tasks, cause: EndCause | None) -> None:
    ref = await tasks.start(**RECORDED)
    await tasks.after(50)
    world = tasks.stage.world
    if cause:
        tasks.stage.in_world(lambda: world.end_task(ref.vendor_task_id, cause))
    else:
        tasks.stage.in_world(lambda: world.people_publish(DEMO["app_id"], "demo-room", []))
    told = await tasks.after(3600)
    assert numbers(told)[-1] == 31
    ended = 50 if cause else 50 + int(str(values(tasks.limits)["max_idle_time"]))
    assert told[-1]["payload"]["sendts"] == at(ended + 2)


@pytest.mark.parametrize(
    ("storage", "number", "name", "status"),
    [(Storage.FAILS, 31, "uploaded", 1), (Storage.BACKUP, 32, "backuped", 0)],
)
async def test_storage_that_does_not_take_all_is_told_of(
    tasks: Tasks, storage: Storage, number: int, name: str, status: int
) -> None:
    tasks.stage.cloud.settings.upload = storage
    ref = await tasks.start(**RECORDED)
    await tasks.after(1)
    await tasks.stop(ref)
    told = brief(await tasks.after(5))
    assert [each for each, _ in told] == [4, number]
    details = told[-1][1]["details"]
    assert (details["msgName"], details["status"]) == (name, status)


async def test_what_is_not_known_of_these_notices_can_be_switched(tasks: Tasks) -> None:
    settings = tasks.stage.cloud.settings
    settings.notice_scene, settings.notice_product, settings.notice_times = "stt", 5, TimeUnit.MILLISECONDS
    settings.notice_playlist_name, settings.notice_playlist_service = PlaylistName.EXAMPLE, 2
    await tasks.start(**RECORDED)
    _, playlist = await tasks.after(41)
    payload = playlist["payload"]
    assert (playlist["productId"], payload["serviceScene"], payload["sendts"]) == (5, "stt", ms(40))
    assert (payload["serviceType"], payload["details"]["msgName"]) == (2, "voice_ai_file_infos")


async def test_a_task_that_walks_through_all_words_is_recorded_from_when_it_runs(tasks: Tasks) -> None:
    tasks.stage.cloud.settings.start_status = StartStatus.WALK
    await tasks.start(**RECORDED)
    assert await tasks.after(5) == []
    (started,) = await tasks.after(2)
    assert started["payload"]["sendts"] == at(6)
