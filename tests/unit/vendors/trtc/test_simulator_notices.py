"""The signature of notifications: the public vector and our own (tencent.md §11)."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.vendors.trtc.simulator_notices import signature

PUBLIC = (
    b'{\n\t"EventGroupId":\t2,\n\t"EventType":\t204,\n\t"CallbackTs":\t1664209748188,\n\t"EventInfo":\t{\n'
    b'\t\t"RoomId":\t8489,\n\t\t"EventTs":\t1664209748,\n\t\t"EventMsTs":\t1664209748180,\n'
    b'\t\t"UserId":\t"user_85034614",\n\t\t"Reason":\t0\n\t}\n}'
)
OURS = (
    b'{"EventGroupId":9,"EventType":902,"CallbackTs":1767225600000,"EventInfo":{"EventMsTs":1767225599990,'
    b'"TaskId":"task-0001","RoomId":"demo-room","RoomIdType":1,"Payload":{"LeaveCode":0}}}'
)


@pytest.mark.parametrize(
    ("key", "body", "sign"),
    [
        ("123654", PUBLIC, "kkoFeO3Oh2ZHnjtg8tEAQhtXK16/KI05W3BQff8IvGA="),
        ("cbkey0001", OURS, "487B4Bo2VGaJyFp+rZZCSvZQL35fSGAciz4ZBvDWMHI="),
    ],
)
def test_the_vectors(key: str, body: bytes, sign: str) -> None:
    assert signature(key, body) == sign


@given(st.from_regex("[A-Za-z0-9]{1,32}", fullmatch=True), st.binary(), st.binary(min_size=1))
def test_any_body_verifies_with_its_key_and_no_other_body_does(key: str, body: bytes, more: bytes) -> None:
    given_sign = base64.b64decode(signature(key, body), validate=True)
    assert hmac.compare_digest(given_sign, hmac.new(key.encode(), body, hashlib.sha256).digest())
    assert signature(key, body + more) != signature(key, body)
