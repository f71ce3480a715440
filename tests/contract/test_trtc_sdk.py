"""Tencent's own SDK against the simulated cloud: what it takes for Tencent's answers must be what we think they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import TLSSigAPIv2
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.trtc.v20190722 import models
from tencentcloud.trtc.v20190722.trtc_client import TrtcClient as SdkClient

from roomscribe.simulator.application import build_application
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator import TrtcCloud
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings

HOUR = 3600


@dataclass
class Sdk:
    """A simulated cloud on loopback, and the vendor's SDK pointed at it."""

    cloud: TrtcCloud
    server: SimulatorServer

    @property
    def demo(self) -> dict[str, str]:
        return dict(self.cloud.demo_account())

    def client(self, secret_key: str = "") -> SdkClient:
        http = HttpProfile(protocol="http", endpoint=self.server.url.removeprefix("http://"))
        # The SDK would otherwise keep the connection open, and say so when it is collected.
        http.keepAlive = False
        credential = Credential(self.demo["secret_id"], secret_key or self.demo["secret_key"])
        return SdkClient(credential, self.demo["region"], ClientProfile(httpProfile=http))

    def start(self, bot: str = "bot_1", *, user_sig: str = "") -> models.StartAITranscriptionRequest:
        request = models.StartAITranscriptionRequest()
        request.SdkAppId = int(self.demo["sdk_app_id"])
        request.RoomId = "demo-room"
        request.RoomIdType = 1
        request.SessionId = "session_1"
        request.TranscriptionParams = models.TranscriptionParams()
        request.TranscriptionParams.UserId = bot
        request.TranscriptionParams.UserSig = user_sig or self.user_sig(bot)
        request.TranscriptionParams.MaxIdleTime = 60
        request.RecognizeConfig = models.RecognizeConfig()
        request.RecognizeConfig.Language = "zh"
        request.TranslationConfig = models.TranslationConfig()
        request.TranslationConfig.TargetLanguages = ["en", "ja"]
        return request

    def user_sig(self, bot: str) -> str:
        maker = TLSSigAPIv2.TLSSigAPIv2(int(self.demo["sdk_app_id"]), self.demo["sdk_secret_key"])
        return str(maker.gen_sig(bot, 86400))

    def describe(self, task_id: str) -> models.DescribeAITranscriptionResponse:
        request = models.DescribeAITranscriptionRequest()
        request.TaskId = task_id
        return self.client().DescribeAITranscription(request)

    def stop(self, task_id: str) -> models.StopAITranscriptionResponse:
        request = models.StopAITranscriptionRequest()
        request.TaskId = task_id
        return self.client().StopAITranscription(request)


@pytest.fixture
def sdk() -> Iterator[Sdk]:
    cloud = TrtcCloud(World(), settings=TrtcSettings(idle_seconds=0.0, preparing_seconds=0.0))
    server = SimulatorServer(build_application(cloud.routes()))
    server.start()
    yield Sdk(cloud, server)
    server.stop()


def test_the_sdk_starts_describes_and_stops_a_task(sdk: Sdk) -> None:
    started = sdk.client().StartAITranscription(sdk.start())
    assert started.TaskId
    assert started.RequestId
    described = sdk.describe(started.TaskId)
    assert (described.Status, described.TaskId, described.SessionId) == ("InProgress", started.TaskId, "session_1")
    assert time.strptime(described.StartTime, "%Y-%m-%d %H:%M:%S.%f")
    assert sdk.stop(started.TaskId).RequestId
    assert sdk.describe(started.TaskId).Status == "Stopped"


def test_the_sdk_finds_a_task_by_its_session_id(sdk: Sdk) -> None:
    started = sdk.client().StartAITranscription(sdk.start())
    request = models.DescribeAITranscriptionRequest()
    request.TaskId = ""
    request.SdkAppId = int(sdk.demo["sdk_app_id"])
    request.SessionId = "session_1"
    assert sdk.client().DescribeAITranscription(request).TaskId == started.TaskId


def assert_refused(failure: pytest.ExceptionInfo[TencentCloudSDKException], code: str) -> None:
    assert failure.value.get_code() == code
    assert failure.value.get_request_id()


def test_a_wrong_key(sdk: Sdk) -> None:
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.client("wrong").StartAITranscription(sdk.start())
    assert_refused(failure, "AuthFailure.SignatureFailure")


def test_a_clock_that_is_an_hour_off(sdk: Sdk) -> None:
    sdk.server.call(lambda: setattr(sdk.cloud.world.clock, "offset", HOUR)).result()
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.client().StartAITranscription(sdk.start())
    assert_refused(failure, "AuthFailure.SignatureExpire")


def test_a_duplicate_task(sdk: Sdk) -> None:
    sdk.client().StartAITranscription(sdk.start())
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.client().StartAITranscription(sdk.start("bot_2"))
    assert_refused(failure, "FailedOperation.TaskExist")


def test_an_unknown_task(sdk: Sdk) -> None:
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.describe("5d0c1f1e-0b7a-4f35-9a3e-2b1f6f1c0001")
    assert_refused(failure, "FailedOperation.TaskNotExist")
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.stop("5d0c1f1e-0b7a-4f35-9a3e-2b1f6f1c0001")
    assert_refused(failure, "FailedOperation.TaskNotExist")


@pytest.mark.parametrize("user_sig", ["rubbish", "of-another-bot"])
def test_a_bad_user_sig(sdk: Sdk, user_sig: str) -> None:
    token = sdk.user_sig("somebody") if user_sig == "of-another-bot" else user_sig
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.client().StartAITranscription(sdk.start(user_sig=token))
    assert_refused(failure, "InvalidParameter.UserSig")


def test_a_missing_parameter(sdk: Sdk) -> None:
    request = sdk.start()
    request.RoomId = None
    with pytest.raises(TencentCloudSDKException, match="RoomId") as failure:
        sdk.client().StartAITranscription(request)
    assert_refused(failure, "MissingParameter")


def test_an_error_somebody_ordered(sdk: Sdk) -> None:
    fault = Fault(FaultKind.ERROR, code="InternalError", message="try later")
    sdk.server.call(lambda: sdk.cloud.world.faults.add(fault)).result()
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.client().StartAITranscription(sdk.start())
    assert_refused(failure, "InternalError")
