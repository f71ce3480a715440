"""The simulated cloud behind its front door: what starts, what is refused, and in which order (tencent.md §5, §8)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from roomscribe.domain.errors import CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.vendors.trtc.simulator_accounts import SimulatedApp
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.usersig import make_user_sig
from tests.unit.vendors.trtc.stage import DEMO, NEW_YEAR, Stage, order, ref, values

OTHER_APP = 1400000002


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    await stage.close()


@pytest.fixture
async def mainland() -> AsyncIterator[Stage]:
    stage = Stage(site="cn")
    yield stage
    await stage.close()


async def refused(stage: Stage, **changes: object) -> str:
    with pytest.raises(CallFailed) as failure:
        await stage.client().start(order(values(**changes)))
    return failure.value.note.code


def token(stage: Stage, *, app: int = int(DEMO["sdk_app_id"]), bot: str = "caption_bot", key: str = "") -> str:
    return make_user_sig(
        sdk_app_id=app, key=key or stage.cloud.app.sdk_secret_key, identifier=bot, lifetime=60, now=int(NEW_YEAR)
    )


async def test_features_an_account_lacks(stage: Stage) -> None:
    app = stage.cloud.app
    app.translation = False
    assert await refused(stage, target_languages=("en",)) == "FailedOperation.NotAbility"
    await stage.client().start(order(values(room="1")))
    app.speech_to_text = False
    assert await refused(stage) == "FailedOperation.NotAbility"
    app.barred = True
    assert await refused(stage) == "FailedOperation.NotAllowed"


async def test_an_application_of_somebody_else(stage: Stage) -> None:
    other = stage.cloud.add_account("intl", {"sdk_app_id": str(OTHER_APP)})
    client = stage.client(sdk_app_id=str(OTHER_APP))
    with pytest.raises(CallFailed, match="SdkAppIdNotUnderAppId"):
        await client.start(order(values()))
    own = stage.client(secret_id=other.secret_id, secret_key=other.secret_key)
    with pytest.raises(CallFailed, match="SdkAppIdNotUnderAppId"):
        await own.start(order(values()))


@pytest.mark.parametrize(
    "wrong",
    [{"app": OTHER_APP}, {"bot": "somebody"}, {"key": "0" * 64}],
)
async def test_a_signature_for_something_else(stage: Stage, wrong: dict[str, object]) -> None:
    pasted = token(stage, **wrong)  # type: ignore[arg-type]
    assert await refused(stage, user_sig_source="pasted", user_sig=pasted) == "InvalidParameter.UserSig"


async def test_a_signature_is_good_until_its_last_second(stage: Stage) -> None:
    pasted = token(stage)
    stage.clock.pass_by(59)
    await stage.client().start(order(values(user_sig_source="pasted", user_sig=pasted)))
    stage.clock.pass_by(1)
    assert await refused(stage, user_sig_source="pasted", user_sig=pasted) == "InvalidParameter.UserSig"


async def test_a_signature_may_end_its_task() -> None:
    stage = Stage(settings=TrtcSettings(user_sig_ends_task=True))
    client = stage.client()
    seen = await client.start(order(values(user_sig_source="pasted", user_sig=token(stage))))
    stage.clock.pass_by(61)
    assert (await client.observe(ref(seen.vendor_task_id))).state is TaskState.STOPPED
    await stage.close()


async def test_chat_administrators(mainland: Stage) -> None:
    admin = {"im_admin_user_id": "administrator", "im_admin_user_sig": token(mainland, bot="administrator")}
    assert await refused(mainland, **admin) == "InvalidParameter.UserSigNotAdmin"
    mainland.cloud.app.chat_admins = frozenset({"administrator"})
    await mainland.client().start(order(values(**admin)))
    assert await refused(mainland, room="2", **admin | {"im_admin_user_sig": "x"}) == "InvalidParameter.UserSigNotAdmin"


async def test_features_come_before_the_signature_and_the_signature_before_duplicates(stage: Stage) -> None:
    await stage.client().start(order(values()))
    bad = {"user_sig_source": "pasted", "user_sig": "rubbish"}
    assert await refused(stage, **bad) == "InvalidParameter.UserSig"
    stage.cloud.app.full = True
    assert await refused(stage) == "FailedOperation.TaskExist"
    stage.cloud.app.speech_to_text = False
    assert await refused(stage, **bad) == "FailedOperation.NotAbility"
    assert await refused(stage, room="demo", **bad) == "InvalidParameterValue"


async def test_a_hundred_tasks_and_no_more(stage: Stage) -> None:
    for number in range(1, 101):
        stage.clock.pass_by(0.1)
        await stage.client().start(order(values(room=str(number))))
    stage.clock.pass_by(1)
    assert await refused(stage, room="101") == "ResourceInsufficient.RequestRejection"


async def test_a_full_cloud(stage: Stage) -> None:
    stage.cloud.app.full = True
    assert await refused(stage) == "ResourceInsufficient.RequestRejection"


async def test_an_unknown_room_may_be_refused() -> None:
    stage = Stage(settings=TrtcSettings(room_must_exist=True), busy_rooms=False)
    assert await refused(stage) == "FailedOperation"
    stage.world.people_publish(DEMO["sdk_app_id"], "number:500123", ["alice"])
    await stage.client().start(order(values()))
    await stage.close()


async def test_the_tasks_of_others_do_not_exist(stage: Stage) -> None:
    seen = await stage.client().start(order(values()))
    other = stage.cloud.add_account("intl", {"sdk_app_id": str(OTHER_APP)})
    stranger = stage.client(secret_id=other.secret_id, secret_key=other.secret_key, sdk_app_id=str(OTHER_APP))
    with pytest.raises(CallFailed, match="TaskNotExist"):
        await stranger.stop(ref(seen.vendor_task_id))


@pytest.mark.parametrize("task_id", ["x" * 256, "a b", "ü"])
async def test_malformed_task_ids(stage: Stage, task_id: str) -> None:
    with pytest.raises(CallFailed, match=r"InvalidParameter\.TaskId"):
        await stage.client().observe(ref(task_id))


async def test_the_region_may_matter() -> None:
    stage = Stage(settings=TrtcSettings(same_region=True))
    seen = await stage.client().start(order(values()))
    elsewhere = stage.client()
    elsewhere._account = replace(elsewhere._account, profile=replace(elsewhere._account.profile, region="ap-tokyo"))
    with pytest.raises(CallFailed, match="TaskNotExist"):
        await elsewhere.stop(ref(seen.vendor_task_id))
    await stage.client().stop(ref(seen.vendor_task_id))
    await stage.close()


async def test_an_account_may_own_several_applications(stage: Stage) -> None:
    stage.cloud.account.apps[OTHER_APP] = SimulatedApp(sdk_app_id=OTHER_APP, sdk_secret_key=DEMO["sdk_secret_key"])
    await stage.client(sdk_app_id=str(OTHER_APP)).start(order(values()))
    await stage.client().start(order(values()))
    assert len(stage.cloud.tasks.all()) == 2
