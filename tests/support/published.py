"""Requests as the vendors' own pages print them, with the marks that come along when they are copied."""

from __future__ import annotations

TRTC_BODY = """{
    "SdkAppId": 1234,
    "RoomId": "500123",
    "RoomIdType": 1,
    "TranscriptionParams": {
        "UserId": "test_user",
        "UserSig": "your-usersig",
        "MaxIdleTime": 60,
        "TranscriptionMode": 1,
        "TargetUserId": "test_user"
    }
}"""
"""The sample of StartAITranscription."""

TRTC_START = f"""Input Example

POST / HTTP/1.1
Host: trtc.intl.tencentcloudapi.com
Content-Type: application/json
X-TC-Action: StartAITranscription
<Common request parameters>

{TRTC_BODY}

Output Example

{{
    "Response": {{
        "TaskId": "taskid",
        "RequestId": "requestid"
    }}
}}
"""

_TASK = "https://api.agora.io/v1/projects/:appId/rtsc/speech-to-text/tasks/:taskId"
AGORA_UPDATE = """Request example


_3
curl --request patch \\
_3
--url '{_TASK}?builderToken=&sequenceId=&updateMask=' \\
_3
--header 'Authorization: Basic <credentials>'

Response example


_5
{
_5
"tokenName": "The value of the builder token you use to call other methods.",
_5
"createTs": null,
_5
"instanceId": "The `instanceId` you specified in the request."
_5
}
""".replace("{_TASK}", _TASK)

AGORA_UPDATE_BODY = """{
  "languages": ["en-US", "fr-FR"],
  "rtcConfig": {"subscribeAudioUids": ["all"]},
  "translateConfig": {"enable": true, "languages": [{"source": "en-US", "target": ["de-DE"]}]}
}"""
"""A body with every member of the page's list; the page prints no sample of one."""

AGORA_OLD_START = """{
  "audio": {
    "subscribeSource": "AGORARTC",
    "agoraRtcConfig": {
      "channelName": "demo-room",
      "uid": "47091",
      "token": "<your token>",
      "channelType": "LIVE_TYPE",
      "subscribeConfig": {"subscribeMode": "CHANNEL_MODE"},
      "maxIdleTime": 60
    }
  },
  "config": {
    "features": ["RECOGNIZE"],
    "recognizeConfig": {
      "language": "en-US,es-ES",
      "model": "Model",
      "profanityFilter": true,
      "output": {
        "destinations": ["AgoraRTCDataStream", "Storage"],
        "agoraRTCDataStream": {"channelName": "demo-room", "uid": "88222", "token": ""},
        "cloudStorage": [{
          "format": "HLS",
          "storageConfig": {
            "accessKey": "AKIDexample", "secretKey": "exampleSecret", "bucket": "captions",
            "vendor": 1, "region": 3, "fileNamePrefix": ["rooms", "demo"]
          }
        }]
      }
    }
  }
}"""
"""The nested body that the migration page calls 5.x (agora.md §4.1)."""
