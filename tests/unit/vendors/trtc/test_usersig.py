"""UserSig against the vendor's vectors and library (tencent.md §7.2); tokens are compared decoded, never as texts."""

from __future__ import annotations

import base64
import json
import struct
import zlib

import pytest
import TLSSigAPIv2
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.vendors.trtc.usersig import (
    LONGEST_JSON,
    UnreadableUserSig,
    make_user_sig,
    read_user_sig,
    signed_with,
)

KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
APP = 1400000000
NOW = 1767225600
BY_PYPI = (
    "eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkEouL4pPyS*INYdLFKdmJBQWZKUBJQxMDKIDKpVYUZBalAmUszEzggiWZuSAhQ3MzcyMj"
    "UzO4eHFmOsiCCLfwzGKTCscwkwCzDHNfp*LEQHdnX**irEqflNACH7cov-RSv*REg2DHSFulWgD57TN*"
)
BY_NPM = (
    "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwonFRfFJ*SXxhlDJ4pTsxIKCzBQlK0MTAyiAyJRk5qYqWRmam5kbGZmawURTKwoyi1KVrCzM"
    "TGBCxZnpSlZKEW7hmcUmFY5hJgFmGea*TsWJge7Ovt5FWZU*KaEFPm5RfumlfsmJBsGOkbZKtQB8kzIe"
)


def private_map_key(digit_room: int, text_room: str) -> bytes:
    """The binary user buffer of tencent.md §7.3."""
    user = b"asr_bot_1"
    packed = struct.pack(">BH", 1 if text_room else 0, len(user)) + user
    packed += struct.pack(">IIIII", APP, digit_room, NOW + 86400, 255, 0)
    return packed + (struct.pack(">H", len(text_room)) + text_room.encode() if text_room else b"")


@pytest.mark.parametrize(
    ("identifier", "lifetime", "userbuf", "expected"),
    [
        ("asr_bot_1", 86400, None, "XFWis4xAV4P6h7MBsaQGCMKrjyLdUpLFZNguNca0SAY="),
        ("xiaojun", 15552000, None, "blJQKAkCE0sHWsqDO5v1fzM6WfX3/eoEg1RvL3kO9Ms="),
        ("xiaojun", 15552000, b"abc", "6NceL4CKoSpDsgEDHcIRuljD8hpuzqc6brcy86dZ+hM="),
        ("asr_bot_1", 86400, private_map_key(10001, ""), "fZr4ECBYhsYMWMdpCv0Uwqqd978qEynUutcI/9V7iHc="),
        ("asr_bot_1", 86400, private_map_key(0, "demo-room"), "zYE8eWKKDURTR4ClupPW1oOZbDctiUPcMvemYivrb6Y="),
    ],
)
def test_the_published_signatures(identifier: str, lifetime: int, userbuf: bytes | None, expected: str) -> None:
    token = make_user_sig(sdk_app_id=APP, key=KEY, identifier=identifier, lifetime=lifetime, now=NOW, userbuf=userbuf)
    sig = read_user_sig(token)
    assert sig.signature == expected
    assert (sig.identifier, sig.sdk_app_id, sig.issued_at, sig.lifetime) == (identifier, APP, NOW, lifetime)
    assert (sig.version, sig.userbuf, sig.expires_at) == ("2.0", userbuf, NOW + lifetime)
    assert signed_with(sig, KEY)
    assert not signed_with(sig, KEY[::-1])


@pytest.mark.parametrize("token", [BY_PYPI, BY_NPM])
def test_tokens_of_both_libraries_say_what_ours_says(token: str) -> None:
    ours = make_user_sig(sdk_app_id=APP, key=KEY, identifier="asr_bot_1", lifetime=86400, now=NOW)
    assert read_user_sig(token) == read_user_sig(ours)


@given(identifier=st.from_regex(r"[A-Za-z0-9_-]{1,32}", fullmatch=True), lifetime=st.integers(1, 10**8))
def test_the_vendors_library_makes_the_same(identifier: str, lifetime: int) -> None:
    theirs = read_user_sig(TLSSigAPIv2.TLSSigAPIv2(APP, KEY).gen_sig(identifier, lifetime))
    ours = make_user_sig(sdk_app_id=APP, key=KEY, identifier=identifier, lifetime=lifetime, now=theirs.issued_at)
    assert read_user_sig(ours) == theirs


def test_a_token_is_safe_in_urls_the_vendors_way() -> None:
    token = make_user_sig(sdk_app_id=APP, key=KEY, identifier="asr_bot_1", lifetime=86400, now=NOW)
    assert not set(token) & set("+/=")


def pack(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode().translate(str.maketrans("+/=", "*-_"))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not a token",
        "é",
        BY_PYPI[:-8],
        BY_PYPI[8:],
        base64.b64encode(b"plain").decode(),
        pack(b"[]"),
        pack(b"not json"),
        pack(b"{}"),
        pack(json.dumps({"TLS.ver": "2.0", "TLS.identifier": "a", "TLS.sdkappid": "x"}).encode()),
        pack(b" " * (LONGEST_JSON + 1)),
    ],
)
def test_anything_else_is_unreadable(token: str) -> None:
    with pytest.raises(UnreadableUserSig):
        read_user_sig(token)


@given(st.text())
def test_no_text_breaks_the_reader(token: str) -> None:
    with pytest.raises(UnreadableUserSig):
        read_user_sig(token)
