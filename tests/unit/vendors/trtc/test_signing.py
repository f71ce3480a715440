"""The signature against published vectors, and against values made by the vendor's own SDKs (tencent.md §6.2)."""

from __future__ import annotations

import pytest

from roomscribe.vendors.trtc.signing import (
    Authorization,
    authorize,
    canonical_request,
    derive_keys,
    parse_authorization,
    scope_date,
    sha256,
    signature,
)

PUBLIC_BODY = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
PUBLIC_HEADERS = {
    "content-type": "application/json; charset=utf-8",
    "host": "cvm.tencentcloudapi.com",
    "x-tc-action": "DescribeInstances",
}
PUBLIC_TIME = 1551113065

TIME = 1767225600
SECRET_ID = "AKIDexampleEXAMPLEexampleEXAMPLE0001"
SECRET_KEY = "exampleSecretKeyEXAMPLE000000001"
INTL, CN, LOCAL = "trtc.intl.tencentcloudapi.com", "trtc.tencentcloudapi.com", "127.0.0.1:8080"
PLAIN, CHARSET = "application/json", "application/json; charset=utf-8"
SHORT, LONG = "content-type;host", "content-type;host;x-tc-action"

STOP = b'{"TaskId": "task-0001"}'
DESCRIBE = b'{"TaskId": "", "SdkAppId": 1400000001, "SessionId": "sess-0001"}'
START = (
    rb'{"SdkAppId": 1400000001, "RoomId": "demo-room", "TranscriptionParams": {"UserId": "asr_bot_1", '
    rb'"UserSig": "USERSIG", "MaxIdleTime": 60, "TranscriptionMode": 0}, "SessionId": "sess-0001", "RoomIdType": 1, '
    rb'"RecognizeConfig": {"Language": "zh", "AlternativeLanguage": ["ja"], "HotWordList": "\u817e\u8baf\u4e91|10", '
    rb'"VadSilenceTime": 1000}, "TranslationConfig": {"TargetLanguages": ["en", "ja"], "Mode": 1}}'
)


def test_v1_of_the_older_public_page() -> None:
    canonical = canonical_request(PUBLIC_HEADERS, ["content-type", "host"], PUBLIC_BODY)
    assert sha256(PUBLIC_BODY) == "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    assert sha256(canonical.encode()) == "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031"
    key = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
    signed = signature(secret_key=key, timestamp=PUBLIC_TIME, service="cvm", canonical=canonical)
    assert signed == "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"


def test_v2_of_the_newer_public_page() -> None:
    canonical = canonical_request(PUBLIC_HEADERS, LONG.split(";"), PUBLIC_BODY)
    assert sha256(canonical.encode()) == "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"
    assert [key.hex() for key in derive_keys("*" * 32, "2019-02-25", "cvm")] == [
        "da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0",
        "8d70cbefb03939f929db64d32dc2ba89b1095620119fe3e050e2b18c5bd2752f",
        "b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af",
    ]
    signed = signature(secret_key="*" * 32, timestamp=PUBLIC_TIME, service="cvm", canonical=canonical)
    assert signed == "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"


def test_v3_inner_values_of_a_stop() -> None:
    canonical = canonical_request({"content-type": PLAIN, "host": INTL}, SHORT.split(";"), STOP)
    assert sha256(STOP) == "43331d84a620d911fce3669bf0c48bf58809564b0d2a9b6b85d1bdc892d824df"
    assert sha256(canonical.encode()) == "65d1cfaf703f9e47dca54ba4e55c792dfb2726b3e84a51d66a0a8e5d89a0d5f2"
    assert [key.hex() for key in derive_keys(SECRET_KEY, "2026-01-01", "trtc")] == [
        "0087e79f0ee7f0d1ca63edc56b750a1c5d4cc730850bf9edc1e96d4a40013058",
        "ccce5b589f244eeb9cc459719ad0db8ba2b865fa40a8e7539a9de51a64da9ac6",
        "4515030cfe108db410991911a0f78f42a30e164435a058946b96158795467862",
    ]


def test_v3_inner_values_of_a_start() -> None:
    canonical = canonical_request({"content-type": PLAIN, "host": INTL}, SHORT.split(";"), START)
    assert sha256(START) == "0b0e1916a8316534980b16c440a3493ea1b074c50d36e9a00a8f221685db0700"
    assert sha256(canonical.encode()) == "775ca28848c13d9d3107debe15d784521451348115a37beb206084d1211b6e7a"


@pytest.mark.parametrize(
    ("body", "content_type", "signed", "host", "expected"),
    [
        (STOP, PLAIN, SHORT, INTL, "8d85ed266fe72ba16e0b70b9e171ad3fc27c266445e1966ace68ac2cd5c2c3ef"),
        (STOP, PLAIN, SHORT, CN, "dcee3a007640967e559a0bfe63148e964d270f54da2ae7623f8ec21f1a4b298d"),
        (DESCRIBE, PLAIN, SHORT, INTL, "d60fc7302c1844da7d8c9ff5ecdd66802e69cfbd4c3823986edd0c27c81bd818"),
        (DESCRIBE, PLAIN, SHORT, CN, "3cdbe14e5c0db0efd5bfd68dda4cefe8503fe04c1f8c4cb1d68a3f2b7f166fe1"),
        (START, PLAIN, SHORT, INTL, "de3f73499de1d5428874ef508cb3d550254a65e5a443357b8f42541638344ca0"),
        (START, PLAIN, SHORT, CN, "2add97a9194934a493a4bd3ebc5126e665f14e99caf0a19fe378d7b5c607831b"),
        (STOP, PLAIN, LONG, INTL, "d98f91a02cc8dffc9128f18b9218005bde1c1c902887c7e2a3152a4159479743"),
        (STOP, CHARSET, SHORT, INTL, "2601af49d769826418cf0011b4ad1f05022e30855e0ace2030d76c2ec60bbe85"),
        (STOP, CHARSET, LONG, INTL, "9f89f9df9053f16d5744325a78872f2b39f0bd2ec2c3709ae07b0967e0637e6a"),
        (STOP, PLAIN, SHORT, LOCAL, "7677fbc9b80572e4349f19e6398ed0efaad3d44de242f83ab8d285e873280f38"),
        (STOP, CHARSET, LONG, LOCAL, "b9d914aaf9389b575d5ad42eb10556bf9334a86035ade29fc46474e5af80969d"),
    ],
)
def test_v3_made_by_the_vendors_sdks(body: bytes, content_type: str, signed: str, host: str, expected: str) -> None:
    headers = {"content-type": content_type, "host": host, "x-tc-action": "StopAITranscription"}
    canonical = canonical_request(headers, signed.split(";"), body)
    assert signature(secret_key=SECRET_KEY, timestamp=TIME, service="trtc", canonical=canonical) == expected


def test_our_authorization_is_the_vectors_with_the_action_signed() -> None:
    headers = {"content-type": PLAIN, "host": INTL, "x-tc-action": "StopAITranscription", "x-tc-region": "unsigned"}
    made = authorize(secret_id=SECRET_ID, secret_key=SECRET_KEY, timestamp=TIME, headers=headers, body=STOP)
    assert str(made) == (
        f"TC3-HMAC-SHA256 Credential={SECRET_ID}/2026-01-01/trtc/tc3_request, SignedHeaders={LONG}, "
        "Signature=d98f91a02cc8dffc9128f18b9218005bde1c1c902887c7e2a3152a4159479743"
    )


def test_an_authorization_survives_writing_and_reading() -> None:
    made = Authorization(
        secret_id="AKID1",
        date="2026-01-01",
        service="trtc",
        signed_headers=("content-type", "host"),
        signature="0" * 64,
    )
    assert parse_authorization(str(made)) == made


@pytest.mark.parametrize("text", ["", "Basic abc", "TC3-HMAC-SHA256 Credential=a/b/c/tc3_request", "TC3-HMAC-SHA1 x"])
def test_something_else_is_no_authorization(text: str) -> None:
    assert parse_authorization(text) is None


def test_the_date_is_utc_on_both_sides_of_midnight() -> None:
    assert scope_date(TIME - 1) == "2025-12-31"
    assert scope_date(TIME) == "2026-01-01"


def test_a_signed_header_must_be_there() -> None:
    with pytest.raises(KeyError):
        canonical_request({"host": INTL}, ["content-type", "host"], STOP)
