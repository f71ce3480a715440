"""Tencent's own SDK drives transcription 2.0 at the simulated cloud: success, and errors with both content types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings


@dataclass
class Sdk:
    """A simulated cloud on loopback, and the vendor's SDK pointed at it."""

    cloud: TrtcCloud
    server: SimulatorServer
    client: SdkClient

    @property
    def app(self) -> int:
        return self.cloud.app.sdk_app_id

    def create(self, **replaced: Any) -> models.CreateCloudTranscriptionResponse:
        sig = TLSSigAPIv2.TLSSigAPIv2(self.app, self.cloud.app.sdk_secret_key).gen_sig("bot_1", 86400)
        request = models.CreateCloudTranscriptionRequest()
        told = {
            "SdkAppId": self.app,
            "RoomId": "demo-room",
            "RoomIdType": 1,
            "TranscriptionParam": {"UserId": "bot_1", "UserSig": sig, "SendCustomMode": 1, "MaxIdleTime": 30},
            "AsrParam": {"Lang": "bigmodel-zh"},
            "TranslationParam": {"TargetLang": ["en", "ja"]},
        }
        request._deserialize({**told, **replaced})
        return self.client.CreateCloudTranscription(request)

    def describe(self, task_id: str) -> models.DescribeCloudTranscriptionResponse:
        return self.client.DescribeCloudTranscription(self._asking(models.DescribeCloudTranscriptionRequest(), task_id))

    def delete(self, task_id: str) -> models.DeleteCloudTranscriptionResponse:
        return self.client.DeleteCloudTranscription(self._asking(models.DeleteCloudTranscriptionRequest(), task_id))

    def _asking(self, request: Any, task_id: str) -> Any:
        request.SdkAppId, request.TaskId = self.app, task_id
        return request


@pytest.fixture
def sdk() -> Iterator[Sdk]:
    cloud = TrtcCloud(World(), settings_2=CloudTranscriptionSettings(idle_seconds=0.0))
    server = SimulatorServer(build_application(cloud.routes()))
    server.start()
    http = HttpProfile(protocol="http", endpoint=server.url.removeprefix("http://"))
    # The SDK would otherwise keep the connection open, and say so when it is collected.
    http.keepAlive = False
    credential = Credential(cloud.account.secret_id, cloud.account.secret_key)
    yield Sdk(cloud, server, SdkClient(credential, "ap-singapore", ClientProfile(httpProfile=http)))
    server.stop()


def test_the_sdk_creates_describes_and_deletes_a_task(sdk: Sdk) -> None:
    created = sdk.create()
    assert created.TaskId
    assert created.RequestId
    described = sdk.describe(created.TaskId)
    assert (described.Status, described.TaskId) == ("InProgress", created.TaskId)
    assert described.StartTime > 1_700_000_000_000
    assert sdk.delete(created.TaskId).TaskId == created.TaskId
    assert sdk.describe(created.TaskId).Status == "Exited"


@pytest.mark.parametrize(
    ("replaced", "code"),
    [
        ({"RoomId": None}, "MissingParameter.RoomId"),
        ({"SdkAppId": None}, "MissingParameter.SdkAppId"),
        ({"SdkAppId": 1}, "InvalidParameter.SdkAppId"),
        ({"AsrParam": None}, "MissingParameter.AsrParam"),
        ({"AsrParam": {"VadLevel": 1}}, "MissingParameter.ASRLang"),
        ({"TranscriptionParam": None}, "MissingParameter.TranscriptionParam"),
        ({"TranscriptionParam": {"UserSig": "x"}}, "MissingParameter.UserId"),
        ({"TranscriptionParam": {"UserId": "x"}}, "MissingParameter.UserSig"),
        ({"TranscriptionParam": {"UserId": "x", "UserSig": "x"}}, "InvalidParameter"),
        ({"AsrParam": {"Lang": "bigmodel-zh", "VadSilenceTime": 239}}, "InvalidParameter.OutOfRange"),
    ],
)
def test_refused_starts(sdk: Sdk, replaced: dict[str, Any], code: str) -> None:
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.create(**replaced)
    assert failure.value.get_code() == code
    assert failure.value.get_request_id()


def test_an_unknown_task(sdk: Sdk) -> None:
    for call in (sdk.describe, sdk.delete):
        for task_id, code in (("nobody's", "ResourceNotFound"), (None, "MissingParameter.TaskId")):
            with pytest.raises(TencentCloudSDKException) as failure:
                call(task_id)  # type: ignore[arg-type]
            assert failure.value.get_code() == code


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_an_error_somebody_ordered(sdk: Sdk, content_type: str) -> None:
    code = "InternalError.CTInternalError"
    fault = Fault(FaultKind.ERROR, code=code, message="later", content_type=content_type)
    sdk.server.call(lambda: sdk.cloud.world.faults.add(fault)).result()
    with pytest.raises(TencentCloudSDKException) as failure:
        sdk.create()
    assert failure.value.get_code() == "InternalError.CTInternalError"
