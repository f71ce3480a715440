"""The two signatures of notifications: the published vectors (agora.md §10.1)."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.vendors.agora.simulator_notices import signatures

PLAIN = (
    b'{"eventType":10,"noticeId":"4eb720f0-8da7-11e9-a43e-53f411c2761f","notifyMs":1560408533119,'
    b'"payload":{"a":"1","b":2},"productId":1}'
)
TIMED = PLAIN.replace(b"{", b'{"eventMs":1560408533119,', 1)


@pytest.mark.parametrize(
    ("body", "sha1", "sha256"),
    [
        (
            PLAIN,
            "5a3bb6a6d9fad2ea9ae3fb707a14c9d7f3136df1",
            "de96da5acf03b0021ac3b4fa2225e7ae6f3533a30d50bb02c08ea4fa748bda24",
        ),
        (
            TIMED,
            "033c62f40f687675f17f0f41f91a40c71c0f134c",
            "6d3320c60b11101395b7fc8f9068748808a0aa1bfa064438e39d1bc2c7d74d99",
        ),
    ],
)
def test_the_vectors(body: bytes, sha1: str, sha256: str) -> None:
    assert signatures("secret", body) == {"Agora-Signature": sha1, "Agora-Signature-V2": sha256}


@given(st.from_regex("[!-~]{1,128}", fullmatch=True), st.binary(), st.binary(min_size=1))
def test_any_body_verifies_with_its_secret_and_no_other_body_does(secret: str, body: bytes, more: bytes) -> None:
    found, other = signatures(secret, body), signatures(secret, body + more)
    assert found["Agora-Signature"] == hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    assert found["Agora-Signature-V2"] == hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert found["Agora-Signature"] != other["Agora-Signature"]
    assert found["Agora-Signature-V2"] != other["Agora-Signature-V2"]
