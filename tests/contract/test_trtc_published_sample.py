"""The vendor's published StartAITranscription sample, sent as it is printed, without any of our client's code.

The page's common parameters are filled in, and the two values it marks as placeholders: the application and its
"your-usersig". Signature and UserSig are made here a second time, from the vendor's description (tencent.md §6, §7).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import re
import time
import uuid
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from roomscribe.simulator.application import build_application
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator import TrtcCloud
from tests.support.published import TRTC_BODY

HOST = "trtc.intl.tencentcloudapi.com"
SAMPLE = TRTC_BODY


@pytest.fixture
def cloud() -> Iterator[tuple[SimulatorServer, dict[str, str]]]:
    simulated = TrtcCloud(World())
    server = SimulatorServer(build_application(simulated.routes()))
    server.start()
    yield server, dict(simulated.demo_account())
    server.stop()


def sample_body(demo: dict[str, str]) -> bytes:
    """The page's text with its two placeholders filled in."""
    text = SAMPLE.strip().replace("1234", demo["sdk_app_id"])
    return text.replace("your-usersig", user_sig(demo, "test_user")).encode()


def user_sig(demo: dict[str, str], user: str) -> str:
    now, lifetime, app = int(time.time()), 86400, int(demo["sdk_app_id"])
    text = f"TLS.identifier:{user}\nTLS.sdkappid:{app}\nTLS.time:{now}\nTLS.expire:{lifetime}\n"
    mac = hmac.new(demo["sdk_secret_key"].encode(), text.encode(), hashlib.sha256).digest()
    content = {
        "TLS.ver": "2.0",
        "TLS.identifier": user,
        "TLS.sdkappid": app,
        "TLS.expire": lifetime,
        "TLS.time": now,
        "TLS.sig": base64.b64encode(mac).decode(),
    }
    token = base64.b64encode(zlib.compress(json.dumps(content).encode())).decode()
    return token.replace("+", "*").replace("/", "-").replace("=", "_")


def signed_headers(demo: dict[str, str], body: bytes, action: str, host: str) -> dict[str, str]:
    now = int(time.time())
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    digest = hashlib.sha256(body).hexdigest()
    canonical = f"POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{digest}"
    to_sign = f"TC3-HMAC-SHA256\n{now}\n{day}/trtc/tc3_request\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = ("TC3" + demo["secret_key"]).encode()
    for part in (day, "trtc", "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    mac = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return {
        "Host": host,
        "Content-Type": "application/json",
        "X-TC-Action": action,
        "X-TC-Version": "2019-07-22",
        "X-TC-Region": "ap-singapore",
        "X-TC-Timestamp": str(now),
        "Authorization": f"TC3-HMAC-SHA256 Credential={demo['secret_id']}/{day}/trtc/tc3_request, "
        f"SignedHeaders=content-type;host, Signature={mac}",
    }


def post(
    server: SimulatorServer, demo: dict[str, str], body: bytes, action: str = "StartAITranscription", host: str = HOST
) -> tuple[int, str, Any]:
    """Status, content type and parsed answer."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    try:
        connection.request("POST", "/", body=body, headers=signed_headers(demo, body, action, host))
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"], json.loads(answer.read())
    finally:
        connection.close()


def test_the_sample_is_answered_field_by_field_as_the_page_says(
    cloud: tuple[SimulatorServer, dict[str, str]],
) -> None:
    server, demo = cloud
    status, content_type, answer = post(server, demo, sample_body(demo))
    assert status == 200
    assert content_type == "application/json"
    assert set(answer) == {"Response"}
    assert set(answer["Response"]) == {"TaskId", "RequestId"}
    assert isinstance(answer["Response"]["TaskId"], str)
    assert answer["Response"]["TaskId"]
    assert str(uuid.UUID(answer["Response"]["RequestId"])) == answer["Response"]["RequestId"]


def test_the_same_request_again_fails_as_the_page_says(cloud: tuple[SimulatorServer, dict[str, str]]) -> None:
    server, demo = cloud
    post(server, demo, sample_body(demo))
    status, content_type, answer = post(server, demo, sample_body(demo))
    assert (status, content_type) == (200, "application/json")
    assert set(answer["Response"]) == {"Error", "RequestId"}
    assert answer["Response"]["Error"] == {"Code": "FailedOperation.TaskExist", "Message": "Task already exists"}


def test_the_page_as_it_is_printed_is_refused_for_its_placeholders(
    cloud: tuple[SimulatorServer, dict[str, str]],
) -> None:
    server, demo = cloud
    _, _, answer = post(server, demo, SAMPLE.strip().encode())
    assert answer["Response"]["Error"]["Code"] == "FailedOperation.SdkAppIdNotUnderAppId"
    own = SAMPLE.strip().replace("1234", demo["sdk_app_id"]).encode()
    _, _, answer = post(server, demo, own)
    assert answer["Response"]["Error"]["Code"] == "InvalidParameter.UserSig"


def test_describe_and_stop_answer_with_the_documented_fields(cloud: tuple[SimulatorServer, dict[str, str]]) -> None:
    server, demo = cloud
    _, _, started = post(server, demo, sample_body(demo))
    question = json.dumps({"TaskId": started["Response"]["TaskId"]}).encode()
    _, _, described = post(server, demo, question, "DescribeAITranscription")
    assert set(described["Response"]) == {"StartTime", "Status", "TaskId", "RequestId"}
    assert described["Response"]["Status"] in {"Idle", "Preparing", "InProgress"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", described["Response"]["StartTime"])
    _, _, stopped = post(server, demo, question, "StopAITranscription")
    assert set(stopped["Response"]) == {"RequestId"}


def test_on_loopback_the_hosts_port_is_signed(cloud: tuple[SimulatorServer, dict[str, str]]) -> None:
    server, demo = cloud
    _, _, answer = post(server, demo, sample_body(demo), host=server.url.removeprefix("http://"))
    assert answer["Response"]["TaskId"]


def test_plain_requests_get_the_vendors_errors(cloud: tuple[SimulatorServer, dict[str, str]]) -> None:
    server, _ = cloud
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    codes = []
    for method in ("GET", "PUT", "POST"):
        connection.request(method, "/")
        answer = connection.getresponse()
        assert answer.status == 200
        codes.append(json.loads(answer.read())["Response"]["Error"]["Code"])
    connection.close()
    assert codes == ["MissingParameter", "UnsupportedProtocol", "MissingParameter"]
