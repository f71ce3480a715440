"""The 007 tokens against the vectors of agora.md §13.3, one of them published by Agora itself."""

from __future__ import annotations

import base64
import contextlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.vendors.agora.tokens import (
    PUBLISHER,
    SUBSCRIBER,
    Privilege,
    Service,
    ServiceType,
    TokenUnreadable,
    build,
    decode,
    rtc_service,
    unpack,
    verify,
)

APP, CERTIFICATE = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
ISSUED, LIFE, SALT = 1_700_000_000, 3600, 12_345_678


def made(*services: Service) -> str:
    return build(app_id=APP, certificate=CERTIFICATE, services=services, issued_at=ISSUED, lives_for=LIFE, salt=SALT)


def room(uid: str, privileges: tuple[Privilege, ...] = PUBLISHER, life: int = LIFE) -> Service:
    return rtc_service("demo-room", uid, privileges, life)


def test_t1_the_token_that_agora_published() -> None:
    published = (
        "007eJxTYBBbsMMnKq7p9Hf/HcIX5kce9b518kCiQgSr5Zrp4X1Tu6UUGCzNDZwdjU1TUs0Mkk1MzExMk5ISUy0SjQxNDcwMk4yN3b8IMEQw"
        "MTAwMoAwBIL4CgzmKeZGxmamqUmWFsYmFqbGluapxqnGaZYpJmYGSSkpiVwMRhYWRsYmhkbmxgDCaiTj"
    )
    ours = build(
        app_id="970CA35de60c44645bbae8a215061b33",
        certificate="5CFd2fd1755d40ecb72977518be15d3b",
        services=[rtc_service("7d72365eb983485397e3e3f9d460bdda", "2882341273", (Privilege.JOIN_CHANNEL,), 600)],
        issued_at=1_111_111,
        lives_for=600,
        salt=1,
    )
    assert unpack(ours) == unpack(published)
    token = decode(published)
    assert token.signature.hex() == "16a0b84c5a5e82cbf74fb813d09f59c54bdac9c06120580539ac97578e958b1a"
    assert verify(token, "5CFd2fd1755d40ecb72977518be15d3b")


T2 = (
    "20006d310694165d79dbe790902b2eed00b5926d608a252c26c4f7f848ffaceeb79a20003031323334353637383961626364656630313233"
    "34353637383961626364656600f15365100e00004e61bc000100010004000100100e00000200100e00000300100e00000400100e00000900"
    "64656d6f2d726f6f6d05003838323232"
)
VECTORS = {
    "T2 publisher": (
        [room("88222")],
        "6d310694165d79dbe790902b2eed00b5926d608a252c26c4f7f848ffaceeb79a",
        128,
    ),
    "T3 subscriber": (
        [room("47091", SUBSCRIBER)],
        "87f338bd3daa0507fb36e04b2e881bc1b83f48d3bda173c459e5a611c2fa855f",
        110,
    ),
    "T4 life of the token": (
        [room("88222", life=0)],
        "5d1d7d3148f133833afdc7c5f74ca46e62ef14db01b6d31b8d6047748833425e",
        128,
    ),
    "T5 any uid": (
        [room("")],
        "ddc1078208295ce7dcd6864e117792c9a3f942d76a32af7417d43e8ed8a88d61",
        123,
    ),
    "T6 three services": (
        # Given out of order: the format wants them by type.
        [
            Service(type=ServiceType.STT, privileges={}),
            room("88222"),
            Service(type=ServiceType.RTM, privileges={1: 3600}, texts=("88222",)),
        ],
        "285ea6cf025e6ead860cb0e05a78564634039723c849af2d0090536fcf4a2d32",
        149,
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_vectors(name: str) -> None:
    services, signature, length = VECTORS[name]
    text = made(*services)
    token = decode(text)
    assert token.signature.hex() == signature
    assert len(unpack(text)) == length
    assert verify(token, CERTIFICATE)
    assert not verify(token, CERTIFICATE.replace("f", "0"))


def test_t2_byte_by_byte_and_in_another_compression() -> None:
    assert unpack(made(room("88222"))).hex() == T2
    published = (
        "007eJxTYMg1ZJsiFlt5+/mECdp6bxm2TspN6FLVUTvy/YfH/zXvts9SYDAwNDI2MTUzt7BMTEpOSU1D5zN8DE4V4GNg8Evcw8AIhCxADOIz"
        "gUlmMMkCJjkZUlJz83WL8vNzWRksLIyMjACCeSGo"
    )
    assert unpack(published).hex() == T2


def test_t3_as_other_tools_compress_it() -> None:
    published = (
        "007eJxTYGj/bLHXdhUr+2+zB956HdIHd9h7XN67sPhI5NNlgod+tcYrMBgYGhmbmJqZW1gmJiWnpKah8xk+BqcK8DEw+CXuYWCEQhCfkyEl"
        "NTdftyg/P5eVwcTcwNIQAKGFIYc="
    )
    assert unpack(published) == unpack(made(room("47091", SUBSCRIBER)))


def test_a_decoded_token_tells_what_it_is_for() -> None:
    token = decode(made(*VECTORS["T6 three services"][0]))
    assert (token.app_id, token.channel, token.uid) == (APP, "demo-room", "88222")
    assert (token.issued_at, token.lives_for, token.expires_at) == (ISSUED, LIFE, ISSUED + LIFE)
    assert [service.type for service in token.services] == [1, 2, 10]


def test_a_privilege_ends_with_its_own_life_or_with_the_tokens() -> None:
    join = Privilege.JOIN_CHANNEL
    short, whole = decode(made(room("1", life=60))), decode(made(room("1", life=0)))
    assert short.allows(join, ISSUED + 59)
    assert not short.allows(join, ISSUED + 60)
    assert whole.allows(join, ISSUED + LIFE - 1)
    assert not whole.allows(join, ISSUED + LIFE)
    assert not decode(made(room("1", life=2 * LIFE))).allows(join, ISSUED + LIFE)
    assert not decode(made(room("1", SUBSCRIBER))).allows(Privilege.PUBLISH_DATA, ISSUED)
    assert not decode(made(Service(type=ServiceType.STT, privileges={}))).allows(join, ISSUED)


def test_services_of_a_type_we_do_not_know_are_left_out() -> None:
    token = decode(made(room("88222"), Service(type=99, privileges={1: 5}, texts=("what?",))))
    assert [service.type for service in token.services] == [ServiceType.RTC]
    assert verify(token, CERTIFICATE)


def test_a_salt_is_drawn_when_none_is_given() -> None:
    salts = {
        decode(build(app_id=APP, certificate=CERTIFICATE, services=[], issued_at=1, lives_for=1)).salt
        for _ in range(20)
    }
    assert len(salts) > 1
    assert all(1 <= salt <= 99_999_999 for salt in salts)


@given(
    channel=st.text(max_size=64),
    uid=st.integers(0, 4_294_967_295).map(lambda number: str(number or "")),
    life=st.integers(0, 2**32 - 1),
)
def test_what_is_built_is_read_back(channel: str, uid: str, life: int) -> None:
    text = build(
        app_id=APP,
        certificate=CERTIFICATE,
        services=[rtc_service(channel, uid, PUBLISHER, life)],
        issued_at=ISSUED,
        lives_for=life,
    )
    token = decode(text)
    assert (token.channel, token.uid, token.lives_for) == (channel, uid, life)
    assert verify(token, CERTIFICATE)


def bomb() -> str:
    return "007" + base64.b64encode(zlib.compress(b"\0" * 10_000_000)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "006" + made(room("1"))[3:],
        "007",
        "007!!!",
        "007é",
        made(room("1"))[:-8],
        "007" + base64.b64encode(zlib.compress(b"\x20\x00abc")).decode(),
        "007" + base64.b64encode(zlib.compress(unpack(made(room("1")))[:-2])).decode(),
        "007" + base64.b64encode(b"no zlib").decode(),
        bomb(),
    ],
    ids=["empty", "006", "prefix", "no-base64", "no-ascii", "cut", "short", "cut-inside", "no-zlib", "bomb"],
)
def test_what_is_no_token_is_unreadable(text: str) -> None:
    with pytest.raises(TokenUnreadable):
        decode(text)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    text = "007" + base64.b64encode(zlib.compress(content)).decode()
    with contextlib.suppress(TokenUnreadable):
        decode(text)
