"""One start with Tencent's SDK for Python: what a loop of the shell runs once for each row.

python -m tests.bench.child_sdk_start URL ACCOUNT USER_SIG ROOM
"""

from __future__ import annotations

import json
import sys

from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.trtc.v20190722 import models, trtc_client

url, account, signature, room = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3], sys.argv[4]
http = HttpProfile(protocol="http", endpoint=url.removeprefix("http://"))
keys = credential.Credential(account["secret_id"], account["secret_key"])
client = trtc_client.TrtcClient(keys, account["region"], ClientProfile(httpProfile=http))
request = models.StartAITranscriptionRequest()
request.from_json_string(
    json.dumps(
        {
            "SdkAppId": int(account["sdk_app_id"]),
            "RoomId": f"loop-{room}",
            "RoomIdType": 1,
            "SessionId": f"loop-{room}",
            "TranscriptionParams": {"UserId": "bot", "UserSig": signature, "MaxIdleTime": 60},
            "RecognizeConfig": {"Language": "zh"},
        }
    )
)
assert client.StartAITranscription(request).TaskId
