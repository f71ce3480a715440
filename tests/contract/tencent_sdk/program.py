"""Drives one of Tencent's SDKs for a test: a line of JSON is a question, and a line of JSON its answer.

Both SDKs install the package `tencentcloud`, so each gets a process that sees only one of them.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from typing import Any

from tencentcloud.common import abstract_client
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.trtc.v20190722 import models
from tencentcloud.trtc.v20190722.trtc_client import TrtcClient


class Client(TrtcClient):
    """Signs and sends whichever Content-Type a test wishes; it reads answers as ever.

    The SDK itself knows one constant for both, and has no way to send the type of the vendor's pages.
    """

    request_type = ""

    def _build_req_with_tc3_signature(self, *arguments: Any, **more: Any) -> Any:
        usual = abstract_client._json_content
        abstract_client._json_content = self.request_type
        try:
            return super()._build_req_with_tc3_signature(*arguments, **more)
        finally:
            abstract_client._json_content = usual


def call(question: dict[str, Any]) -> dict[str, Any]:
    """One call, by the SDK's own model of it or, `raw`, by its general method that takes any parameters."""
    client = _client(question)
    action, params = question["action"], question["params"]
    try:
        if question["raw"]:
            return {"answer": client.call_json(action, params)["Response"]}
        request = getattr(models, f"{action}Request")()
        request._deserialize(params)
        request.headers = question["headers"]
        return {"answer": written(getattr(client, action)(request))}
    except TencentCloudSDKException as error:
        return {"code": error.get_code(), "message": str(error.get_message()), "request_id": error.get_request_id()}


def _client(question: dict[str, Any]) -> TrtcClient:
    http = HttpProfile(protocol="http", endpoint=question["endpoint"])
    http.keepAlive = False
    credential = Credential(question["secret_id"], question["secret_key"])
    client = Client(credential, question["region"], ClientProfile(httpProfile=http))
    client.request_type = question["request_type"]
    return client


def written(model: Any) -> Any:
    """What a model says, without the members that nobody filled."""
    return json.loads(model.to_json_string(), object_hook=_filled)


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def tree(model: str) -> dict[str, Any]:
    """The names a model knows, each with those inside it."""
    found: dict[str, Any] = {}
    for attribute in vars(getattr(models, model)()):
        if attribute.startswith("_"):
            inner = _inner_model(getattr(models, model), attribute[1:])
            found[attribute[1:]] = tree(inner) if inner else {}
    return found


def _inner_model(model: type, name: str) -> str:
    """The model of a member that is an object or a list of them, by the SDK's own description; "" for other types."""
    described = re.search(r":rtype: (?:.*models\.|list of )(\w+)", getattr(model, name).__doc__ or "")
    return described[1] if described and hasattr(models, described[1]) else ""


def through(model: str, params: dict[str, Any]) -> dict[str, Any]:
    """What a model keeps of some parameters, and what it says about the others."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        request = getattr(models, model)()
        request._deserialize(params)
    return {"kept": written(request), "said": [str(each.message) for each in said]}


def answer(question: dict[str, Any]) -> object:
    """What a test asked for."""
    match question["do"]:
        case "calls":
            return [call(each) for each in question["calls"]]
        case "tree":
            return tree(question["model"])
        case "through":
            return through(question["model"], question["params"])
    raise ValueError(question)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
